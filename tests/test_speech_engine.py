"""How engines and voices are named and found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobook.errors import EngineError
from audiobook.speech import engine
from audiobook.speech.engine import VoiceInfo, VoiceSpec, find_voice, load_engine, parse_voice, registered
from audiobook.testing import EngineContract, FakeEngine

FAKE = "audiobook.testing:FakeEngine"


class TestFakeEngine(EngineContract):
    target = FAKE
    phonemes = "R"


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("pyttsx3", VoiceSpec("pyttsx3")),
        ("pyttsx3:en-us+f3", VoiceSpec("pyttsx3", "en-us+f3")),
        (" openai:alloy ", VoiceSpec("openai", "alloy")),
        (FAKE, VoiceSpec(FAKE)),
        (f"{FAKE}:low", VoiceSpec(FAKE, "low")),
    ],
)
def test_reads_engine_and_voice(text: str, spec: VoiceSpec) -> None:
    assert VoiceSpec.parse(text) == spec
    assert str(spec) == text.strip()


@pytest.mark.parametrize("text", ["", ":low", "package.module"])
def test_refuses_what_names_no_engine(text: str) -> None:
    with pytest.raises(EngineError, match="ENGINE:VOICE"):
        VoiceSpec.parse(text)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("piper:joe?noise=0.3", (("noise", "0.3"),)),
        ("piper:joe?speed=1.1&noise=0", (("noise", "0"), ("speed", "1.1"))),
        (
            "openai:alloy?url=http%3A//127.0.0.1%3A8000/v1&model=m",
            (("model", "m"), ("url", "http://127.0.0.1:8000/v1")),
        ),
        ("pyttsx3?rate=190", (("rate", "190"),)),
    ],
)
def test_reads_settings_after_the_voice(text: str, settings: tuple[tuple[str, str], ...]) -> None:
    spec = VoiceSpec.parse(text)
    assert spec.settings == settings
    assert VoiceSpec.parse(str(spec)) == spec


@pytest.mark.parametrize("text", ["pyttsx3?rate", "pyttsx3?=3", "?rate=3"])
def test_refuses_a_setting_without_name_or_value(text: str) -> None:
    with pytest.raises(EngineError, match="SETTING=VALUE"):
        VoiceSpec.parse(text)


def test_two_spellings_of_a_voice_are_one_voice() -> None:
    assert (
        parse_voice(FAKE)
        == parse_voice(f"{FAKE}:HIGH")
        == parse_voice(f"{FAKE}:high tones")
        == VoiceSpec(FAKE, "high")
    )
    assert parse_voice(f"{FAKE}:en_gb") == VoiceSpec(FAKE, "low")


def test_an_unknown_voice_is_answered_with_the_nearest() -> None:
    with pytest.raises(EngineError, match=r"fake has no voice 'hihg'. Did you mean high\?"):
        parse_voice(f"{FAKE}:hihg")


def test_ids_win_over_names_and_names_over_languages() -> None:
    voices = [VoiceInfo("b", "a", "c"), VoiceInfo("a", "c", "b"), VoiceInfo("x/c", "d", "e")]
    assert find_voice("engine", voices, "a").id == "a"
    assert find_voice("engine", voices, "c").id == "a"
    assert find_voice("engine", voices[:1] + voices[2:], "c").id == "b"
    assert find_voice("engine", voices[2:], "c").id == "x/c"


def test_an_unusable_engine_says_what_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeEngine, "unusable", lambda self: "not installed; run `pip install fake`")
    parse_voice.cache_clear()
    with pytest.raises(EngineError, match="pip install fake"):
        parse_voice(FAKE)


def install(folder: Path, package: str, entry: str) -> None:
    """What an installer leaves of a package that announces an engine."""
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{engine.GROUP}]\n{entry}\n")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    registered.cache_clear()
    yield tmp_path
    registered.cache_clear()


def test_an_installed_package_brings_its_engine(packages: Path) -> None:
    install(packages, "tones", f"tones = {FAKE}")
    assert registered()["tones"] == FAKE
    assert isinstance(load_engine("tones"), FakeEngine)


def test_an_engine_that_is_installed_twice_is_one_engine(packages: Path) -> None:
    install(packages, "tones", f"tones = {FAKE}")
    install(packages, "tones2", f"tones = {FAKE}")
    assert registered()["tones"] == FAKE


def test_two_engines_of_one_name_are_an_error(packages: Path) -> None:
    install(packages, "tones", f"tones = {FAKE}")
    install(packages, "bells", "tones = bells:Bells")
    with pytest.raises(EngineError, match=r"'tones': .*bells:Bells.*Uninstall one"):
        registered()


def test_an_unknown_engine_is_answered_with_the_nearest(packages: Path) -> None:
    install(packages, "tones", f"tones = {FAKE}")
    with pytest.raises(EngineError, match=r"no speech engine 'tonse'. Installed: tones"):
        load_engine("tonse")


def test_an_engine_that_cannot_be_imported_says_why(packages: Path) -> None:
    install(packages, "bells", "bells = bells_that_are_not_there:Bells")
    with pytest.raises(EngineError, match="bells_that_are_not_there"):
        load_engine("bells")
