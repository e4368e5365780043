"""The list of engines and voices: what is shown, how fast a voice is, how it sounds."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobook import voice_trials, voices
from audiobook.cli import main
from audiobook.config import load_project
from audiobook.speech import engine as engines
from audiobook.speech.engine import VoiceInfo, load_engine, registered
from audiobook.state import LocalState
from audiobook.stitch import LEAD_IN_MS
from audiobook.testing import FakeEngine
from audiobook.voice_trials import SAMPLE

ROOT = Path(__file__).parents[1]
FAKES = {
    "fake": "audiobook.testing:FakeEngine",
    "polyglot": "voice_engines:Polyglot",
    "missing": "voice_engines:Missing",
}


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to work in, and these engines."""
    monkeypatch.chdir(tmp_path)
    provide(monkeypatch, FAKES)


def provide(monkeypatch: pytest.MonkeyPatch, targets: dict[str, str]) -> None:
    monkeypatch.setattr(engines, "registered", lambda: targets)
    monkeypatch.setattr(voices, "registered", lambda: targets)


def command(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["voices", *arguments])
    assert result.exit_code == code, result.output + result.stderr
    return result


def listed(*arguments: str) -> list[str]:
    """The lines of the list."""
    return command(*arguments).stdout.splitlines()


def shown(*arguments: str) -> list[str]:
    """The voices in the list, as they are to be written in a course."""
    found = json.loads(command(*arguments, "--json").stdout)["engines"]
    return [voice["voice"] for engine in found for voice in engine["voices"]]


def course(name: str, language: str) -> None:
    folder = Path("content") / name
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text(f'title = "A"\nlanguage = "{language}"\n')
    (folder / "01-a.md").write_text("# A\n\nB.\n")


# -- what is listed ------------------------------------------------------------------------------------------


def test_only_voices_of_the_language_of_the_project_are_listed_and_the_others_counted() -> None:
    text = listed("polyglot")

    assert text[0] == "polyglot  5 voices; default x/mary"
    assert [line.split()[0] for line in text[1:4]] == ["polyglot:x/mary", "polyglot:x/jo", "polyglot:x/any"]
    assert text[4:] == ["  and 2 more: audiobook voices polyglot --all"]


def test_the_languages_of_all_courses_count() -> None:
    course("one", "en-US")
    course("two", "de-DE")
    assert len(shown("polyglot")) == 5


def test_a_course_that_cannot_be_read_does_not_hide_the_voices() -> None:
    course("one", "de")
    (Path("content") / "one" / "course.toml").write_text('language = "')
    assert shown("polyglot") == ["polyglot:x/mary", "polyglot:x/jo", "polyglot:x/any"]


def test_all_voices_are_listed_when_asked_for_those_of_the_project_first() -> None:
    assert shown("polyglot", "--all") == [
        f"polyglot:x/{name}" for name in ("mary", "jo", "any", "hans", "anna")
    ]


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (["de"], ["hans", "anna", "any"]),
        (["DE_at"], ["anna", "any"]),
        (["en-GB", "de-DE"], ["hans", "jo", "any"]),
        (["e"], ["any"]),
        (["en", "--all"], ["mary", "jo", "any"]),
    ],
)
def test_a_language_holds_for_all_tags_below_it(tags: list[str], names: list[str]) -> None:
    options = [option for tag in tags for option in ([tag] if tag == "--all" else ["--language", tag])]
    assert shown("polyglot", *options) == [f"polyglot:x/{name}" for name in names]


def test_an_engine_without_such_a_voice_says_so() -> None:
    assert listed("fake", "--language", "tlh") == [
        "fake  2 voices; default high",
        "  none for these languages: audiobook voices fake --all",
    ]


def test_a_voice_that_is_named_is_listed_alone() -> None:
    assert shown("polyglot:Hans", "fake:low") == ["polyglot:x/hans", "fake:low"]
    assert "more" not in command("polyglot:Hans").stdout
    assert shown("fake:low", "fake") == ["fake:high", "fake:low"]


