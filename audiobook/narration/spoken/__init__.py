"""From what is written to what is said: `speak` and `split_sentences`.

    Written -> marks and lexicon cut it into stretches -> a typed tokenizer per kind of stretch -> words and pauses

The stretches are running text (prose.py), code (code.py, dialects.py), mathematics (tex.py) and key caps (keys.py).
Whatever goes in, only words and `, . ? !` come out, in time linear in the length of the text.
"""

from __future__ import annotations

from ...model import SpokenWord, Written
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

    Entries of the lexicon win over every rule. Words hold letters, inner apostrophes and a final `,` `.` `?` `!`.
    Text of which nothing can be said gives no words.
    """
    draft = Draft()
    _say(written, lexicon, draft)
    words = draft.words()
    if not words and written.text:
        say_alone(written.text, 0, len(written.text), draft)
        words = draft.words()
    return without_dangling(words, written.text)


def _say(written: Written, lexicon: Lexicon, draft: Draft) -> None:
    text = normalized(written.text)
    for stretch in stretches_of(Written(text, written.marks), lexicon):
        _say_stretch(text, stretch, lexicon, draft)


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

    inner = Draft()
    _say(written_of(value), lexicon, inner)
    for word in inner.words(closed=False):
        draft.say(word.text, start, end)
