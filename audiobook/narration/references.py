"""Words that point at the page ("the code below", "as shown above") made to point at what a listener can find.

Only what is said changes: the transcript keeps the author's words. The phrases are in phrases.py.
"""

from __future__ import annotations

from audiobook.model import Mark, Written
from audiobook.narration.phrases import HINT, REPAIRS
from audiobook.narration.surroundings import DIAGRAMS, WRITTEN_LESSON, Surroundings, kind_of
from audiobook.narration.writing import with_marks

__all__ = ["DIAGRAMS", "WRITTEN_LESSON", "Surroundings", "kind_of", "resolve"]


def resolve(sentence: Written, around: Surroundings) -> Written:
    """The sentence with a `say` mark on each phrase that would dangle for a listener."""
    text = sentence.text
    if not HINT.search(text):
        return sentence
    taken = [(mark.start, mark.end) for mark in sentence.marks if mark.kind in ("code", "math", "say", "key")]
    added: list[Mark] = []
    for pattern, repair in REPAIRS:
        for match in pattern.finditer(text):
            start, end = match.span("at")
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            said = repair(match, around)
            taken.append((start, end))
            if said != match["at"]:
                if match["at"][:1].isupper():
                    said = said[:1].upper() + said[1:]
                added.append(Mark(start, end, "say", said))
    return with_marks(sentence, added) if added else sentence
