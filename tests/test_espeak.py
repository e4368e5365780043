"""eSpeak NG called directly: the same sound as through pyttsx3, and phonemes and SSML besides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audiobook.errors import EngineError
from audiobook.speech.client import Host, Hosts
from audiobook.speech.engine import VoiceSpec, parse_voice
from audiobook.speech.espeak import EspeakEngine
from audiobook.speech.espeak_ng import said
from audiobook.testing import EngineContract

ENGINE = "audiobook.speech.espeak:EspeakEngine"
VOICE = VoiceSpec(ENGINE, EspeakEngine().find("").id)
TEXT = "The A P I has a repository, and the repository has a name."

pytestmark = pytest.mark.real


class TestEspeakEngine(EngineContract):
    target = ENGINE
    phonemes = "k'at"


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


def test_it_sounds_like_pyttsx3(hosts: Hosts) -> None:
    other = VoiceSpec("audiobook.speech.pyttsx3:Pyttsx3Engine", VOICE.voice)
    assert hosts.speak(TEXT, VOICE) == hosts.speak(TEXT, other)


def test_phonemes_change_only_the_word_they_are_for(hosts: Hosts) -> None:
    start = TEXT.index("repository")
    plain = hosts.speak(TEXT, VOICE)
    changed = hosts.speak(TEXT, VOICE, ((start, start + len("repository"), "k'at"),))

    def gaps(clip_marks: object) -> dict[int, int]:
        frames = {mark.char: mark.frame for mark in clip_marks}
        return {char: frames[char] for char in sorted(frames)}

    before, after = gaps(plain.marks), gaps(changed.marks)
    assert changed.frames < plain.frames
    assert start in after
    assert abs(before[TEXT.index("has")] - after[TEXT.index("has")]) < plain.rate // 50
    assert after[TEXT.index("name")] < before[TEXT.index("name")] - plain.rate // 10


def test_ssml_says_what_phonemes_say(hosts: Hosts) -> None:
    text = "Keep the repository here."
    start = text.index("repository")
    voice = VoiceSpec("unmarked_engine:SsmlEspeak", VOICE.voice)
    clip = hosts.speak(text, voice, ((start, start + len("repository"), "k'at"),))

    assert clip.frames < hosts.speak(text, VOICE).frames
    starts = {index for index, _ in enumerate(text) if index == 0 or text[index - 1] == " "}
    assert {mark.char for mark in clip.marks} <= starts
    assert text.index("here") in {mark.char for mark in clip.marks}


def test_a_number_at_the_end_that_is_several_words_to_the_voice_is_marked_within_the_text(
    hosts: Hosts,
) -> None:
    text = "Dat is 1"
    for engine in ("espeak", "pyttsx3"):
        clip = hosts.speak(text, VoiceSpec(engine, "gmw/nl"))
        assert [mark.char for mark in clip.marks][-1] == text.index("1")


@pytest.mark.parametrize("setting", ["rate=20", "rate=fast", "pitch=100", "volume=3"])
def test_a_wrong_setting_is_an_error(setting: str) -> None:
    with pytest.raises(EngineError, match=setting.partition("=")[0]):
        Host(VoiceSpec(ENGINE, VOICE.voice, ((setting.partition("=")[0], setting.partition("=")[2]),)))


def test_a_faster_voice_takes_less_time(hosts: Hosts) -> None:
    fast = parse_voice(f"{ENGINE}:en-us?rate=250")
    assert hosts.speak(TEXT, fast).frames < 0.8 * hosts.speak(TEXT, VOICE).frames


def test_positions_lead_back_to_the_text() -> None:
    changed = said("ask A and B now", [(4, 5, "eigh"), (10, 11, "bee")])
    assert changed.text == "ask eigh and bee now"
    assert changed.origin(changed.text.index("and")) == "ask A and B now".index("and")
    assert changed.origin(changed.text.index("eigh") + 2) == 4
    assert changed.origin(changed.text.index("bee")) == 10
    assert changed.origin(changed.text.index("now")) == "ask A and B now".index("now")
