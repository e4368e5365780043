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
from typing import IO, NoReturn

from audiobook.errors import EngineError
from audiobook.speech import checks, wire
from audiobook.speech.engine import Limits, Synthesizer, load_target

_PIPE_BYTES = 1 << 20  # room for 20 s of speech: a finished clip need not wait for its reader


def main(target: str, voice: str, settings: Mapping[str, str]) -> None:
    """Serves requests until the input ends."""
    requests, replies = _take_pipes()
    try:
        engine = load_target(target)
        synthesizer = engine.open(voice, settings)
    except EngineError as error:
        wire.send_error(replies, error)
        return
    wire.send(replies, {"pace": synthesizer.pace})
    if engine.limits.fork_safe:
        gc.collect()
        gc.freeze()  # a collection in a fork would touch, and so copy, every page
    while request := wire.receive(requests):
        text, limit = request[0]["text"], request[0]["limit"]
        if engine.limits.fork_safe:
            _answer_in_fork(synthesizer, engine.limits, text, limit, replies)
        else:
            _answer(synthesizer, engine.limits, text, limit, replies)


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
    synthesizer: Synthesizer, limits: Limits, text: str, limit: float, replies: IO[bytes]
) -> None:
    """Ends the host when the fork did not end well: how much of its reply went out cannot be known."""
    child = os.fork()
    if child == 0:
        _end_child(synthesizer, limits, text, limit, replies)
    _, status = os.waitpid(child, 0)
    if status != 0:
        os._exit(_shell_status(status))


def _end_child(
    synthesizer: Synthesizer, limits: Limits, text: str, limit: float, replies: IO[bytes]
) -> NoReturn:
    gc.disable()
    try:
        _answer(synthesizer, limits, text, limit, replies)
    except BaseException:  # noqa: BLE001 - nothing may return into the parent's loop
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _answer(synthesizer: Synthesizer, limits: Limits, text: str, limit: float, replies: IO[bytes]) -> None:
    _alarm(limit)
    try:
        clip = checks.finished(synthesizer.synthesize(text), text, limits, synthesizer.pace)
    except EngineError as error:
        wire.send_error(replies, error)
    else:
        wire.send_clip(replies, clip)
    _alarm(0)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _shell_status(status: int) -> int:
    """The exit status a shell would show: 128 + the signal that ended the process."""
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code
