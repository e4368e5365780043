"""What is said for what is written: golden files, and what holds for any text."""

from __future__ import annotations

import time
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.model import Mark, SpokenWord, Written
from audiobook.narration.inline import written
from audiobook.narration.lexicon import EMPTY, Lexicon
from audiobook.narration.spoken import speak, speakable, split_sentences

GOLDEN = Path(__file__).parent / "golden" / "spoken"


def said(text: str, *marks: Mark, lexicon: Lexicon = EMPTY) -> str:
    return " ".join(word.text for word in speak(Written(text, marks), lexicon))


def code(text: str) -> str:
    return said(text, Mark(0, len(text), "code"))


def golden_cases() -> list[tuple[str, str, str]]:
    """Lines `written => spoken` of every golden file; `#` begins a comment line, blank lines are ignored."""
    cases = []
    for path in sorted(GOLDEN.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if " => " in line and not line.startswith("#"):
                source, _, spoken = line.rpartition(" => ")
                cases.append((f"{path.stem}:{number}", source.strip(), spoken.strip()))
    return cases


@pytest.mark.parametrize(
    ("source", "spoken"), [pytest.param(*case[1:], id=case[0]) for case in golden_cases()]
)
def test_golden(source: str, spoken: str) -> None:
    assert " ".join(word.text for word in speak(written(source))) == spoken


def marked(text: str, part: str, kind: str, value: str = "") -> str:
    start = text.rindex(part)
    return said(text, Mark(start, start + len(part), kind, value))


def test_marks_choose_how_their_text_is_said() -> None:
    assert marked("Use map now", "map", "code") == "Use map now."
    assert marked("See fig here", "fig", "say", "the `Repo` figure") == "See the repo figure here."
    assert marked("Press Esc", "Esc", "key") == "Press escape."
    assert marked("Press Ctrl+C", "Ctrl+C", "key") == "Press control C."
    assert marked("so x^2 holds", "x^2", "math") == "so X squared holds."
    assert marked("a strong word", "strong", "strong") == "a strong word."


def test_superscripts_are_powers_endings_or_notes() -> None:
    assert marked("x2 grows", "2", "sup") == "X squared grows."
    assert marked("the 4th day", "th", "sup") == "the fourth day."
    assert marked("a word1 here", "1", "sup") == "a word here."
    assert marked("Acme\u2122TM", "TM", "sup") == "Acme."
    assert marked("H2O", "2", "sub") == "H two O."


def test_words_know_what_they_stand_for() -> None:
    text = "It costs $4.99, not `5`."
    words = speak(Written(text))
    assert {text[word.start : word.end] for word in words if word.text in ("four", "dollars", "cents,")} == {
        "$4.99"
    }
    query = Written("Ecto.Query", (Mark(0, 10, "code"),))
    assert [query.text[word.start : word.end] for word in speak(query)] == ["Ecto", "Query"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("", ""),
        ("   ", ""),
        ("\u200b", ""),
        ("Done", "Done."),
        ("Really?!", "Really?"),
        ("a, b;", "a, B."),
        ("One...", "One."),
        ("İE ſept 5", "I E september fifth."),
    ],
)
def test_the_last_word_ends_the_sentence(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("plain words, it's said.", True),
        ("d'être", True),
        ("S Q L", True),
        ("two  spaces", False),
        ("3 words", False),
        ("a-b", False),
        ("'quoted'", False),
        ("", False),
        ("x² y", False),
        ("semi; colon", False),
    ],
)
def test_speakable(text: str, whether: bool) -> None:
    assert speakable(text) is whether


@pytest.mark.parametrize("text", ["...", "[...]", "=====", "."])
def test_what_only_marks_a_gap_is_silent(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "How many oz. are in a lb.?",
        "The length in ft. is unknown.",
        "Acme Inc. was sold.",
        "He has 5 lbs. of it.",
        "Use max. eight of them.",
    ],
)
def test_the_stop_of_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert len(split_sentences(Written(text))) == 1


def test_the_article_is_told_from_the_letter() -> None:
    assert said("A word is in group A.") == "a word is in group A."


# -- any text ---------------------------------------------------------------------------------------------------

FRAGMENTS_OF_TEXT = """
Repo.all/1 $4.99 1h16m 2024-01-15 e.g. Dr. https://a.io/b `x` {:ok,x} ... ?! ( ) [ ] -- 1/2 ² ½ ① Ⅳ ' “ é ü
中文 हिन्दी 👍🏽
\u0301 \ufeff \u202e O(n²) snake_case CamelCase 192.168.0.1 +1 ::1 C++ '80s 5'10" @me #tag ~5 <b> |> => Ctrl+C x^2 \x00
\\frac{1}{2} ﬁ ﷺ ß İ ǆ ª ₂ 𝐀 ٣ Ω µ ℹ️ 0x1F NaN 1e9 <br/> %{a:1} [0] a..b ** -- ==
"""
FRAGMENTS = st.sampled_from(FRAGMENTS_OF_TEXT.split())
ANY_TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(FRAGMENTS, max_size=12).map(" ".join),
    st.lists(FRAGMENTS, max_size=12).map("".join),
)
KINDS = ("code", "math", "key", "strong", "emphasis", "link", "sub", "sup")


@st.composite
def any_written(draw: st.DrawFn) -> Written:
    """A text with marks that are sorted and do not cross."""
    text = draw(ANY_TEXT)
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = zip(points[::2], points[1::2], strict=False)
    return Written(
        text, tuple(Mark(start, end, draw(st.sampled_from(KINDS))) for start, end in spans if start < end)
    )


def check(words: tuple[SpokenWord, ...], text: str) -> None:
    low = high = 0
    for word in words:
        assert speakable(word.text), word
        letters = word.text.rstrip(",.?!").replace("'", "")
        assert letters[0].isalpha(), word
        assert all(
            char.isalpha() or category(char) in ("Mn", "Mc") or char in "\u200c\u200d" for char in letters
        ), word
        assert low <= word.start < word.end <= len(text), word
        assert high <= word.end, word
        low, high = word.start, word.end
    assert not words or words[-1].text[-1] in ".?!"


@settings(max_examples=400)
@given(any_written())
def test_any_text_gives_words_with_rising_spans(text: Written) -> None:
    check(speak(text), text.text)


@settings(max_examples=200)
@given(ANY_TEXT, st.sampled_from(["code", "math", "key"]))
def test_any_marked_text_gives_words(text: str, kind: str) -> None:
    if text:
        check(speak(Written(text, (Mark(0, len(text), kind),))), text)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x7F), min_size=1, max_size=30))
def test_a_word_is_never_silent(word: str) -> None:
    assert said(word)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "A.",
        "(",
        "word ",
        "1,",
        "a_",
        "a.",
        "Aa",
        "#",
        "`",
        "1-",
        ":",
        "/",
        "'",
        "👍",
        "ab1",
        "1:",
        "<a ",
        "x^",
        "\\",
        "$",
        "{",
        "a-",
        "A ",
        "1 ",
        "é",
        "\u0301",
        "a@",
        "0x",
        "~",
        "...",
        "1.5e",
        "St ",
        "\t",
        "I",
        "Jan ",
    ],
)
@pytest.mark.parametrize("kind", ["", "code", "math", "key"])
def test_time_is_linear_in_the_length(unit: str, kind: str) -> None:
    text = (unit * 60_000)[:60_000]
    marks = (Mark(0, len(text), kind),) if kind else ()
    started = time.process_time()
    speak(Written(text, marks))
    assert time.process_time() - started < 3.0