def test_settings_of_a_named_voice_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert shown("espeak:en-us+f3?rate=220&pitch=40") == ["espeak:gmw/en-US+f3?pitch=40&rate=220"]


def test_columns_stand_below_each_other_for_all_engines() -> None:
    rows = [line for line in listed("--all") if line.startswith("  ")]
    places = {row.index(language) for row in rows for language in re.findall(r" (?:en|de)(?:-..)? ", row)}

    assert len(rows) == 7
    assert len(places) == 1
    assert rows[0].split() == ["fake:high", "en", "High", "tones", "default"]
    mary = next(row for row in rows if "mary" in row)
    assert re.fullmatch(r"  polyglot:x/mary +en-US +Mary +formant +MIT +default", mary)


def test_json_tells_everything_of_an_engine_and_its_voices() -> None:
    found = json.loads(command("--json").stdout)["engines"]
    by_name = {engine["engine"]: engine for engine in found}

    assert list(by_name) == list(FAKES)
    assert by_name["missing"] == {
        "engine": "missing",
        "usable": False,
        "trouble": "not installed; run `pip install 'audiobook[missing]'`",
        "paid": False,
        "default": None,
        "total": 0,
        "voices": [],
    }
    assert (by_name["polyglot"]["usable"], by_name["polyglot"]["total"]) == (True, 5)
    assert by_name["polyglot"]["voices"][1] == {
        "voice": "polyglot:x/jo",
        "id": "x/jo",
        "name": "Jo",
        "language": "en-GB",
        "quality": "neural, medium",
        "licence": "CC0",
        "default": False,
        "speed": None,
    }


def test_an_engine_that_cannot_be_used_says_what_mends_it() -> None:
    assert listed("missing") == ["missing  not usable: not installed; run `pip install 'audiobook[missing]'`"]


def test_a_faulty_plugin_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, {"bad": "voice_engines:Faulty", "gone": "no_such_module:Engine", **FAKES})
    text = listed()

    assert text[0] == "bad  not usable: KeyError: 'no such thing'"
    assert text[1].startswith("gone  not usable: ")
    assert "no_such_module" in text[1]
    assert any(line.startswith("polyglot  5 voices") for line in text)


def test_a_name_that_means_nothing_is_a_mistake() -> None:
    assert "no speech engine 'polyglto'" in command("polyglto", code=4).stderr
    assert "no voice 'hasn'" in command("polyglot:hasn", code=4).stderr


