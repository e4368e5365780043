"""Engines in processes of their own: what goes wrong there costs a retry, then one clear error, and never a hang."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from faulty_engines import PIDS

from audiobook.errors import EngineError
from audiobook.speech import client
from audiobook.speech.client import GIVE_UP_AFTER, Hosts
from audiobook.speech.engine import VoiceSpec
from audiobook.testing import FakeEngine

GOOD = "A sentence that can be spoken."


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


@pytest.fixture(params=["Faulty", "FaultyInFork"])
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> VoiceSpec:
    return VoiceSpec(f"faulty_engines:{request.param}", str(tmp_path))


def processes(voice: VoiceSpec) -> list[int]:
    return [int(pid) for pid in (Path(voice.voice) / PIDS).read_text().split()]


def gone(pid: int, within: float) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():  # nobody is left to wait for it
            return True
        time.sleep(0.02)
    return False


def test_speaks_what_it_is_given_in_one_process(hosts: Hosts, voice: VoiceSpec) -> None:
    clips = [hosts.speak(text, voice) for text in (GOOD, "Another.", GOOD)]
    assert [clip.frames for clip in clips] == [FakeEngine.frames(text) for text in (GOOD, "Another.", GOOD)]
    assert clips[0] == clips[2]
    assert len(processes(voice)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("crash here", "SIGSEGV"),
        ("raise here", "what a strange text"),
        ("half of this long sentence never comes back from the engine", "lasts"),
        ("silence is all there is", "is silent"),
        ("empty is the clip", "is empty"),
    ],
)
def test_a_fault_costs_one_retry_then_an_error_that_names_the_text(
    hosts: Hosts, voice: VoiceSpec, text: str, said: str
) -> None:
    with pytest.raises(EngineError) as caught:
        hosts.speak(text, voice)
    assert said in str(caught.value)
    assert text in str(caught.value)
    assert len(processes(voice)) == client.ATTEMPTS
    assert hosts.speak(GOOD, voice).frames == FakeEngine.frames(GOOD)


def test_a_crash_that_does_not_repeat_goes_unnoticed(hosts: Hosts, voice: VoiceSpec) -> None:
    assert hosts.speak("Once only.", voice).frames == FakeEngine.frames("Once only.")


def test_a_hung_engine_is_ended_when_its_time_is_over(
    hosts: Hosts, voice: VoiceSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts.speak(GOOD, voice)
    monkeypatch.setattr(client, "GRACE_S", 0.5)
    begin = time.monotonic()
    with pytest.raises(EngineError, match=r'did not answer within 0.5 s; the text is "hang here"'):
        hosts.speak("hang here", voice)
    assert time.monotonic() - begin < client.ATTEMPTS * 3
    assert all(gone(pid, within=2) for pid in processes(voice))


def test_what_a_library_prints_does_not_reach_the_protocol(hosts: Hosts, voice: VoiceSpec) -> None:
    assert hosts.speak("Print this.", voice).frames == FakeEngine.frames("Print this.")


def test_threads_have_a_process_each(hosts: Hosts, tmp_path: Path) -> None:
    voice = VoiceSpec("faulty_engines:Faulty", str(tmp_path))
    texts = [f"Sentence number {letter}." for letter in "abcdefghijklmnop"]
    with ThreadPoolExecutor(3) as threads:
        clips = list(threads.map(lambda text: hosts.speak(text, voice), texts))
    assert [clip.frames for clip in clips] == [FakeEngine.frames(text) for text in texts]
    assert len(processes(voice)) <= 3


def test_a_voice_that_cannot_be_opened_is_asked_once(hosts: Hosts) -> None:
    for _ in range(2):
        with pytest.raises(EngineError, match=r"the licence has run out. Renew it"):
            hosts.speak(GOOD, VoiceSpec("faulty_engines:Unopenable"))


def test_an_engine_that_dies_at_the_start_says_its_last_words(hosts: Hosts) -> None:
    with pytest.raises(EngineError, match=r"cannot be opened: it ended with exit status 3 \(out of memory\)"):
        hosts.speak(GOOD, VoiceSpec("faulty_engines:DiesAtStart"))


def test_a_voice_that_only_fails_is_given_up(hosts: Hosts, tmp_path: Path) -> None:
    voice = VoiceSpec("faulty_engines:FaultyInFork", str(tmp_path))
    for _ in range(GIVE_UP_AFTER):
        with pytest.raises(EngineError, match="is silent"):
            hosts.speak("silence", voice)
    asked = len(processes(voice))
    with pytest.raises(EngineError, match="in a row"):
        hosts.speak(GOOD, voice)
    assert len(processes(voice)) == asked


def test_a_voice_that_was_given_up_can_be_tried_again(hosts: Hosts, tmp_path: Path) -> None:
    voice = VoiceSpec("faulty_engines:FaultyInFork", str(tmp_path))
    for _ in range(GIVE_UP_AFTER):
        with pytest.raises(EngineError, match="is silent"):
            hosts.speak("silence", voice)
    hosts.try_again()
    assert hosts.speak(GOOD, voice).frames == FakeEngine.frames(GOOD)


def test_a_process_that_was_made_ready_speaks(hosts: Hosts, voice: VoiceSpec) -> None:
    hosts.make_ready(voice)
    ready = processes(voice)
    hosts.make_ready(voice)
    hosts.speak(GOOD, voice)
    assert processes(voice) == ready
    hosts.make_ready(VoiceSpec("faulty_engines:Unopenable"))  # told by whoever wants to speak


@pytest.mark.parametrize(
    ("text", "said"), [("...", "nothing to say"), ("a\0b", "control"), ("word " * 500, "too long")]
)
def test_what_cannot_be_said_does_not_reach_the_engine(
    hosts: Hosts, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(EngineError, match=said):
        hosts.speak(text, VoiceSpec("faulty_engines:Faulty", str(tmp_path)))
    assert not (tmp_path / PIDS).exists()


def test_closing_ends_the_processes(hosts: Hosts, voice: VoiceSpec) -> None:
    hosts.speak(GOOD, voice)
    hosts.close()
    assert gone(processes(voice)[0], within=2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
@pytest.mark.parametrize("last", [GOOD, "hang for ever"])
def test_processes_end_when_their_parent_is_killed(voice: VoiceSpec, last: str) -> None:
    """Also one that hangs: its own alarm ends it, here after a second."""
    program = f"""
import time
from audiobook.speech import client
from audiobook.speech.engine import VoiceSpec
voice = VoiceSpec({voice.engine!r}, {voice.voice!r})
hosts = client.Hosts()
hosts.speak({GOOD!r}, voice)
client.GRACE_S = 0.5
print("ready", flush=True)
hosts.speak({last!r}, voice)
time.sleep(100)
"""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        parent.send_signal(signal.SIGKILL)
    assert all(gone(pid, within=10) for pid in processes(voice))
