"""The parent's side of engine processes: it starts them, waits no longer than it should, and leaves none behind.

An utterance that fails (its process died or hung, or the clip is refused) costs one retry in a fresh process, unless
the engine says that it would fail again; then it is an EngineError that names the text. Idle processes wait for the
next utterance of their voice, and end with ours.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache

from audiobook.errors import EngineError, EngineRefused
from audiobook.execute import default_jobs
from audiobook.model import Clip
from audiobook.speech import checks, wire
from audiobook.speech.engine import Limits, Phonemes, VoiceSpec, load_engine, target_of

OPEN_LIMIT_S = 120.0
GRACE_S = 10.0  # beside the time the speech itself may need: for a machine that is busy with other things
ATTEMPTS = 2
GIVE_UP_AFTER = 10
_ALARM = 2  # a host whose client is gone ends itself after so many time limits
_CLOSE_LIMIT_S = 2.0
_OTHER_VOICE = "Try another voice: see `audiobook voices`"
_START = (
    "import sys, json; call = json.loads(sys.argv[1]); sys.path[:] = call.pop('path'); "
    "from audiobook.speech.host import main; main(**call)"
)


class HostFault(Exception):  # noqa: N818 - the engine's process did wrong, not the text
    """An engine's process did not answer as it should. The message continues "ENGINE ..."."""


class Host:
    """The process of one open engine and voice, for one thread at a time. `pace`: see `engine.Synthesizer`."""

    def __init__(self, voice: VoiceSpec) -> None:
        """Starts it and waits until it is open. Raises HostFault, or EngineError when the engine cannot be opened."""
        call = {
            "path": [entry or os.getcwd() for entry in sys.path],  # noqa: PTH109
            "target": target_of(voice.engine),
            "voice": voice.voice,
            "settings": dict(voice.settings),
        }
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(call)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,  # kill() reaches its forks too; an interrupt from the keyboard reaches only us
        )
        try:
            header, _ = self._answer(OPEN_LIMIT_S)
        except HostFault:
            self.kill()
            raise
        if "error" in header:
            self.kill()
            raise EngineError(header["error"], header["hint"])
        self.pace: float = header["pace"]

    def speak(self, text: str, limit: float, phonemes: Phonemes = ()) -> Clip:
        """The finished clip of one utterance. Raises EngineError as the engine tells, or HostFault, also after
        `limit` seconds; the process cannot be used after that."""
        assert self._process.stdin is not None
        try:
            request = {"text": text, "phonemes": phonemes, "limit": _ALARM * limit}
            wire.send(self._process.stdin, request)
        except OSError:
            raise HostFault(self._death()) from None
        return wire.clip_of(*self._answer(limit))

    def close(self) -> None:
        """Lets it end, then sees to it."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_LIMIT_S)
        self.kill()

    def kill(self) -> None:
        """Ends it and its forks at once."""
        self._signal_group()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _answer(self, limit: float) -> wire.Frame:
        assert self._process.stdout is not None
        with _watchdog.limit(limit, self._signal_group) as alarm:
            try:
                frame = wire.receive(self._process.stdout)
            except ValueError:
                raise HostFault("sent what is no answer") from None
        if frame is not None:
            return frame
        raise HostFault(f"did not answer within {limit:.3g} s" if alarm.rang else self._death())

    def _signal_group(self) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _death(self) -> str:
        """How the process ended, and the last line it wrote."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_LIMIT_S)
        code = self._process.returncode or 0
        number = -code if code < 0 else code - 128
        try:
            how = f"was ended by {signal.Signals(number).name}"
        except ValueError:
            how = f"ended with exit status {code}"
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"{how} ({said})" if said else how


class Alarm:
    """A time limit in force. `rang` tells whether it was passed."""

    def __init__(self, at: float, act: Callable[[], None]) -> None:
        self.at = at
        self.act = act
        self.rang = False


class Watchdog:
    """One thread that acts on time limits which blocking reads cannot keep, on every platform alike."""

    _TICK_S = 0.1

    def __init__(self) -> None:
        self._alarms: set[Alarm] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, seconds: float, act: Callable[[], None]) -> Iterator[Alarm]:
        """Calls `act` from the thread, once, unless the block ends within `seconds`."""
        alarm = Alarm(time.monotonic() + seconds, act)
        with self._changed:
            self._alarms.add(alarm)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="engine watchdog", daemon=True)
                self._thread.start()
            if len(self._alarms) == 1:
                self._changed.notify()
        try:
            yield alarm
        finally:
            with self._changed:
                self._alarms.discard(alarm)

    def _watch(self) -> None:
        while True:
            with self._changed:
                while not self._alarms:
                    self._changed.wait()
                now = time.monotonic()
                for alarm in [alarm for alarm in self._alarms if alarm.at <= now]:
                    self._alarms.discard(alarm)
                    alarm.rang = True
                    alarm.act()
            time.sleep(self._TICK_S)


