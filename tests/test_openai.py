"""The engine for servers with the speech API of OpenAI, against such a server: a real one, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import struct
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from speech_server import RATE, Speech, streamed_wav

from audiobook import speak
from audiobook.errors import EngineError, EngineRefused
from audiobook.speech import client, openai_service, turns
from audiobook.speech.checks import finished
from audiobook.speech.client import Hosts
from audiobook.speech.engine import Synthesizer, VoiceSpec, parse_voice
from audiobook.speech.openai_http import OpenAIEngine
from audiobook.speech.openai_sound import clip_of
from audiobook.speech.synthesize import clip_key
from audiobook.speech.turns import Turns
from audiobook.testing import EngineContract

ENGINE = "audiobook.speech.openai_http:OpenAIEngine"
TEXT = "A post belongs to a user, and has many comments."
KEY = "sk-proj-Abc_123-secret.9"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def running() -> Iterator[Speech]:
    server = Speech()
    yield server
    server.close()


@pytest.fixture
def server(running: Speech) -> Speech:
    running.forget()
    return running


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, no proxy, nobody else's turns, and short pauses."""
    for name in list(os.environ):
        if name.startswith("OPENAI_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(openai_service, "FIRST_PAUSE_S", 0.001)


@pytest.fixture
def key(server: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for this server."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)


def opened(server: Speech, voice: str = "alloy", **settings: str) -> Synthesizer:
    return OpenAIEngine().open(voice, {"url": server.url, **settings})


def refusal(server: Speech, **settings: str) -> str:
    with pytest.raises(EngineRefused) as caught:
        opened(server, **settings).synthesize(TEXT)
    return str(caught.value)


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    monotonic = time

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if seconds:
            self.slept.append(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(openai_service, "FIRST_PAUSE_S", 1.0)
    monkeypatch.setattr(openai_service, "time", clock)
    monkeypatch.setattr(turns, "time", clock)
    return clock


# -- the contract ------------------------------------------------------------------------------------------------


class _Contract(EngineContract):
    target = ENGINE

    @pytest.fixture(autouse=True)
    def _at_the_server(self, server: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(type(self), "settings", (*self.extra, ("url", server.url)))

    extra: tuple[tuple[str, str], ...] = ()


class TestPcm(_Contract):
    pass


class TestWav(_Contract):
    voice = "af_heart"
    extra = (("format", "wav"), ("speed", "1.3"))


def test_the_request_says_what_the_settings_say(server: Speech) -> None:
    opened(server, "nova", model="tts-1", speed="1.25", instructions="Speak calmly.").synthesize(TEXT)
    (request,) = server.requests
    assert request["path"] == "/v1/audio/speech"
    assert request["body"] == {
        "input": TEXT,
        "instructions": "Speak calmly.",
        "model": "tts-1",
        "response_format": "pcm",
        "speed": 1.25,
        "voice": "nova",
    }


def test_what_is_not_set_is_left_to_the_server(server: Speech) -> None:
    opened(server).synthesize(TEXT)
    (request,) = server.requests
    assert set(request["body"]) == {"input", "model", "response_format", "voice"}


def test_wav_and_pcm_hold_the_same_sound(server: Speech) -> None:
    assert opened(server).synthesize(TEXT) == opened(server, format="wav").synthesize(TEXT)


def test_a_rate_that_the_server_tells_is_kept(server: Speech) -> None:
    clips = [opened(server).synthesize(TEXT)]
    server.fail("rate:16000")
    clips.append(opened(server).synthesize(TEXT))
    assert [clip.rate for clip in clips] == [RATE, 16_000]
    assert clips[0].frames / clips[0].rate == pytest.approx(clips[1].frames / clips[1].rate, abs=0.01)
    assert finished(clips[1], TEXT, OpenAIEngine.limits).rate == 16_000


# -- what goes wrong ---------------------------------------------------------------------------------------------

PASSING = [
    "500",
    "503",
    "502",
    "408",
    "page",
    "429:0",
    "cut-length",
    "cut-chunks",
    "odd",
    "empty",
    "json-error",
    "reset",
]


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_not_noticed(server: Speech, fault: str) -> None:
    well = opened(server).synthesize(TEXT)
    server.fail(fault, fault)
    assert opened(server).synthesize(TEXT) == well
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("fault", "said", "tries"),
    [
        ("500", "answered 500 Internal Server Error: It went wrong", 5),
        ("page", "answered 502 Bad Gateway (asked 5 times)", 5),
        ("cut-length", "broke off", 5),
        ("cut-chunks", "broke off", 5),
        ("reset", "broke off", 5),
        ("odd", "cut short", 5),
        ("empty", "sent nothing", 5),
        ("json-error", "sent no sound but The engine is overloaded", 5),
        ("400", "answered 400 Bad Request: It went wrong", 1),
        ("403", "See what the account", 1),
        ("404", "mostly in /v1", 1),
        ("quota", "Add credit", 1),
        ("402", "Add credit", 1),
        ("redirect", "redirects are not followed", 1),
        ("mp3", "format=wav", 1),
    ],
)
def test_a_fault_that_stays_is_told_after_all_tries(
    server: Speech, fault: str, said: str, tries: int
) -> None:
    server.fail(f"{fault}*")
    message = refusal(server)
    assert said in message
    assert server.url.split("/")[2] in message
    assert [request["path"] for request in server.requests] == ["/v1/audio/speech"] * tries


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_a_server_that_does_not_end_its_answer_is_left(
    server: Speech, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenAIEngine, "limits", types.SimpleNamespace(slowness=0.0, patience=600.0))
    server.fail(f"{fault}*")
    assert "did not answer within 0.3 s (asked 2 times)" in refusal(server, timeout="0.3")


def test_nobody_there_is_told_as_such() -> None:
    nobody = types.SimpleNamespace(url="http://127.0.0.1:1/v1")
    assert "127.0.0.1:1 cannot be reached" in refusal(nobody)  # type: ignore[arg-type]


def test_a_voice_the_server_lacks_is_its_to_tell(server: Speech) -> None:
    spec = parse_voice(f"{ENGINE}:bm_george?url={quote(server.url)}")
    with pytest.raises(EngineRefused, match="there is no voice bm_george"):
        OpenAIEngine().open(spec.voice, dict(spec.settings)).synthesize(TEXT)


@pytest.mark.parametrize(("fault", "said"), [("half", "lasts"), ("silence", "is silent")])
def test_sound_that_is_less_than_its_text_is_asked_for_once_more(
    server: Speech, fault: str, said: str
) -> None:
    """These faults only the check of the finished clip can find: it costs a retry, as with every engine."""
    spec = VoiceSpec(ENGINE, "alloy", (("url", server.url),))
    hosts = Hosts()
    try:
        well = hosts.speak(TEXT, spec)
        server.fail(fault)
        assert hosts.speak(TEXT, spec) == well
        server.fail(f"{fault}*")
        with pytest.raises(EngineError, match=said):
            hosts.speak(TEXT, spec)
    finally:
        hosts.close()
    assert len(server.requests) == 5


def test_what_the_service_refuses_for_good_is_asked_once(server: Speech) -> None:
    spec = VoiceSpec(ENGINE, "alloy", (("url", server.url),))
    server.fail("401*")
    hosts = Hosts()
    try:
        for _ in range(client.GIVE_UP_AFTER):
            with pytest.raises(EngineError, match="401: it wants a key"):
                hosts.speak(TEXT, spec)
        with pytest.raises(EngineError, match=r"in a row and was not asked again\. Set OPENAI_API_KEY"):
            hosts.speak(TEXT, spec)
    finally:
        hosts.close()
    assert len(server.requests) == client.GIVE_UP_AFTER


# -- limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["429:7", "limited:7"])
def test_the_service_says_how_long_to_wait(server: Speech, clock: Clock, fault: str) -> None:
    server.fail(fault)
    opened(server).synthesize(TEXT)
    assert 7 <= sum(clock.slept) <= 8


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": "Fri, 01 Jan 1999 00:00:00 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, 360),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "12ms"}, 0.012),
        ({"x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "1h"}, None),
    ],
)
def test_every_way_to_tell_a_pause_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert openai_service.wished_pause(httpx.Response(429, headers=headers)) == (
        None if seconds is None else pytest.approx(seconds)
    )


