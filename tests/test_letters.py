"""Letters and their marks: one spelling for speech, the author's own for pages, and spans between the two."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lessons import narrated

from audiobook.letters import as_letters, composed, is_word, one_spelling
from audiobook.model import Mark, SpokenWord, Written
from audiobook.narration.lexicon import Entry, Lexicon
from audiobook.narration.spoken import speak, split_sentences
from audiobook.speech.checks import expected_seconds

LATIN = "Um naïve mão, é São: Việt Nam and Ångström."
TEXTS = [
    LATIN,
    "नमस्ते दुनिया, यह क़लम है। यह दूसरा है।",
    "สวัสดีชาวโลก นี่คือประโยค",
    "שָׁלוֹם עוֹלָם, סִפּוּר.",
    "مُحَمَّدٌ طَالِبٌ، كيف حالك؟",
    "தமிழ் ஒரு மொழி.",
    "이것은 문장입니다.",
]


def words(text: str, lexicon: Lexicon | None = None) -> list[tuple[str, str]]:
    """What is said, and the written text each word stands for."""
    said = speak(Written(text), lexicon or Lexicon())
    return [(word.text, text[word.start : word.end]) for word in said]


@pytest.mark.parametrize("text", TEXTS)
def test_the_form_of_the_letters_changes_nothing_that_is_said(text: str) -> None:
    short, long = normalize("NFC", text), normalize("NFD", text)
    said = words(short)
    assert [word for word, _ in words(long)] == [word for word, _ in said]
    assert [normalize("NFC", written) for _, written in words(long)] == [written for _, written in said]
    assert len(said) == len(text.split())


@pytest.mark.parametrize("text", TEXTS)
def test_a_lesson_is_shown_as_written_and_its_words_are_paired(text: str) -> None:
    for form in (normalize("NFC", text), normalize("NFD", text)):
        utterances = narrated(f"# A\n\n{form}\n").utterances[1:]
        assert " ".join(utterance.written for utterance in utterances) == form
        pairs = [
            (word.text.rstrip(",.?!"), utterance.written[word.start : word.end])
            for utterance in utterances
            for word in utterance.words
        ]
        assert [said for said, _ in pairs] == [one_spelling(written) for _, written in pairs]
        bare = [word.strip(",.?!:،؟।") for word in form.split()]
        assert [written for _, written in pairs] == bare


def test_marks_on_the_text_stay_on_their_words() -> None:
    text = normalize("NFD", "São é `map` naïve")
    start = text.index("`map`")
    text = text.replace("`", "")
    said = speak(Written(text, (Mark(start, start + 3, "say", normalize("NFD", "pão")),)))
    assert [(word.text, text[word.start : word.end]) for word in said] == [
        ("São", normalize("NFD", "São")),
        ("é", normalize("NFD", "é")),
        ("pão", "map"),
        ("naïve.", normalize("NFD", "naïve")),
    ]


def test_points_stand_as_they_are_typed() -> None:
    typed = "\u05e9\u05c1\u05b8"  # shin, its dot, the vowel: in the form NFC the dot comes last
    assert normalize("NFC", typed) != typed
    assert (
        one_spelling(normalize("NFC", typed)) == one_spelling("\ufb2a\u05b8") == typed == one_spelling(typed)
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("यह है। वह है॥ बस।", ["यह है।", "वह है॥", "बस।"]),
        ("यह है।वह है।", ["यह है।", "वह है।"]),
        ("كيف حالك؟ بخير.", ["كيف حالك؟", "بخير."]),
        ("یہ ہے۔ وہ ہے۔", ["یہ ہے۔", "وہ ہے۔"]),
        ("॥१॥", ["॥१॥"]),
    ],
)
def test_other_scripts_have_other_stops(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(Written(text))] == sentences


def test_entries_of_the_lexicon_are_found_in_any_form() -> None:
    lexicon = Lexicon(
        (Entry("naïve", "simple"), Entry("हिन्दी", "hindi"), Entry("ह", "wrong"), Entry("x̄", "x bar"))
    )
    text = normalize("NFD", "naïve हिन्दी, x̄ and x")
    assert words(text, lexicon) == [
        ("simple", normalize("NFD", "naïve")),
        ("hindi,", "हिन्दी"),
        ("x", "x̄"),
        ("bar", "x̄"),
        ("and", "and"),
        ("X.", "x"),
    ]
    assert next(text[match.start : match.end] for match in lexicon.matches(text)) == normalize("NFD", "naïve")


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("हिन्दी.", True),
        ("می\u200cخواهم", True),
        ("naïve", True),
        (normalize("NFD", "naïve"), True),
        ("\u093f", False),
        ("'\u0301a", False),
        ("हि दी", False),
        ("¼", False),
    ],
)
def test_what_a_word_is(text: str, whether: bool) -> None:
    assert is_word(text) is whether


TANGLED = st.text(
    st.sampled_from("aXé ि्नसह\u0301\u0338\u20d7\u200c\u200d\ufe0fα1שׁבَّس\u1112\u1161\u11ab😀ʰ_()`'-\U00017000"),
    max_size=24,
)


@given(TANGLED)
@example("aX\u0304 \U00017000ि")
def test_any_marks_give_words_with_spans(text: str) -> None:
    said = speak(Written(text))
    assert all(is_word(word.text) and 0 <= word.start <= word.end <= len(text) for word in said)
    assert said == sorted_by_place(said)
    letters, marks = as_letters(text)
    assert len(letters) == len(text)
    assert not set(map(chr, marks)) & set(text)
    plain = composed(text)
    assert plain is None or normalize("NFC", plain.text) == normalize("NFC", text)


def sorted_by_place(said: tuple[SpokenWord, ...]) -> tuple[SpokenWord, ...]:
    return tuple(sorted(said, key=lambda word: (word.start, word.end)))


def test_a_heap_of_marks_is_left_out() -> None:
    text = "z" + "\u0301\u0323" * 50_000 + "a word"
    assert [word.text for word in speak(Written(text))] == ["za", "word."]


def test_marks_make_no_words_of_their_own_when_a_clip_is_judged() -> None:
    assert expected_seconds("विश्वविद्यालय") == expected_seconds("abcdefghijklm"[: len("विश्वविद्यालय")])
