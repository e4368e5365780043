"""Where sentences end, and where they do not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.model import Mark, Written
from audiobook.narration.inline import written
from audiobook.narration.spoken import split_sentences
from audiobook.narration.spoken.sentences import LONGEST


def split(markdown: str) -> list[str]:
    return [piece.text for piece in split_sentences(written(markdown))]


@pytest.mark.parametrize(
    "text",
    [
        "Node.js is fast.",
        "Use Ecto 3.11.2 or v1.2 now.",
        "Protect tokens, e.g. this one, i.e. that one.",
        "Dr. Evil met Mr. Smith.",
        "It is U.S. law.",
        "It takes 3.5 GB of memory.",
        "Wait... what?",
        "It was J. R. R. Tolkien.",
        "See Fig. 2 and no. 10.",
        "At 5 p.m. he left.",
        "I like Yahoo! and Google.",
        'He said "stop!" and left.',
        '"Really?" she asked.',
        "Lists, maps, etc. are enumerable.",
        "Apple Inc. is large.",
        "The file is mix.exs, not example.com.",
        "George W. Bush spoke.",
        "What?!",
    ],
)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It uses v1.2. Then it stops.", ["It uses v1.2.", "Then it stops."]),
        ('"Yes." He left.', ['"Yes."', "He left."]),
        ("(Indeed.) Next.", ["(Indeed.)", "Next."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("Wait… Then go.", ["Wait…", "Then go."]),
        ("He has lists, etc. Then more.", ["He has lists, etc.", "Then more."]),
        ("At 5 p.m. The end.", ["At 5 p.m.", "The end."]),
        ("Nancy lived at 1428 Elm St. It was strange.", ["Nancy lived at 1428 Elm St.", "It was strange."]),
        ("Use Ecto. ecto is small.", ["Use Ecto.", "ecto is small."]),
        ("Plan B. Then go.", ["Plan B.", "Then go."]),
        ("It is I. You know.", ["It is I.", "You know."]),
        ("Call `Repo.all`. Then stop.", ["Call Repo.all.", "Then stop."]),
        ("Use `x. y`. `Foo` is next.", ["Use x. y.", "Foo is next."]),
        ("一。二。", ["一。", "二。"]),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_marks_keep_their_text() -> None:
    pieces = split_sentences(written("Call `Repo.all`. Then **stop and `halt`. Now** go."))
    marked = [[(mark.kind, piece.text[mark.start : mark.end]) for mark in piece.marks] for piece in pieces]
    assert marked == [
        [("code", "Repo.all")],
        [("strong", "stop and halt."), ("code", "halt")],
        [("strong", "Now")],
    ]


def test_the_mark_of_a_name_in_code_ends_no_sentence() -> None:
    text = written("It has `anagrams?` and `save!` `now`, no more. Is it `valid?` Then go.")
    assert [sentence.text for sentence in split_sentences(text)] == [
        "It has anagrams? and save! now, no more.",
        "Is it valid?",
        "Then go.",
    ]


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = "We start here; " + ", and ".join(
        f"part {number} of the sentence goes on for a while" for number in range(20)
    )
    pieces = split_sentences(Written(text))
    assert len(pieces) > 1
    assert all(len(piece.text) <= LONGEST for piece in pieces)
    assert all(piece.text[-1] in ",;e" for piece in pieces)


def test_long_code_is_not_cut() -> None:
    code = "a. b " * 200
    pieces = split_sentences(Written(code.strip(), (Mark(0, len(code.strip()), "code"),)))
    assert len(pieces) == 1


PIECES = 'One. two! Three? e.g. 3.5 … " ( ) a.b \n Dr. U.S. etc. x 。'
TEXT = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES.split(" ")), max_size=400).map(" ".join)
)


@st.composite
def any_written(draw: st.DrawFn) -> Written:
    text = draw(TEXT)
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    kinds = st.sampled_from(("code", "strong", "say", "link"))
    spans = zip(points[::2], points[1::2], strict=False)
    return Written(text, tuple(Mark(start, end, draw(kinds)) for start, end in spans if start < end))


@settings(max_examples=300)
@given(any_written())
def test_nothing_is_lost_and_marks_stay_on_their_text(text: Written) -> None:
    position = 0
    for piece in split_sentences(text):
        start = text.text.index(piece.text, position)
        assert not text.text[position:start].strip()
        assert piece.text == piece.text.strip() != ""
        for mark in piece.marks:
            assert 0 <= mark.start < mark.end <= len(piece.text)
            assert any(
                mark.kind == whole.kind
                and whole.start <= start + mark.start
                and start + mark.end <= whole.end
                for whole in text.marks
            )
        position = start + len(piece.text)
    assert not text.text[position:].strip()


@settings(max_examples=200)
@given(any_written())
def test_code_is_never_divided(text: Written) -> None:
    pieces = split_sentences(text)
    kept = [(mark, piece.text) for piece in pieces for mark in piece.marks if mark.kind == "code"]
    codes = [mark for mark, piece in kept if piece[mark.start : mark.end].strip()]
    visible = [
        mark for mark in text.marks if mark.kind == "code" and text.text[mark.start : mark.end].strip()
    ]
    assert len(codes) == len(visible)


@pytest.mark.parametrize("unit", ["word ", "a. ", ".", "A.", "? ", "x", " ", "e.g. ", '."', "Dr. "])
def test_time_is_linear(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    marks = tuple(Mark(start, start + 1, "strong") for start in range(0, len(text) - 1, 40))
    started = time.process_time()
    split_sentences(Written(text, marks))
    assert time.process_time() - started < 3.0


def test_every_piece_is_found_in_the_source_in_order() -> None:
    source = "First one. Second one. First one."
    assert re.sub(r"\s+", " ", " ".join(split(source))) == source
