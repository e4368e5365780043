"""Ordered steps (commands, turns of a session) in a few sentences: each is told, or named, and none is hidden.

Up to four steps get a sentence each. More are told in runs: under their comments where they have them, else in runs of
about the same length. A run that is too long is told in brief, and then by the names of its commands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.words import IT, clause, code, count, listing, number, spoken_length

_MOST_SENTENCES = 4
_LONG_RUN = 34
_TIMES = {2: "twice", 3: "three times"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a verb phrase, the same in brief, the comment above it, and what it is called (`docker run`).

    `least` is a still shorter form, where leaving out the details is not enough: what is typed without the answer.
    `tail` is the comment behind it, on the same line.
    """

    said: str
    brief: str = ""
    note: str = ""
    name: str = ""
    least: str = ""
    tail: str = ""

    @property
    def short(self) -> str:
        return self.brief or brief(self.said)


_DETAIL = re.compile(
    r", (?:for|with|at (?:most|least)|one (?:at a time|line)|waiting|from|as|kept|in|through|over|where|which|named|"
    r"on|by|keeping|setting|inside|and (?:returns|gets|answers|it (?:prints|fails|is)|the answer))\b"
)


def brief(said: str) -> str:
    """A verb phrase without its details; what limits it ("unless it exists") and the parts of a listing stay."""
    head, mark, rest = said.rpartition(IT)
    hit = _DETAIL.search(_masked(rest))
    if hit is None:
        return said
    limit = re.search(r", only if [^,;]+$", rest[hit.start() :])
    return head + mark + rest[: hit.start()] + (limit[0] if limit else "")


def _masked(phrase: str) -> str:
    """`phrase` with its code spans blanked, letter for letter: a comma in one ends nothing."""
    return re.sub(r"`[^`]*`", lambda hit: "x" * len(hit[0]), phrase)


def upto(phrase: str, mark: str) -> str:
    """What stands before the first `mark` outside code spans."""
    at = _masked(phrase).find(mark)
    return phrase if at < 0 else phrase[:at]


def together(steps: Sequence[Step]) -> list[Step]:
    """Neighbours that say the same as one step: "increments `visits`, twice"."""
    merged: list[tuple[Step, int]] = []
    for step in steps:
        if merged and merged[-1][0].said == step.said and not step.note:
            merged[-1] = (merged[-1][0], merged[-1][1] + 1)
        else:
            merged.append((step, 1))
    return [_times(step, times) for step, times in merged]


def _times(step: Step, times: int) -> Step:
    if times == 1:
        return step
    often = _TIMES.get(times, f"{number(times)} times")
    return Step(
        f"{step.said}, {often}", f"{step.short}, {often}", step.note, step.name, step.least, step.tail
    )


def in_order(steps: Sequence[Step], noun: str = "command") -> list[Say]:
    """The sentences of two or more steps; at most four."""
    notes = [at for at, step in enumerate(steps) if step.note]
    if len(steps) <= _MOST_SENTENCES:
        words = ["First", *["Then"] * (len(steps) - 2), "Last"] if len(steps) > 1 else [""]
        return [_one(word, step) for word, step in zip(words, steps, strict=True)]
    if len(notes) > _MOST_SENTENCES:
        return _under_notes(steps, noun)
    starts = notes if len(notes) > 1 else _balanced(steps)
    if starts[0] != 0:
        starts = [0, *starts] if len(starts) < _MOST_SENTENCES else [0, *starts[1:]]
    groups = [list(steps[start:end]) for start, end in pairwise([*starts, len(steps)])]
    words = ["First", *["Then"] * (len(groups) - 1)] if len(groups) > 1 else [""]
    return [
        _run(word, group, noun) if len(group) > 1 else _one(word, group[0])
        for word, group in zip(words, groups, strict=True)
    ]


_MOST_NOTES = 6
_SHORT_NOTE = 6