@pytest.mark.parametrize("engine", ["espeak", "pyttsx3"])
def test_a_hundred_voices_do_not_flood_the_screen(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    if engine == "pyttsx3" and not sys.platform.startswith("linux"):
        pytest.skip("the voices are those of the system here")
    text = listed(engine)

    assert len(text) < 20
    assert re.match(r"  and \d\d+ more: ", text[-1])
    assert len(listed(engine, "--all")) > 100


def test_no_speech_library_is_loaded_for_the_list() -> None:
    ask = (
        "import sys; from audiobook.cli import main\n"
        "try: main(['voices', '--json'])\n"
        "finally: print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())

    assert "audiobook.voices" in loaded
    assert len(json.loads(done.stdout)["engines"]) >= 2
    heavy = {"pyttsx3", "onnxruntime", "numpy", "piper", "kokoro_onnx", "httpx", "pydub", "lxml", "jinja2"}
    assert loaded & heavy == set()


def test_without_a_terminal_there_are_no_escapes() -> None:
    done = subprocess.run([sys.executable, "-m", "audiobook", "voices"], capture_output=True, check=True)
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_on_a_terminal_engines_stand_out() -> None:
    import pty

    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-m", "audiobook", "voices", "espeak:en-us"], stdout=theirs, check=True)
    os.close(theirs)
    assert os.read(ours, 4096).startswith(b"\x1b[1mespeak\x1b[0m")
    os.close(ours)


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing were installed but Python and this program."""
    monkeypatch.undo()
    find_spec = importlib.util.find_spec
    there = {*sys.stdlib_module_names, "audiobook"}
    ours = {name for name, target in registered().items() if target.startswith("audiobook.")}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    packages = {re.split(r"[\[<>=;]", needed)[0] for needed in settings["dependencies"]}
    extras = {f"audiobook[{extra}]" for extra in settings["optional-dependencies"]}

    def only_ours(name: str, package: str | None = None) -> object:
        return find_spec(name, package) if name.partition(".")[0] in there else None

    monkeypatch.setattr(importlib.util, "find_spec", only_ours)
    troubles = {
        engine["engine"]: engine["trouble"]
        for engine in json.loads(command(*sorted(ours), "--json").stdout)["engines"]
    }

    assert {"pyttsx3", "espeak"} <= ours
    for name, trouble in troubles.items():
        installed = re.search(r"`pip install ([^`]+)`", trouble or "")
        assert installed, f"{name}: {trouble}"
        assert set(installed[1].replace("'", "").split()) <= packages | extras, f"{name}: {trouble}"


# -- how fast they are ---------------------------------------------------------------------------------------


def test_a_speed_is_told_only_where_it_was_measured() -> None:
    state = LocalState(load_project(Path.cwd()).state)
    state.learn_speed("fake:low", 30_000, 1.0)
    high, low = listed("fake", "--all")[1:]

    assert "real time" not in high
    assert low.endswith(f"  {voices.times(voices.real_time(30_000))}")
    assert json.loads(command("fake", "--json").stdout)["engines"][0]["voices"][1]["speed"] > 1_000


def test_real_time_is_that_of_usual_speech() -> None:
    assert voices.real_time(15.0) == pytest.approx(1.0, abs=0.15)
    assert [voices.times(speed) for speed in (0.5, 2.71, 9.99, 40.2, 1_140.4)] == [
        "0.5 x real time",
        "2.7 x real time",
        "10.0 x real time",
        "40 x real time",
        "1,140 x real time",
    ]


def test_measuring_is_remembered_and_used_by_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_trials, "_ENOUGH_S", 0.0)
    course("one", "en")
    (Path("content") / "one" / "course.toml").write_text('title = "A"\nvoice = "fake"\n')
    plan = ["plan", "--json"]
    before = json.loads(CliRunner().invoke(main, plan).stdout)["courses"][0]
    measured = command("--measure")
    after = json.loads(CliRunner().invoke(main, plan).stdout)["courses"][0]

    assert re.search(r"^fake:high: [\d,.]+ x real time$", measured.stderr, re.MULTILINE)
    assert re.search(r"^  fake:high .* default  [\d,.]+ x real time$", measured.stdout, re.MULTILINE)
    assert not re.search(r"^  fake:low .* real time", measured.stdout, re.MULTILINE)
    assert re.search(r"^  polyglot:x/mary .* real time$", measured.stdout, re.MULTILINE)
    assert "missing" not in measured.stderr
    assert {key for key in before if before[key] is None} - {key for key in after if after[key] is None}


def test_the_voices_named_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_trials, "_ENOUGH_S", 0.0)
    text = command("fake:low", "--measure").stdout.splitlines()
    assert re.search(r"fake:low .* real time", text[1])
    assert len(text) == 2


def test_money_is_spent_only_on_what_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_trials, "_ENOUGH_S", 0.0)
    provide(monkeypatch, {"paid": "voice_engines:Paid"})

    assert "may cost money" in listed()[0]
    left_out = command("--measure")
    assert "name it to try it" in left_out.stderr
    assert "real time" not in left_out.stdout
    assert command("--sample", "out").stdout == ""
    assert "real time" in command("paid", "--measure").stdout
    assert command("paid:low", "--sample", "out").stdout.startswith("out/paid-low.wav")


def test_an_engine_that_fails_to_be_measured_costs_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_trials, "_ENOUGH_S", 0.0)
    provide(monkeypatch, {"mute": "voice_engines:Mute", **FAKES})
    result = command("--measure", code=4)
    errors = [line for line in result.stderr.splitlines() if line.startswith("error:")]

    assert "error: mute:x/mary: the licence has run out. Renew it" in errors[0]
    assert errors[1:] == ["error: 1 of 3 voices failed. The reasons are above; the others are done"]
    assert re.search(r"fake:high .* real time", result.stdout)


# -- how they sound ------------------------------------------------------------------------------------------


def length(path: Path) -> int:
    """The frames of a sample, without the silence before it."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getnframes() - file.getframerate() * LEAD_IN_MS // 1000


def test_every_voice_of_the_list_says_the_same_sentence() -> None:
    result = command("--sample", "out/deep")
    files = sorted(path.name for path in Path("out/deep").iterdir())

    assert files == [
        "fake-high.wav",
        "fake-low.wav",
        "polyglot-x-any.wav",
        "polyglot-x-jo.wav",
        "polyglot-x-mary.wav",
    ]
    seconds = FakeEngine.frames(SAMPLE) / 16_000
    lines = result.stdout.splitlines()
    assert len(lines) == 5
    for line in lines:
        path, told = re.fullmatch(r"(\S+)  ([\d.]+) s, [\d,.]+ x real time", line).groups()
        assert length(Path(path)) == FakeEngine.frames(SAMPLE)
        assert float(told) == pytest.approx(seconds, abs=0.06)


def test_the_sentence_shows_what_is_hard_to_say() -> None:
    assert re.search(r"\b[A-Z] [A-Z]\b", SAMPLE)  # spelled letters
    assert re.search(r"\b(twenty|thirty|forty|fifty) \w+", SAMPLE)
    assert SAMPLE.endswith("?")
    assert re.fullmatch(r"[A-Za-z,.?! ]+", SAMPLE)


def test_another_text_is_said_as_in_a_lesson() -> None:
    command("fake:high", "--sample", "out", "--text", "It costs $5?")
    assert length(Path("out/fake-high.wav")) == FakeEngine.frames("It costs five dollars?")


def test_names_of_files_are_safe() -> None:
    command("fake:../../low", "--sample", "out", code=4)
    command("audiobook.testing:FakeEngine:low", "--sample", "out")
    assert [path.name for path in Path("out").iterdir()] == ["audiobook.testing-FakeEngine-low.wav"]


def test_a_voice_that_fails_keeps_no_other_from_speaking(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, {"hoarse": "voice_engines:Hoarse", **FAKES})
    result = command("--sample", "out", code=4)
    errors = [line for line in result.stderr.splitlines() if line]

    assert len(list(Path("out").iterdir())) == len(result.stdout.splitlines()) == 7
    assert "error: hoarse:x/jo: Jo has no voice" in errors[0]
    assert errors[-1] == "error: 1 of 8 voices failed. The reasons are above; the others are done"
    assert len(errors) == 2


def test_an_engine_that_fails_is_not_tried_voice_by_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, {"mute": "voice_engines:Mute", **FAKES})
    result = command("--sample", "out", code=4)

    assert len(list(Path("out").iterdir())) == 5
    assert result.stderr.count("the licence has run out") == 1
    assert "mute: its 2 other voices left out" in result.stderr


def test_an_engine_that_was_asked_for_and_cannot_be_used_is_an_error() -> None:
    result = command("missing", "fake", "--sample", "out", code=4)
    assert "error: missing: not usable: not installed; run `pip install" in result.stderr
    assert len(list(Path("out").iterdir())) == 2


def test_a_folder_that_cannot_be_written_ends_it() -> None:
    Path("out").write_text("a file")
    assert "cannot write" in command("fake", "--sample", "out", code=6).stderr


@pytest.mark.parametrize(
    "options", [["--text", "Hello"], ["--json", "--sample", "out"], ["--sample", "out", "--text", " "]]
)
def test_options_that_make_no_sense_together_are_refused(options: list[str]) -> None:
    command(*options, code=2)


def test_a_voice_without_a_language_is_for_all() -> None:
    assert voices.speaks(VoiceInfo("a", "a", ""), ["en"])
    assert voices.speaks(VoiceInfo("a", "a", "en_US"), ["en-us"])
    assert not voices.speaks(VoiceInfo("a", "a", "en"), ["en-us"])


def test_the_engines_that_are_announced_here_can_all_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for name in registered():
        assert load_engine(name).name == name
