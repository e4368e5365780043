"""Speech models in ONNX files: their digest, and a session on one thread that also tells how long each phoneme lasts.

Such a model computes the durations of its phonemes, and does not give them away. But a file may name any tensor as a
result, and of two protobuf messages written one after the other the parts are joined: so the name is appended, and
neither the `onnx` package nor another file is needed. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import EngineError, reason_of

if TYPE_CHECKING:
    import numpy as np

# ModelProto, GraphProto, NodeProto, ValueInfoProto; wire types of protobuf
_GRAPH = 7
_NODE, _OUTPUT = 1, 12
_NODE_OUTPUT, _NODE_OPERATOR = 2, 4
_NAME = 1
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5

_QUIET = 3  # errors only
_seen: dict[tuple[tuple[str, int, int], ...], str] = {}


def digest(*files: Path) -> str:
    """SHA-256 of these files, one after the other; read once while they stay as they are. Raises EngineError."""
    try:
        key = tuple((str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files)
        if key not in _seen:
            found = hashlib.sha256()
            for path in files:
                found.update(path.read_bytes())
            _seen[key] = found.hexdigest()
    except OSError as error:
        raise unreadable(error) from error
    return _seen[key]


def read(*files: Path) -> bytes:
    """These files, one after the other. Raises EngineError."""
    try:
        return b"".join(path.read_bytes() for path in files)
    except OSError as error:
        raise unreadable(error) from error


def unreadable(error: OSError) -> EngineError:
    """What to raise for a file of a voice that cannot be read."""
    return EngineError(
        f"{error.filename} cannot be read: {reason_of(error)}", "Correct the path, or the file"
    )


class Session:
    """A model in memory, that works on one thread: how much is done at once is for the jobs of a build to say."""

    def __init__(self, model: bytes, operator: str, name: str) -> None:
        """`operator`: the kind of node, one in the model, whose output are the durations. `name` is for messages.

        Raises EngineError.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        try:
            self._durations, patched = _with_output_of(model, operator)
            self._session = onnxruntime.InferenceSession(patched, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has many kinds, and no root for them
            reason = str(error).partition("\n")[0].rstrip(". ")
            raise EngineError(
                f"{name} cannot be loaded: {reason}", "Is it a whole .onnx file of a voice of this engine?"
            ) from error
        self._session._model_bytes = (
            None  # kept for a fallback that needs another provider; as large as the file
        )
        self._audio = self._session.get_outputs()[0].name

    @property
    def onnxruntime(self) -> Any:
        """The session as its library knows it."""
        return self._session

    def run(self, inputs: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """The sound, from -1 to 1, and how long each phoneme lasts, in steps of the model."""
        import numpy as np

        audio, durations = self._session.run([self._audio, self._durations], inputs)
        return np.asarray(audio, np.float32).ravel(), np.asarray(durations, np.float64).ravel()


def _with_output_of(model: bytes, operator: str) -> tuple[str, bytes]:
    """The name of what the one node of this kind puts out, and the model with it among the outputs."""
    outputs, named = [], set()
    for graph in _parts(memoryview(model), _GRAPH):
        for number, part in _fields(graph):
            if number == _NODE and bytes(next(_parts(part, _NODE_OPERATOR), b"")) == operator.encode():
                outputs += [bytes(name) for name in _parts(part, _NODE_OUTPUT)]
            elif number == _OUTPUT:
                named.add(bytes(next(_parts(part, _NAME), b"")))
    if len(outputs) != 1:
        raise ValueError(f"it computes no durations (it has {len(outputs)} nodes {operator})")
    (name,) = outputs
    if name not in named:
        model += _message(_GRAPH, _message(_OUTPUT, _message(_NAME, name)))
    return name.decode(), model


def _parts(message: memoryview, number: int) -> Iterator[memoryview]:
    return (part for found, part in _fields(message) if found == number)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a protobuf message that hold bytes or messages, by number."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == _LENGTH:
            size, at = _varint(message, at)
            if at + size > len(message):
                raise ValueError("it ends too early")
            yield tag >> 3, message[at : at + size]
            at += size
        elif kind == _VARINT:
            _, at = _varint(message, at)
        elif kind in (_FOUR_BYTES, _EIGHT_BYTES):
            at += 4 if kind == _FOUR_BYTES else 8
        else:
            raise ValueError("it is no ONNX file")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("it ends too early")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _message(number: int, content: bytes) -> bytes:
    size, length = len(content), bytearray()
    while size >= 0x80:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([number << 3 | _LENGTH, *length, size]) + content
