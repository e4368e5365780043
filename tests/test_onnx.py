"""What is done with ONNX files without the onnx package: hand-made ones, so that no model is needed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobook.errors import EngineError
from audiobook.speech import onnx


def field(number: int, content: bytes) -> bytes:
    assert len(content) < 128
    return bytes([number << 3 | 2, len(content)]) + content


def node(operator: bytes, output: bytes) -> bytes:
    return field(1, field(1, b"x") + field(2, output) + field(4, operator))


MODEL = b"\x08\x09" + field(7, node(b"Mul", b"y") + node(b"Ceil", b"steps") + field(12, field(1, b"audio")))


def test_the_durations_are_named_as_an_output() -> None:
    name, patched = onnx._with_output_of(MODEL, "Ceil")
    assert name == "steps"
    assert patched == MODEL + field(7, field(12, field(1, b"steps")))
    assert onnx._with_output_of(patched, "Ceil") == ("steps", patched)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (MODEL, "0 nodes Round"),
        (MODEL[:-4], "too early"),
        (MODEL + b"\x0f", "no ONNX file"),
        (b"", "0 nodes"),
        (b"<html>Not found</html>", "no ONNX file"),
    ],
)
def test_what_has_no_durations_is_refused(model: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        onnx._with_output_of(model, "Round")


def test_long_names_are_written_right() -> None:
    name = b"n" * 300
    message = onnx._message(2, name)
    assert [(number, bytes(part)) for number, part in onnx._fields(memoryview(message))] == [(2, name)]


def test_a_digest_is_that_of_the_bytes_not_of_the_files(tmp_path: Path) -> None:
    whole, head, tail = (tmp_path / name for name in ("whole", "head", "tail"))
    whole.write_bytes(b"model")
    head.write_bytes(b"mo")
    tail.write_bytes(b"del")
    assert onnx.digest(whole) == onnx.digest(head, tail)
    assert onnx.digest(head) != onnx.digest(tail)


def test_a_file_is_read_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model"
    file.write_bytes(b"one")
    before = onnx.digest(file)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read again"))
        assert onnx.digest(file) == before
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert onnx.digest(file) != before


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    for act in (onnx.digest, onnx.read):
        with pytest.raises(EngineError, match=r"gone\.onnx cannot be read: No such file"):
            act(tmp_path / "gone.onnx")
