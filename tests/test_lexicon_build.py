"""What a change of a lexicon costs, and how phonemes reach an engine that takes them. The engine is fake."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.build import CourseReport, build_course
from audiobook.config import load_project
from audiobook.model import Utterance, Written
from audiobook.narration.lexicon import Entry, Lexicon
from audiobook.narration.spoken import speak
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.speech.client import Hosts
from audiobook.speech.engine import load_engine, parse_voice
from audiobook.speech.synthesize import clip_key
from tests.contents import PINNED, write

FAKE = "audiobook.testing:FakeEngine"
VOICE = parse_voice(FAKE)
LESSON = "# Cats\n\nThe cat sleeps. A Cat is a tool. Nobody concatenates. The dog barks.\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that was built, in a project of its own."""
    folder = write(
        tmp_path / "content" / "demo", {"course.toml": f'{PINNED}voice = "{FAKE}"\n', "01-cats.md": LESSON}
    )
    build(folder)
    return folder


def build(folder: Path) -> CourseReport:
    project = load_project(folder.parents[1], {}, {})
    return build_course(folder, project, Options(executor="serial"), Lines(quiet=True))


def entry(*lines: str) -> str:
    return "\n".join(["[[word]]", *lines, ""])


def with_lexicon(course: Path, *lines: str) -> int:
    """How many utterances are synthesized after the lexicon has become this entry."""
    write(course, {"lexicon.toml": entry(*lines)})
    return build(course).synthesized


def test_only_utterances_with_the_word_are_spoken_again(course: Path) -> None:
    assert with_lexicon(course, 'written = "dog"', 'spoken = "hound"') == 1
    assert with_lexicon(course, 'written = "dog"', 'spoken = "canine"') == 1
    assert with_lexicon(course, 'written = "zebra"', 'spoken = "horse"') == 0  # and "dog" is in the store


def test_case_and_whole_words_bound_what_an_entry_touches(course: Path) -> None:
    cat = ('written = "Cat"', 'spoken = "feline"')

    assert with_lexicon(course, *cat, "case = true") == 1
    assert with_lexicon(course, *cat) == 1  # "The cat sleeps."; "A Cat is a tool." was spoken before
    assert with_lexicon(course, *cat, "whole = false") == 2  # "Cats." and "concatenates"


def test_a_shared_entry_counts_unless_the_course_has_its_own(course: Path) -> None:
    write(course.parent, {"lexicon.toml": entry('written = "dog"', 'spoken = "hound"')})
    assert build(course).synthesized == 1

    write(course.parent, {"lexicon.toml": entry('written = "dog"', 'spoken = "mutt"')})
    assert with_lexicon(course, 'written = "dog"', 'spoken = "hound"') == 0


def test_entries_for_other_engines_and_languages_change_nothing(course: Path) -> None:
    dog = ('written = "dog"', 'spoken = "hound"')

    assert with_lexicon(course, *dog, 'engine = "piper"') == 0
    assert with_lexicon(course, *dog, 'language = "de"') == 0
    assert with_lexicon(course, *dog, 'language = "en"') == 1


def test_phonemes_are_spoken_by_an_engine_that_takes_them(course: Path) -> None:
    dog = ('written = "dog"', 'spoken = "dog"')

    assert with_lexicon(course, *dog) == 0
    assert with_lexicon(course, *dog, 'phonemes = "dɒɡ"') == 1
    assert with_lexicon(course, *dog, 'phonemes = "dɔːɡ"') == 1
    assert with_lexicon(course, *dog, 'phonemes = "dɒɡ"') == 0


def test_phonemes_change_the_sound_and_not_the_words() -> None:
    hosts = Hosts()
    try:
        plain = hosts.speak("The dog barks.", VOICE)
        told = hosts.speak("The dog barks.", VOICE, ((4, 7, "dɔːɡ"),))
    finally:
        hosts.close()

    assert told.pcm != plain.pcm
    assert told.marks == plain.marks


def test_the_key_counts_phonemes_only_where_the_engine_takes_them() -> None:
    phonemes = ((4, 7, "dɒɡ"),)
    default = parse_voice("pyttsx3")

    assert clip_key("The dog barks.", VOICE, phonemes) != clip_key("The dog barks.", VOICE)
    assert clip_key("The dog barks.", VOICE, ()) == clip_key("The dog barks.", VOICE)
    assert not load_engine("pyttsx3").limits.phonemes
    assert clip_key("The dog barks.", default, phonemes) == clip_key("The dog barks.", default)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ecto is here.", [("ekto", "E")]),
        ("Use Ecto, or Ecto's queries.", [("ekto", "E"), ("ekto", "E")]),
        ("By S3 and Ecto", [("S three", "S"), ("ekto", "E")]),
        ("Ectoplasm", []),
    ],
)
def test_phonemes_stand_for_the_words_of_their_entry(text: str, parts: list[tuple[str, str]]) -> None:
    lexicon = Lexicon((Entry("Ecto", "ekto", phonemes="E"), Entry("S3", "S three", phonemes="S")))
    utterance = Utterance("prose", text, speak(Written(text), lexicon), 1, 1, 0)

    found = lexicon.phonemes_in(utterance)

    assert [(utterance.spoken[start:end], said) for start, end, said in found] == parts
