"""Phonemes of a whole text and of its words alone, aligned. The phonemizer is a table of what espeak says."""

from __future__ import annotations

import pytest

from audiobook.speech.phonemes import BREAK, Reading, align, parts, replaced, sentences, words_in

ALONE = {
    "of": "ˈʌv", "the": "ðə", "list": "lˈɪst", "user,": "jˈuːzɚ,", "user": "jˈuːzɚ", "is": "ɪz", "Is": "ɪz",
    "42": "fˈɔːɹɾi tˈuː", "a": "ˈeɪ", "it?": "ˈɪt?", "It": "ɪt", "read": "ɹˈiːd", "index": "ˈɪndɛks", "owner": "ˈoʊnɚ",
    "e.g.": "ˈiː dʒˈiː", "lost?": "lˈɔst?", "The": "ðə", "client": "klˈaɪənt", "key": "kˈiː", "pre": "pɹˈiː",
}  # fmt: skip


def read(text: str, symbols: str) -> Reading:
    return align(text, list(symbols), [list(ALONE[word.group()]) for word in words_in(text)])


def told(text: str, reading: Reading) -> dict[str, str]:
    return {
        text[word.start : word.end]: "".join(reading.symbols[word.first : word.last])
        for word in reading.words
    }


@pytest.mark.parametrize(
    ("text", "symbols", "words"),
    [
        ("the list of the user", "ðə lˈɪst ʌvðə jˈuːzɚ", ["ðə", "lˈɪst", "ʌv", "ðə", "jˈuːzɚ"]),
        ("the index is read", "ðɪ ˈɪndɛks ɪz ɹˈɛd", ["ðɪ", "ˈɪndɛks", "ɪz", "ɹˈɛd"]),
        ("the user, 42 of a", "ðə jˈuːzɚ, fˈɔːɹɾi tˈuː əvə", ["ðə", "jˈuːzɚ", "fˈɔːɹɾi tˈuː", "əv", "ə"]),
        ("owner is a user", "ˈoʊnɚɹ ɪz ɐ jˈuːzɚ", ["ˈoʊnɚɹ", "ɪz", "ɐ", "jˈuːzɚ"]),
        ("It is lost? The client", f"ɪt ɪz lˈɔst?{BREAK}ðə klˈaɪənt", ["ɪt", "ɪz", "lˈɔst", "ðə", "klˈaɪənt"]),
        ("e.g. the key", "fˌɔːɹɛɡzˈæmpəl ðə kˈiː", ["fˌɔːɹɛɡzˈæmpəl", "ðə", "kˈiː"]),
    ],
)  # fmt: skip
def test_every_word_gets_its_phonemes(text: str, symbols: str, words: list[str]) -> None:
    reading = read(text, symbols)
    assert ["".join(reading.symbols[word.first : word.last]) for word in reading.words] == words


def test_a_word_that_is_not_heard_has_no_phonemes() -> None:
    reading = read("the list of the user", "ðə lˈɪst jˈuːzɚ")
    assert [word.last > word.first for word in reading.words] == [True, True, False, False, True]
    assert [word.first for word in reading.words] == sorted(word.first for word in reading.words)


def test_given_phonemes_stand_where_the_word_stood() -> None:
    text = "the list of the user, it?"
    reading = read(text, "ðə lˈɪst ʌvðə jˈuːzɚ, ˈɪt?")
    start = text.index("user")
    changed = replaced(text, reading, ((start, start + 4, "jˈuːsɚ"),), list)
    assert "".join(changed.symbols) == "ðə lˈɪst ʌvðə jˈuːsɚ, ˈɪt?"
    assert told(text, changed) == told(text, reading) | {"user,": "jˈuːsɚ"}


def test_given_phonemes_of_a_part_of_a_word_leave_the_rest_of_it() -> None:
    text = "the prekey is"
    reading = align(text, list("ðə pɹˈɛki ɪz"), [list("ðə"), list("pɹˈɛki"), list("ɪz")])
    start = text.index("key")
    changed = replaced(text, reading, ((start, start + 3, "kˈeɪ"),), lambda part: list(ALONE[part]))
    assert "".join(changed.symbols) == "ðə pɹˈiːkˈeɪ ɪz"


def test_given_phonemes_of_two_words_are_said_once() -> None:
    text = "the list of users"
    reading = align(
        text, list("ðə lˈɪst ʌv jˈuːzɚz"), [list("ðə"), list("lˈɪst"), list("ˈʌv"), list("jˈuːzɚz")]
    )
    changed = replaced(text, reading, ((4, len(text), "lˈɪsts"),), list)
    assert "".join(changed.symbols).split() == ["ðə", "lˈɪsts"]


def test_sentences_lie_between_the_breaks() -> None:
    assert ["".join(sentence) for sentence in sentences(list(f"ab{BREAK}c"))] == ["ab", "c"]


@pytest.mark.parametrize(
    ("symbols", "cut"),
    [
        ("abc de", ["abc de"]),
        ("ab. cd, ef gh", ["ab.", " cd,", " ef gh"]),
        ("abcdef gh", ["abcdef ", "gh"]),
        ("abcdefghij", ["abcdefg", "hij"]),
    ],
)
def test_long_sentences_are_cut_where_it_is_heard_least(symbols: str, cut: list[str]) -> None:
    assert ["".join(part) for part in parts(list(symbols), 7)] == cut