def test_a_rate_limit_is_waited_out_however_often_it_comes(server: Speech, clock: Clock) -> None:
    server.fail(*["429:20"] * 8)
    opened(server).synthesize(TEXT)
    assert len(server.requests) == 9
    assert 160 <= sum(clock.slept) <= 170


def test_a_rate_limit_for_longer_than_an_utterance_may_take_is_told(server: Speech, clock: Clock) -> None:
    server.fail("429:86400")
    assert "the next try would be in 86400 s. Wait a while and build again" in refusal(server)
    assert len(server.requests) == 1


def test_pauses_grow_and_are_the_same_each_time(server: Speech, clock: Clock) -> None:
    for _ in range(2):
        server.fail(*["500"] * 4)
        opened(server).synthesize(TEXT)
    assert clock.slept[:4] == clock.slept[4:]
    for pause, longest in zip(clock.slept, (1, 2, 4, 8), strict=False):
        assert longest / 2 <= pause <= longest


def test_others_wait_when_one_was_told_to(server: Speech, clock: Clock) -> None:
    server.fail("last:9")
    opened(server).synthesize(TEXT)
    assert sum(clock.slept) == 0
    opened(server).synthesize(TEXT)
    assert sum(clock.slept) == pytest.approx(9)


def test_requests_a_minute_are_those_of_all(server: Speech, clock: Clock) -> None:
    first, second = opened(server, rpm="30"), opened(server, rpm="30")
    for synthesizer in (first, second, first, second):
        synthesizer.synthesize(TEXT)
    assert clock.slept == pytest.approx([2, 2, 2])