_watchdog = Watchdog()


class Hosts:
    """The engine processes of this process, by voice; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[VoiceSpec, Host]] = []  # the longest idle first
        self._failures: Counter[VoiceSpec] = Counter()  # in a row
        self._given_up: dict[VoiceSpec, EngineError] = {}

    def speak(self, text: str, voice: VoiceSpec, phonemes: Phonemes = ()) -> Clip:
        """The finished clip of `text`; `phonemes` only for an engine that takes them.

        Raises EngineError for a text that cannot be spoken, or after a retry.
        """
        limits = _limits(voice.engine)
        checks.refuse_unspeakable(text, limits)
        limit = GRACE_S + limits.patience + limits.slowness * checks.expected_seconds(text)
        failure: HostFault | EngineError
        for _ in range(ATTEMPTS):
            host = self._take(voice)
            try:
                clip = host.speak(text, limit, phonemes)
            except EngineRefused as error:
                self._give_back(voice, host)
                failure = error
                break
            except (HostFault, EngineError) as error:
                host.kill()
                failure = error
            except BaseException:
                host.kill()
                raise
            else:
                self._give_back(voice, host)
                self._count_success(voice)
                return clip
        message = failure.message if isinstance(failure, EngineError) else f"{voice} {failure}"
        hint = failure.hint if isinstance(failure, EngineError) else _OTHER_VOICE
        self._count_failure(voice, hint)
        raise EngineError(f'{message}; the text is "{checks.shortened(text)}"', hint)

    def make_ready(self, voice: VoiceSpec) -> None:
        """Sees that a process of this voice waits, so that the next text need not wait for it.

        Nothing is told of a voice that cannot be opened: `speak` will tell.
        """
        with suppress(EngineError):
            self._give_back(voice, self._take(voice))

    def try_again(self) -> None:
        """Forgets what has failed: whoever runs on for hours can have mended it."""
        with self._lock:
            self._failures.clear()
            self._given_up.clear()

    def close(self) -> None:
        """Ends the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, host in idle:
            host.close()

    def _take(self, voice: VoiceSpec) -> Host:
        """An idle process of this voice, or a new one. Raises EngineError for a voice that was given up."""
        with self._lock:
            if reason := self._given_up.get(voice):
                raise EngineError(reason.message, reason.hint)
            for index in reversed(range(len(self._idle))):
                if self._idle[index][0] == voice:
                    return self._idle.pop(index)[1]
            # an engine can be large: those of other voices are kept only while they are few
            spare = [self._idle.pop(0)[1] for _ in range(len(self._idle) - 2 * default_jobs() + 1)]
        for host in spare:
            host.close()
        return self._start(voice)

    def _start(self, voice: VoiceSpec) -> Host:
        for _ in range(ATTEMPTS):
            try:
                return Host(voice)
            except EngineError as error:
                failure = error
                break
            except HostFault as fault:
                failure = EngineError(f"{voice} cannot be opened: it {fault}", _OTHER_VOICE)
        with self._lock:
            self._given_up[voice] = failure
        raise failure

    def _give_back(self, voice: VoiceSpec, host: Host) -> None:
        with self._lock:
            self._idle.append((voice, host))

    def _count_success(self, voice: VoiceSpec) -> None:
        with self._lock:
            del self._failures[voice]

    def _count_failure(self, voice: VoiceSpec, hint: str) -> None:
        """Gives a voice up that fails and fails: a thousand texts that hang would take hours to say so."""
        with self._lock:
            self._failures[voice] += 1
            if self._failures[voice] == GIVE_UP_AFTER:
                message = f"{voice} failed for {GIVE_UP_AFTER} texts in a row and was not asked again"
                self._given_up[voice] = EngineError(message, hint)


@cache
def _limits(engine: str) -> Limits:
    return load_engine(engine).limits


#: The engine processes that tasks of this process use.
HOSTS = Hosts()
atexit.register(HOSTS.close)
