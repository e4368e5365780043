"""No clip is less than its text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech.checks import MARGIN_S, expected_seconds, finished, refuse_unspeakable
from audiobook.testing import FakeEngine

LIMITS = FakeEngine.limits
TEXT = "Each schema maps its table to a struct, and each changeset says what may be changed."


def spoken(text: str) -> Clip:
    return FakeEngine().open("high", {}).synthesize(text)


words = st.text("abcdefghijklmnopqrstuvwxyzABC019é", min_size=1, max_size=12)
sentences = st.lists(
    st.tuples(words, st.sampled_from(["", ",", ".", "?", "!"])), min_size=1, max_size=40
).map(lambda parts: " ".join(word + mark for word, mark in parts))


@given(sentences)
def test_the_silence_around_is_trimmed_to_the_margin(text: str) -> None:
    clip = finished(spoken(text), text, LIMITS)
    assert clip.frames == FakeEngine.frames(text)
    margin = round(MARGIN_S * clip.rate)
    assert set(clip.pcm[: 2 * margin]) == {0}
    assert clip.pcm[2 * margin : 2 * margin + 2] != b"\0\0"


@given(sentences)
def test_marks_move_with_the_sound(text: str) -> None:
    whole = spoken(text)
    clip = finished(whole, text, LIMITS)
    for before, after in zip(whole.marks, clip.marks, strict=True):
        assert after.char == before.char
        assert (
            clip.pcm[2 * after.frame : 2 * after.frame + 40]
            == whole.pcm[2 * before.frame : 2 * before.frame + 40]
        )


def cut(clip: Clip, share: float, silence: bytes = bytes(8_000)) -> Clip:
    frames = int(clip.frames * share)
    return Clip(
        clip.rate, clip.pcm[: 2 * frames] + silence, tuple(mark for mark in clip.marks if mark.frame < frames)
    )


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        (cut(spoken(TEXT), 0.5), "lasts"),
        (cut(spoken(TEXT), 0.72), "lacks the last"),
        (cut(spoken(TEXT), 0.85, silence=b""), "middle of a sound"),
        (replace(spoken(TEXT), marks=()), "lacks the last"),
        (replace(spoken(TEXT), marks=(WordMark(0, 9_000), WordMark(70, 4_000))), "wrong places"),
        (replace(spoken(TEXT), marks=(WordMark(0, 0), WordMark(len(TEXT), 9_000))), "wrong places"),
        (replace(spoken(TEXT), pcm=b""), "is empty"),
        (replace(spoken(TEXT), pcm=bytes(200_000)), "is silent"),
        (replace(spoken(TEXT), pcm=spoken(TEXT).pcm[:-1]), "within a sample"),
        (replace(spoken(TEXT), pcm=spoken(TEXT).pcm * 3), "lasts"),
        (replace(spoken(TEXT), rate=22_050), "22050 Hz instead of 16000"),
    ],
)
def test_a_clip_that_is_not_its_text_is_refused(clip: Clip, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        finished(clip, TEXT, LIMITS)


@pytest.mark.parametrize("pace", [0.5, 2.0])
def test_the_bounds_follow_the_pace_of_the_voice(pace: float) -> None:
    clip = spoken(TEXT)
    other = replace(clip, rate=round(clip.rate / pace))
    limits = replace(LIMITS, sample_rate=0)
    assert finished(other, TEXT, limits, pace).frames > 0
    with pytest.raises(EngineError, match="lasts"):
        finished(cut(other, 0.5), TEXT, limits, pace)


def test_an_engine_without_word_marks_is_judged_by_duration() -> None:
    clip = replace(spoken(TEXT), marks=())
    assert finished(clip, TEXT, replace(LIMITS, word_marks=False)).marks == ()


# What eSpeak NG said, in seconds: text, voice, how long.
HARD = [
    ("a. one b. two c. three.", "gmw/en-US", 1.31),
    ("b. letter", "gmw/de", 0.52),
    ("U.S. A. B. C.", "gmw/en-US", 1.49),
    ("100,000", "inc/hi", 0.57),
    ("Arabic hello is مرحبا بالعالم.", "gmw/en-US", 8.60),
    ("In Thai one says สวัสดี and in Hindi नमस्ते.", "gmw/de", 12.27),
    ("日本 | مرحبا", "zle/ru", 5.22),
    ("An elixir session, nine steps.", "jpx/ja", 6.49),
]


@pytest.mark.parametrize(("text", "voice", "seconds"), HARD)
def test_letters_numbers_and_other_scripts_may_be_short_or_long(
    text: str, voice: str, seconds: float
) -> None:
    limits = replace(LIMITS, word_marks=False, spells=True)
    tone = (spoken(TEXT).pcm * 10)[: 2 * round(seconds * LIMITS.sample_rate)]
    clip = Clip(LIMITS.sample_rate, tone + bytes(8_000), ())
    assert finished(clip, text, limits).frames / clip.rate == pytest.approx(seconds, abs=0.3), voice


def test_only_a_voice_that_spells_may_take_so_long_for_latin_letters() -> None:
    clip = replace(spoken(TEXT), pcm=spoken(TEXT).pcm * 3)
    with pytest.raises(EngineError, match="lasts"):
        finished(clip, TEXT, LIMITS)
    assert finished(clip, TEXT, replace(LIMITS, spells=True)).frames > 0


@pytest.mark.parametrize("word", ["विश्वविद्यालय", "สวัสดีครับ", "e\u0301te\u0301s"])
def test_marks_on_letters_are_no_words_of_their_own(word: str) -> None:
    text = f"One {word}."
    clip = replace(spoken("One wooooooooooooooooooooooooooord."), marks=(WordMark(0, 0), WordMark(4, 4_000)))
    assert finished(clip, text, replace(LIMITS, spells=True)).marks
    with pytest.raises(EngineError, match="lacks the last 3 words"):
        finished(clip, f"One two {word} {word} {word}.", replace(LIMITS, spells=True))


@given(sentences, sentences)
def test_more_text_takes_longer(text: str, more: str) -> None:
    assert expected_seconds(f"{text} {more}") > expected_seconds(text) > 0


@pytest.mark.parametrize("text", ["Hello.", "S Q L.", "7", "数据库。"])
def test_words_letters_and_digits_can_be_said(text: str) -> None:
    refuse_unspeakable(text, LIMITS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to say"),
        ("?!", "nothing to say"),
        ("one\x1btwo", "control characters"),
        ("word " * 1_000, "5,000 characters is too long .* takes 2,000 characters"),
    ],
)
def test_what_cannot_be_said_is_refused(text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        refuse_unspeakable(text, LIMITS)