def test_processes_share_their_turns() -> None:
    """Each sees the clock stand still, and is told how long to sleep: no two are told the same."""
    program = """
from types import SimpleNamespace
from audiobook.speech import turns
waits = []
turns.time = SimpleNamespace(time=lambda: 1_000_000.0, sleep=waits.append)
service = turns.Turns("http://service/v1", a_minute=60)
for _ in range(50):
    service.take(patience_s=1000)
print(*map(round, waits))
"""
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    waits = [int(wait) for process in running for wait in process.communicate()[0].split()]
    assert sorted(waits) == list(range(100))


def test_a_turn_that_is_too_far_is_not_waited_for(clock: Clock) -> None:
    service = Turns("service", a_minute=1)
    assert [service.take(150) for _ in range(4)] == [True, True, True, True]
    service.hold(500)
    assert not service.take(499)
    assert service.take(500)


def test_who_sleeps_when_the_service_says_stop_waits_on(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, other = Turns("service", a_minute=1), Turns("service")
    service.take(0)
    slept = clock.sleep

    def sleep(seconds: float) -> None:
        if not clock.slept:
            other.hold(600)
        slept(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    begin = clock.now
    assert service.take(1000)
    assert clock.now - begin >= 600


def test_a_time_of_a_wrong_clock_is_not_waited_for(clock: Clock) -> None:
    service = Turns("service", a_minute=1)
    service.hold(1e9)
    assert service.take(0)


# -- the key -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("key")
def test_the_key_goes_to_its_own_server(server: Speech) -> None:
    opened(server).synthesize(TEXT)
    assert server.requests[0]["headers"]["authorization"] == f"Bearer {KEY}"


def test_the_key_goes_to_no_other_server(server: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    opened(server).synthesize(TEXT)
    server.fail("401")
    assert "OPENAI_BASE_URL" in refusal(server)
    assert [KEY in json.dumps(request) for request in server.requests] == [False, False]


def test_without_a_key_no_header_is_sent(server: Speech) -> None:
    opened(server).synthesize(TEXT)
    assert "authorization" not in server.requests[0]["headers"]


def test_openai_itself_wants_a_key() -> None:
    with pytest.raises(EngineError, match="OPENAI_API_KEY"):
        OpenAIEngine().open("alloy", {})


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    "fault", ["400", "401", "403", "404", "429:99999", "quota", "500", "redirect", "json-error"]
)
def test_no_error_holds_the_key(server: Speech, fault: str) -> None:
    server.fail(f"{fault}*")
    message = refusal(server)
    assert all(request["headers"]["authorization"].endswith(KEY) for request in server.requests)
    assert not {part for part in KEY.split("-") if len(part) > 5 and part in message}, message


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("wrong", ["sk-with\nbreak", "sk-ключ"])
def test_a_key_that_cannot_be_sent_is_told_without_showing_it(
    server: Speech, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", wrong)
    with pytest.raises(EngineError) as caught:
        opened(server)
    assert "OPENAI_API_KEY" in str(caught.value)
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize("name", ["key", "api_key", "OPENAI_API_KEY", "token", "authorization"])
def test_a_key_among_the_settings_is_refused_before_anything_is_done(name: str) -> None:
    with pytest.raises(EngineError, match="environment variable OPENAI_API_KEY") as caught:
        parse_voice(f"{ENGINE}?{name}={KEY}")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("url", [f"http://user:{KEY}@host/v1", f"https://host/v1%3Fkey={KEY}"])
def test_a_key_in_the_url_is_refused(url: str) -> None:
    with pytest.raises(EngineError, match="more than an address") as caught:
        parse_voice(f"{ENGINE}?url={url}")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "setting",
    [
        "url=ftp://host",
        "url=host/v1",
        "url=http://host:port",
        "speed=5",
        "speed=fast",
        "format=mp3",
        "price=-1",
        "rpm=0",
    ],
)
def test_a_wrong_setting_is_told_before_anything_is_done(setting: str) -> None:
    with pytest.raises(EngineError, match=r"url|speed|format|price|rpm"):
        parse_voice(f"{ENGINE}?{setting}")


def test_proxies_are_used_as_the_environment_says(server: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    opened(server).synthesize(TEXT)
    monkeypatch.delenv("NO_PROXY")
    assert "cannot be reached" in refusal(server)
    assert len(server.requests) == 1


# -- sound -------------------------------------------------------------------------------------------------------


def wav(pcm: bytes, *, channels: int = 1, bits: int = 16, kind: int = 1, size: int | None = None) -> bytes:
    form = struct.pack(
        "<HHIIHH", kind, channels, 8000, 8000 * channels * bits // 8, channels * bits // 8, bits
    )
    size = len(pcm) if size is None else size
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + pcm


SAMPLES = struct.pack("<4h", 1000, -1000, 2000, -2000)


def test_every_usual_wav_is_read() -> None:
    stereo = struct.pack("<8h", 1000, 1000, -1000, -1000, 2000, 2000, -2000, -2000)
    high = b"".join(b"\0" + SAMPLES[at : at + 2] for at in range(0, 8, 2))
    for data in (
        wav(SAMPLES),
        wav(SAMPLES) + b"LIST\4\0\0\0more",
        wav(SAMPLES, size=0),
        wav(stereo, channels=2),
        wav(high, bits=24),
    ):
        clip = clip_of(data, "audio/wav")
        assert (clip.rate, clip.pcm) == (8000, SAMPLES)
    assert clip_of(streamed_wav(SAMPLES), "application/octet-stream").pcm == SAMPLES


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\0\0\0\0WAVE", wav(SAMPLES, size=10), wav(SAMPLES)[:-1], SAMPLES[:-1]]
)
def test_sound_that_was_cut_is_a_fault_of_the_moment(data: bytes) -> None:
    with pytest.raises(EngineError) as caught:
        clip_of(data, "audio/wav")
    assert not isinstance(caught.value, EngineRefused)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"ID3\4", ""),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"OggS", "audio/pcm"),
        (wav(SAMPLES, kind=3, bits=32), "audio/wav"),
    ],
)
def test_sound_of_another_kind_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(EngineRefused, match="format="):
        clip_of(data, kind)