def _under_notes(steps: Sequence[Step], noun: str) -> list[Say]:
    """More comments than sentences: what they name in one sentence, then the steps in brief."""
    notes = [_words(step.note) for step in steps if step.note]
    bare = [Step(step.said, step.brief, "", step.name, step.least) for step in steps]
    if len(notes) > _MOST_NOTES or any(spoken_length(note) > _SHORT_NOTE for note in notes):
        return in_order(bare, noun)
    parts = say(f"its comments name {count(len(notes), 'part')}: {'; '.join(notes)}", rank=1)
    return (
        [parts, *in_order(bare, noun)[: _MOST_SENTENCES - 1]]
        if len(_balanced(bare)) < _MOST_SENTENCES
        else in_order(bare, noun)
    )


def _words(note: str) -> str:
    return note.rstrip(".:;,!? ")


def _balanced(steps: Sequence[Step]) -> list[int]:
    """Where runs start, so that they are about equally long; one run when all of it is short."""
    sizes = [spoken_length(step.short) + 1 for step in steps]
    runs = min(max(1, -(-sum(sizes) // _LONG_RUN)), _MOST_SENTENCES)
    starts, total = [0], 0
    for at, size in enumerate(sizes):
        if at and len(starts) < runs and total + size / 2 >= len(starts) * sum(sizes) / runs:
            starts.append(at)
        total += size
    return starts


def _lead(word: str, note: str) -> str:
    """How a sentence opens: the order word, then the author's comment: "First, create the table: "."""
    if not note:
        return f"{word}, " if word else ""
    clean = note.rstrip(".:;,!? ")
    acronym = len(clean) > 1 and clean[1].isupper()
    clean = clean if acronym or clean.startswith("`") else clean[:1].lower() + clean[1:]
    return f"{word}, {clean}: " if word else f"{clean}: "


def _one(word: str, step: Step) -> Say:
    noted, bare = _lead(word, step.note), _lead(word, "")
    full, short = clause("it", step.said), clause("it", step.short)
    least = bare + clause("it", step.least) if step.least else ""
    least = least or (f"{bare}it runs {code(step.name)}" if code(step.name) else "")
    tail = f"{bare}{full}; its comment says: {_words(step.tail)}" if step.tail else ""
    # What comes out in the end matters most: it is shortened last.
    rank = 0 if word == "Last" else 1
    return say(
        tail, noted + full, noted + short if step.note else "", bare + full, bare + short, least, rank=rank
    )


def _run(word: str, steps: Sequence[Step], noun: str) -> Say:
    noted, bare = _lead(word, steps[0].note), _lead(word, "")
    full = listing([_clause_at(at, step.said, step.note) for at, step in enumerate(steps)])
    short = listing([_clause_at(at, step.short, "") for at, step in enumerate(steps)])
    least = listing([_clause_at(at, step.least or step.short, "") for at, step in enumerate(steps)])
    named = names(steps)
    total = count(len(steps), noun)
    many = f"{total}: {named}" if named else f"{total}, which are in the written lesson"
    return say(
        noted + full,
        noted + short,
        bare + short,
        bare + least,
        f"{bare}{'come ' if word else ''}{many}".replace("First, come", "First come").replace(
            "Then, come", "Then come"
        ),
    )


def _clause_at(at: int, said: str, note: str) -> str:
    """A step inside a run: the first has the subject; a comment of a later one stands before it."""
    if at == 0:
        return clause("it", said)
    return f"{_lead('', note)}{clause('it', said)}" if note else said


def names(steps: Sequence[Step]) -> str:
    """What the steps are called, each once: "`docker run` twice, and `docker ps`"; empty when one has no name."""
    if not all(step.name for step in steps):
        return ""
    counted = Counter(step.name for step in steps)
    told = [
        code(name) + (f" {_TIMES.get(times, f'{number(times)} times')}" if times > 1 else "")
        for name, times in counted.items()
    ]
    return listing(told) if all(told) else ""
