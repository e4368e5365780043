"""The default engine for real: every trap of pyttsx3 that is known, and what must come out instead."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech.checks import expected_seconds
from audiobook.speech.client import Hosts
from audiobook.speech.engine import VoiceSpec, parse_voice
from audiobook.speech.pyttsx3 import Pyttsx3Engine
from audiobook.testing import EngineContract

ENGINE = "audiobook.speech.pyttsx3:Pyttsx3Engine"
VOICE = VoiceSpec(ENGINE, Pyttsx3Engine().find("").id)
TEXTS = (
    "Welcome to the course.",
    "The key is the user I D.",
    "A post belongs to a user, and has many comments.",
    "What happens when the connection is lost? The client tries again.",
    "Yes.",
    "S Q L.",
    "The café is naïve about Zoë.",
    "one two three four five six seven eight nine ten eleven twelve",
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the espeak driver is for Linux"),
]


class TestPyttsx3Engine(EngineContract):
    target = ENGINE


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


def sums(clips: dict[str, Clip]) -> dict[str, str]:
    return {text: hashlib.sha256(clip.pcm).hexdigest() for text, clip in clips.items()}


def test_the_first_utterance_of_a_process_is_not_lost(hosts: Hosts) -> None:
    clip = hosts.speak(TEXTS[0], VOICE)
    assert clip.frames / clip.rate == pytest.approx(expected_seconds(TEXTS[0]), rel=0.3)


def test_the_same_text_gives_the_same_bytes_in_any_order_and_number_of_workers(hosts: Hosts) -> None:
    alone = sums({text: hosts.speak(text, VOICE) for text in TEXTS})
    jumbled = list(TEXTS * 3)
    random.Random(1).shuffle(jumbled)
    for workers in (1, 2, 4):
        with ThreadPoolExecutor(workers) as threads:
            clips = threads.map(lambda text: (text, hosts.speak(text, VOICE)), jumbled)
            assert all(hashlib.sha256(clip.pcm).hexdigest() == alone[text] for text, clip in clips)


def test_a_process_without_forks_would_not_give_the_same_bytes() -> None:
    """Why there is a fork per utterance: espeak's state outlives the utterance. When this fails, forks can go."""
    program = f"""
from audiobook.speech.engine import open_engine, VoiceSpec
engine = open_engine(VoiceSpec({ENGINE!r}, {VOICE.voice!r}))
print(len({{engine.synthesize({TEXTS[2]!r}).pcm for _ in range(5)}}))
"""
    assert int(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout) > 1


def test_marks_are_where_the_words_sound(hosts: Hosts) -> None:
    """A long pause lies before the second clause, so its first word begins after the longest silence."""
    text = "This is the first sentence. Banana is the second."
    clip = hosts.speak(text, VOICE)
    start = {mark.char: mark.frame for mark in clip.marks}[text.index("Banana")]
    step = clip.rate // 100
    windows = [clip.pcm[2 * at : 2 * (at + step)] for at in range(0, clip.frames - step, step)]
    silent = [not any(window) for window in windows]
    ends = [at for at in range(1, len(silent)) if silent[at - 1] and not silent[at]]
    longest = max(
        ends, key=lambda end: next(n for n in range(end) if end - n - 2 < 0 or not silent[end - n - 2])
    )
    assert abs(start - longest * step) <= 2 * step


def test_marks_count_characters_not_bytes(hosts: Hosts) -> None:
    text = "The café is naïve about Zoë."
    chars = [mark.char for mark in hosts.speak(text, VOICE).marks]
    assert text.index("about") in chars
    assert text.index("Zoë") in chars


def test_a_spelled_word_keeps_its_last_letter(hosts: Hosts) -> None:
    """espeak takes the full stop of "D." for an abbreviation's, and would end 70 ms early, without a final fall."""
    assert (
        hosts.speak("The key is the user I D.", VOICE).pcm
        == hosts.speak("The key is the user I D", VOICE).pcm
    )
    assert hosts.speak("The key is the user.", VOICE).pcm == hosts.speak("The key is the user", VOICE).pcm