# -- courses -----------------------------------------------------------------------------------------------------


def course(folder: Path, voice: str) -> Path:
    """A project with a course of one lesson."""
    content = folder / "content" / "demo"
    content.mkdir(parents=True)
    (content / "course.toml").write_text(
        f'title = "Demo"\nauthor = "Us"\npublished = 2026-01-05\nvoice = "{voice}"\nbase_url = "https://example.org/"\n'
    )
    (content / "01-one.md").write_text(
        "# Lists\n\nOne thing is here. Another thing is there. A third is gone.\n"
    )
    return folder


def run(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "audiobook", *arguments], capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.mark.usefixtures("key")
def test_no_file_and_no_output_of_a_build_holds_the_key(server: Speech, tmp_path: Path) -> None:
    folder = course(tmp_path / "project", f"openai:alloy?url={server.url}&price=15")
    server.fail("400*", text="third")
    outputs = [run(folder, "build", code=4)]
    server.forget()
    outputs += [run(folder, "build"), run(folder, "plan", "--voice", f"openai:nova?url={server.url}")]

    assert {request["headers"]["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    assert all(KEY not in done.stdout + done.stderr for done in outputs)
    held = [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert held == []
    assert (folder / "output" / "demo" / "edition.json").is_file()


def test_a_plan_tells_the_cost_and_asks_nobody(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:1/v1"
    folder = course(tmp_path / "project", f"openai:alloy?url={nobody}&price=15000")
    report = json.loads(run(folder, "plan", "--json").stdout)["courses"][0]
    text = run(folder, "plan").stdout

    script = json.loads(run(folder, "narrate", "content/demo/01-one.md", "--format", "json").stdout)
    said = {utterance["text"] for section in script["sections"] for utterance in section["utterances"]}
    assert report["cost"] == pytest.approx(sum(map(len, said)) * 15_000 / 1e6)
    assert f"cost about {report['cost']:,.2f}" in text
    assert f"cost about {report['cost']:,.2f}" in run(folder, "plan", "--markdown").stdout


@pytest.mark.parametrize(
    ("voice", "cost", "said"),
    [("openai:alloy", None, "cost not known"), ("openai:alloy?price=0", 0.0, ""), ("espeak", 0.0, "")],
)
def test_a_plan_without_a_price(tmp_path: Path, voice: str, cost: float | None, said: str) -> None:
    folder = course(tmp_path / "project", voice)
    assert json.loads(run(folder, "plan", "--json").stdout)["courses"][0]["cost"] == cost
    text = run(folder, "plan").stdout
    assert said in text
    assert ("cost" in text) == bool(said)


def test_what_does_not_change_the_sound_does_not_change_the_clip() -> None:
    def key_of(settings: str) -> str:
        return clip_key(TEXT, parse_voice(f"{ENGINE}:alloy{settings}"))

    assert len({key_of(""), key_of("?price=15"), key_of("?rpm=60&timeout=5&pace=1.1")}) == 1
    assert len({key_of(""), key_of("?url=http://host/v1"), key_of("?model=tts-1"), key_of("?speed=1.1")}) == 4


def test_many_are_asked_at_once_where_the_user_has_not_said(
    server: Speech, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiobook.build import build_course
    from audiobook.config import load_project
    from audiobook.prepare import Options
    from audiobook.progress import Lines

    monkeypatch.setattr(speak, "default_jobs", lambda: 1)
    server.fail("together:3*")
    folder = course(tmp_path / "project", f"openai:alloy?url={server.url}")
    project = load_project(folder, {}, {})
    report = build_course(folder / "content" / "demo", project, Options(), Lines(quiet=True))
    assert report.synthesized >= 3


def test_a_missing_library_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install 'audiobook[http]'" in str(OpenAIEngine().unusable())


def test_threads_ask_side_by_side(server: Speech) -> None:
    texts = [f"Sentence number {letter} is here." for letter in "abcdef"]
    spec = VoiceSpec(ENGINE, "alloy", (("url", server.url),))
    hosts = Hosts()
    try:
        with ThreadPoolExecutor(3) as threads:
            clips = list(threads.map(lambda text: hosts.speak(text, spec), texts))
        assert clips == [hosts.speak(text, spec) for text in texts]
    finally:
        hosts.close()
