"""From what is written to what is said: `speak` and `split_sentences`.

    Written -> composed letters -> marks and lexicon cut it into stretches -> a typed tokenizer per kind of stretch
            -> words and pauses

The stretches are running text (prose.py), code (code.py, dialects.py), mathematics (tex.py) and key caps (keys.py).
Whatever goes in, only words and `, . ? !` come out, in time linear in the length of the text.
"""

from __future__ import annotations

from ...letters import as_letters, composed
from ...model import Mark, SpokenWord, Written
from ..lexicon import EMPTY, Lexicon
from .conjunctions import without_dangling
from .dialects import say_code
from .draft import Draft, speakable
from .keys import key_words
from .marks import say_alone
from .normal import normalized
from .prose import say_prose
from .scripts import say_script
from .sentences import split_sentences
from .stretches import Stretch, stretches_of
from .tex import say_tex

__all__ = ["speak", "speakable", "split_sentences"]


def speak(written: Written, lexicon: Lexicon = EMPTY) -> tuple[SpokenWord, ...]:
    """The spoken words of a text, each with its span in `written.text`; the last one ends with `.`, `?` or `!`.

    Entries of the lexicon win over every rule. Words hold letters with their marks, inner apostrophes and a final
    `,` `.` `?` `!`. Text of which nothing can be said gives no words.
    """
    words = _words(written, lexicon)
    if not words and written.text:
        draft = Draft()
        say_alone(written.text, 0, len(written.text), draft)
        words = draft.words()
    return without_dangling(words, written.text)


def _words(written: Written, lexicon: Lexicon, *, closed: bool = True) -> tuple[SpokenWord, ...]:
    """The words of a text in whatever form its letters are written; their spans are those of `written`."""
    plain = composed(written.text)
    if plain is None:
        return _words_of_composed(written, lexicon, closed=closed)
    marks = (Mark(plain.at(mark.start), plain.at(mark.end), mark.kind, mark.value) for mark in written.marks)
    words = _words_of_composed(Written(plain.text, tuple(marks)), lexicon, closed=closed)
    return tuple(SpokenWord(word.text, *plain.span(word.start, word.end)) for word in words)


def _words_of_composed(written: Written, lexicon: Lexicon, *, closed: bool) -> tuple[SpokenWord, ...]:
    letters, marks = as_letters(written.text)
    text = normalized(letters)
    draft = Draft()
    for stretch in stretches_of(Written(_shown(text, letters, written.text), written.marks), lexicon):
        _say_stretch(text, stretch, lexicon, draft)
    words = draft.words(closed=closed)
    return _with_marks(words, marks) if marks else words


def _shown(text: str, letters: str, written: str) -> str:
    """The text with its marks, as entries of the lexicon have them."""
    if letters == written:
        return text
    return "".join(
        mark if letter != mark else char for char, letter, mark in zip(text, letters, written, strict=True)
    )


def _with_marks(words: tuple[SpokenWord, ...], marks: dict[int, str]) -> tuple[SpokenWord, ...]:
    """The words with marks in place of the letters that stood for them; one that a rule has cut off goes back."""
    whole: list[SpokenWord] = []
    for word in words:
        text = word.text.translate(marks)
        if ord(word.text[0]) not in marks:
            whole.append(SpokenWord(text, word.start, word.end))
        elif whole:
            last = whole[-1]
            whole[-1] = SpokenWord(last.text.rstrip(",.?!") + text, last.start, word.end)
    return tuple(whole)


def _say_stretch(text: str, stretch: Stretch, lexicon: Lexicon, draft: Draft) -> None:
    start, end, value = stretch.start, stretch.end, stretch.value
    match stretch.kind:
        case "prose":
            say_prose(text, start, end, draft)
        case "entry":
            draft.say(value, start, end)
        case "code":
            say_code(text, start, end, draft, whole=stretch.whole)
        case "math":
            say_tex(text, start, end, draft)
        case "key":
            draft.say(key_words(text[start:end]), start, end)
        case "say":
            _say_value(value, start, end, lexicon, draft)
        case "sup" | "sub":
            say_script(text, start, end, stretch.kind, draft)


def _say_value(value: str, start: int, end: int, lexicon: Lexicon, draft: Draft) -> None:
    """Say inline Markdown in place of the text at [start, end)."""
    from ..inline import written as written_of

    for word in _words(written_of(value), lexicon, closed=False):
        draft.say(word.text, start, end)