def test_a_text_that_would_crash_espeak_is_refused(hosts: Hosts) -> None:
    with pytest.raises(EngineError, match=r"25,000 characters is too long .* Make it several sentences"):
        hosts.speak("word " * 5_000, VOICE)


def test_a_text_of_the_greatest_length_is_spoken_whole(hosts: Hosts) -> None:
    text = ("word " * 2_000)[: Pyttsx3Engine.limits.max_characters].strip()
    clip = hosts.speak(text, VOICE)
    assert clip.marks[-1].char >= len(text) - 10


@pytest.mark.parametrize(
    ("spoken", "voice"),
    [
        ("", "gmw/en-US"),
        ("en-us", "gmw/en-US"),
        ("EN_GB", "gmw/en"),
        ("English (Great Britain)", "gmw/en"),
        ("fr", "roa/fr"),
        ("en-us+f3", "gmw/en-US+f3"),
    ],
)
def test_every_way_to_name_a_voice_speaks_with_it(hosts: Hosts, spoken: str, voice: str) -> None:
    spec = parse_voice(f"{ENGINE}:{spoken}" if spoken else ENGINE)
    assert spec.voice == voice
    assert hosts.speak("Hello there.", spec).frames > 0


@pytest.mark.parametrize(
    ("wrong", "near"), [("en-uss", "gmw/en-US"), ("en-us+f33", "f3"), ("dothraki", "voices")]
)
def test_an_unknown_voice_is_an_error_not_another_voice(hosts: Hosts, wrong: str, near: str) -> None:
    with pytest.raises(EngineError, match=near):
        parse_voice(f"{ENGINE}:{wrong}")
    with pytest.raises(EngineError):
        hosts.speak("Hello there.", VoiceSpec(ENGINE, wrong))


def test_voices_and_rates_sound_different(hosts: Hosts) -> None:
    specs = [
        VOICE,
        VoiceSpec(ENGINE, "gmw/en"),
        VoiceSpec(ENGINE, "gmw/en-US+f3"),
        VoiceSpec(ENGINE, VOICE.voice, (("rate", "120"),)),
    ]
    clips = [hosts.speak(TEXTS[2], spec) for spec in specs]
    assert len({clip.pcm for clip in clips}) == len(specs)
    assert clips[3].frames > 1.2 * clips[0].frames


def test_a_capital_a_is_the_letter_and_the_marks_stay_with_their_words(hosts: Hosts) -> None:
    spelled = hosts.speak("The A P I of A W S is public.", VOICE)
    article = hosts.speak("The a P I of a W S is public.", VOICE)
    assert spelled.frames != article.frames  # "ay", not "uh"
    starts = {mark.char for mark in spelled.marks}
    text = "The A P I of A W S is public."
    assert starts <= {0} | {at + 1 for at, character in enumerate(text) if character == " "}
    assert max(starts) == text.index("public")


@pytest.mark.parametrize("rate", ["10", "1000", "fast"])
def test_a_rate_that_espeak_would_bend_is_refused(hosts: Hosts, rate: str) -> None:
    with pytest.raises(EngineError, match=f"cannot speak at rate {rate}"):
        hosts.speak("Hello there.", VoiceSpec(ENGINE, VOICE.voice, (("rate", rate),)))


def test_nothing_is_printed_and_no_file_is_left(tmp_path: Path) -> None:
    program = f"""
from audiobook.speech.client import HOSTS
from audiobook.speech.engine import VoiceSpec
for text in {TEXTS!r}:
    HOSTS.speak(text, VoiceSpec({ENGINE!r}, {VOICE.voice!r}))
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_the_speech_library_stays_out_of_our_process() -> None:
    program = f"""
import sys
from audiobook.speech.synthesize import clip_key
from audiobook.speech.engine import parse_voice
clip_key("Hello.", parse_voice({ENGINE!r}))
assert not {{"pyttsx3", "numpy", "pydantic", "click", "rich"}} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
