"""The child process that owns one open engine and speaks what it is asked to, one utterance at a time.

Standard input and output become private: a library that prints cannot break the protocol. The host ends when its
input does, so it never outlives its client; a request that hangs is ended by its own alarm, should nobody else be left
to do it. Where the engine is fork-safe, each utterance is made in a fork of the opened engine: the same text gives the
same bytes whatever was said before, and a crash costs one utterance.
"""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any, NoReturn, cast

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech import align, checks, ssml, wire
from audiobook.speech.align import Aligner
from audiobook.speech.engine import Limits, PhonemeSynthesizer, SsmlSynthesizer, Synthesizer, load_target

Request = Mapping[str, Any]
"""What `wire` calls a request: `text`, `phonemes`, `limit`."""

_PIPE_BYTES = 1 << 20  # room for 20 s of speech: a finished clip need not wait for its reader


def main(target: str, voice: str, settings: Mapping[str, str]) -> None:
    """Serves requests until the input ends."""
    requests, replies = _take_pipes()
    own = {name: value for name, value in settings.items() if name != align.SETTING}
    try:
        engine = load_target(target)
        synthesizer = engine.open(voice, own)
        aligner = align.Aligner() if align.SETTING in settings else None
    except EngineError as error:
        wire.send_error(replies, error)
        return
    wire.send(replies, {"pace": synthesizer.pace})
    if engine.limits.fork_safe:
        gc.collect()
        gc.freeze()  # a collection in a fork would touch, and so copy, every page
    while request := wire.receive(requests):
        if engine.limits.fork_safe:
            _answer_in_fork(synthesizer, engine.limits, aligner, request[0], replies)
        else:
            _answer(synthesizer, engine.limits, aligner, request[0], replies)


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Moves standard input and output to private files; what is printed from now on goes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull) as nothing:  # noqa: PTH123 - pathlib is not loaded here
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(replies, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return requests, replies


def _answer_in_fork(
    synthesizer: Synthesizer, limits: Limits, aligner: Aligner | None, request: Request, replies: IO[bytes]
) -> None:
    """Ends the host when the fork did not end well: how much of its reply went out cannot be known."""
    child = os.fork()
    if child == 0:
        _end_child(synthesizer, limits, aligner, request, replies)
    _, status = os.waitpid(child, 0)
    if status != 0:
        os._exit(_shell_status(status))


def _end_child(
    synthesizer: Synthesizer, limits: Limits, aligner: Aligner | None, request: Request, replies: IO[bytes]
) -> NoReturn:
    gc.disable()
    try:
        _answer(synthesizer, limits, aligner, request, replies)
    except BaseException:  # noqa: BLE001 - nothing may return into the parent's loop
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _answer(
    synthesizer: Synthesizer, limits: Limits, aligner: Aligner | None, request: Request, replies: IO[bytes]
) -> None:
    _alarm(request["limit"])
    try:
        clip = _speak(synthesizer, limits, request)
        clip = checks.finished(clip, request["text"], limits, synthesizer.pace)
        if aligner:
            clip = aligner.aligned(clip, request["text"])
    except EngineError as error:
        wire.send_error(replies, error)
    else:
        wire.send_clip(replies, clip)
    _alarm(0)


def _speak(synthesizer: Synthesizer, limits: Limits, request: Request) -> Clip:
    text = request["text"]
    phonemes = tuple((start, end, said) for start, end, said in request["phonemes"])
    if not phonemes:
        return synthesizer.synthesize(text)
    if limits.phonemes:
        return cast(PhonemeSynthesizer, synthesizer).synthesize_phonemes(text, phonemes)
    return cast(SsmlSynthesizer, synthesizer).synthesize_ssml(ssml.document(text, phonemes))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _shell_status(status: int) -> int:
    """The exit status a shell would show: 128 + the signal that ended the process."""
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code
