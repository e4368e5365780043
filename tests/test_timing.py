"""Word times: from marks where the engine gives them, by length between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sound import marks, words

from audiobook.model import Clip, WordMark
from audiobook.timing import word_starts


def clip_of(frames: int, *positions: tuple[int, int]) -> Clip:
    return Clip(22050, bytes(2 * frames), marks(*positions))


def test_a_marked_word_begins_at_its_mark() -> None:
    text = words("Every lesson has chapters.")
    assert word_starts(text, clip_of(10_000, (0, 100), (6, 2_000), (13, 4_000), (17, 5_000))) == (
        100,
        2_000,
        4_000,
        5_000,
    )


def test_words_without_a_mark_share_the_time_between_their_neighbours_by_length() -> None:
    text = words("one of the schemas")  # "of the" is said as one
    first, of, the, schemas = word_starts(text, clip_of(10_000, (0, 0), (4, 2_000), (11, 4_100)))
    assert (first, of, schemas) == (0, 2_000, 4_100)
    assert the == 2_000 + 2_100 * 3 // 7


def test_of_several_marks_in_a_word_the_first_counts() -> None:
    text = words("port 6379 answers")
    assert word_starts(text, clip_of(9_000, (0, 0), (5, 1_000), (6, 2_000), (7, 3_000), (10, 5_000))) == (
        0,
        1_000,
        5_000,
    )


def test_without_marks_longer_words_last_longer_and_punctuation_pauses() -> None:
    first, second, third = word_starts(words("a, polymorphism a"), clip_of(10_000))
    assert first == 0
    assert third - second > second - first
    _, plain = word_starts(words("a b"), clip_of(10_000))
    _, paused = word_starts(words("a, b"), clip_of(10_000))
    assert paused > plain


def test_marks_beyond_the_trimmed_clip_are_brought_back_into_it() -> None:
    assert word_starts(words("one two three"), clip_of(1_000, (0, -40), (4, 500), (8, 1_200))) == (
        0,
        500,
        1_000,
    )


def test_no_words_no_times() -> None:
    assert word_starts((), clip_of(100)) == ()


@given(
    st.lists(st.text("abc,.", min_size=1, max_size=12), min_size=1, max_size=12),
    st.integers(1, 100_000),
    st.lists(st.tuples(st.integers(-5, 200), st.integers(-1_000, 120_000)), max_size=20),
)
def test_times_never_go_back_and_stay_within_the_clip(
    texts: list[str], frames: int, positions: list[tuple[int, int]]
) -> None:
    clip = Clip(22050, bytes(2 * frames), tuple(WordMark(*position) for position in positions))
    starts = word_starts(words(" ".join(texts)), clip)
    assert len(starts) == len(texts)
    assert list(starts) == sorted(starts)
    assert starts[0] >= 0
    assert starts[-1] <= frames
