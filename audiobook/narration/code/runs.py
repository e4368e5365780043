"""The steps of a body or a script in a few sentences: in full, then in brief, and counted only as a last resort."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.verbs import as_fact
from audiobook.narration.code.words import IT, clause, count, first_sentence, listing, sentence, spoken_length

_LONG_SENTENCE = 46
_BIG = 18
_MOST_TRIED = 14
_MOST_STEPS = 12


_LONGEST_NOTE = 16


def note_of(comment: str, most: int = _LONGEST_NOTE) -> str:
    """The first sentence of a comment while it can be heard as one, else its first clause, else nothing."""
    told = first_sentence(comment, 10**6).rstrip(".:;,!? ")
    if re.search(r"\b(?:below|above|following)\b", told):
        return ""
    if spoken_length(told) <= most:
        return told
    head = re.split(r"[,;:] ", told)[0]
    return head if 4 <= spoken_length(head) <= most else ""


def in_a_row(items: Sequence[str]) -> str:
    """Arguments with "and" before the last. No semicolons: a call is itself one part of several."""
    if len(items) < 2:
        return "".join(items)
    comma = "," if len(items) > 2 or any(" and " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} and {items[-1]}"


@dataclass(frozen=True, slots=True)
class Step:
    """A verb phrase, the author's comment above what it tells when there is one, and the same in brief if known."""

    said: str
    note: str = ""
    short: str = ""

    @property
    def size(self) -> int:
        return spoken_length(self.said) + (spoken_length(self.note) + 1 if self.note else 0)


_CALL = r"(?:calls|sets `[^`]+` by calling|checks|maps|inserts|declares|asserts that) (?:the \w+ )?`[^`]+`"
_ENDS = (
    re.compile(r"(?<=`), (?:with|of the schema|for|by|accepting|so that|as) [^⟨⟩;]*$"),
    re.compile(rf"^({_CALL}) with [^⟨⟩]*$"),
    re.compile(r"(?<=`): (?:for|given|if) [^⟨⟩]*⟨it⟩.*$"),
    re.compile(r"(?<=[`\w])[,;] and otherwise,? .*$"),
    re.compile(r"(?<=`) with (?:options|a map|a list|a function|the result) [^⟨⟩;]*$"),
    re.compile(r"(?<=match): [^⟨⟩]*$"),
)


def brief(said: str) -> str:
    """A verb phrase without the detail at its end: arguments, branches, options."""
    for pattern in _ENDS:
        shorter = pattern.sub(r"\1" if pattern.groups else "", said, count=1)
        if shorter != said:
            return shorter
    return said


_NAMES = re.compile(r"^(casts|requires|casts and requires|expects the) ((?:`[^`]+`, )+and `[^`]+`)")


def _counted(said: str) -> str:
    """A step on three fields or more with their number only."""
    hit = _NAMES.match(said)
    many = hit[2].count("`") // 2 if hit else 0
    return f"{hit[1]} {count(many, 'field')}{said[hit.end() :]}" if hit else said


_OFTEN = {2: "twice", 3: "three times", 4: "four times"}


def _together(steps: Sequence[Step]) -> list[Step]:
    """Neighbours that say the same as one step: "increments `visits`, twice"."""
    merged: list[Step] = []
    for said, alike in groupby(steps, key=lambda step: step.said):
        held = list(alike)
        often = _OFTEN.get(len(held), f"{count(len(held), 'time')}")
        merged.append(Step(f"{said}, {often}", held[0].note) if len(held) > 1 else held[0])
    return merged


def _is_big(step: Step) -> bool:
    """Whether a step is a sentence of its own: it holds branches, and is long."""
    return IT in step.said and step.size > _BIG


def _groups(steps: Sequence[Step], most: int) -> list[list[Step]]:
    """The steps of each sentence: as even as they come, with a comment or a branch at a sentence's beginning."""
    if not steps:
        return []
    forced = {
        at for at, step in enumerate(steps) if at and (step.note or _is_big(step) or _is_big(steps[at - 1]))
    }
    size = sum(step.size for step in steps)
    many = min(most, len(steps), max(1, -(-size // _LONG_SENTENCE), len(forced) + 1))
    cuts = min(
        combinations(range(1, len(steps)), many - 1)
        if len(steps) <= _MOST_TRIED
        else [_evenly(len(steps), many)],
        key=lambda at: (_penalty(steps, at, forced), at),
    )
    edges = [0, *cuts, len(steps)]
    return [list(steps[start:end]) for start, end in pairwise(edges)]


def _evenly(total: int, parts: int) -> tuple[int, ...]:
    return tuple(sorted({max(1, total * part // parts) for part in range(1, parts)}))


def _penalty(steps: Sequence[Step], cuts: tuple[int, ...], forced: set[int]) -> tuple[int, int]:
    """How many sentences begin elsewhere than they should, then the length of the longest."""
    sizes = [sum(step.size for step in steps[a:b]) for a, b in pairwise([0, *cuts, len(steps)])]
    return len(forced - set(cuts)), max(sizes)


def _clauses(subject: str, steps: Sequence[Step], noted: bool) -> str:
    """A run of steps under one subject; a comment stands before the step that it explains."""
    told = []
    for at, step in enumerate(steps):
        note = f"{_uncapital(step.note)}: " if noted and step.note else ""
        begins = at == 0 or note
        told.append(note + (_opened_by(subject if at == 0 else "it", step.said) if begins else step.said))
    return listing(told)


def _opened_by(subject: str, said: str) -> str:
    """A step with its subject: "in the function `f`, if ..., it returns" where a clause stands first."""
    if IT not in said or subject == "it":
        return clause(subject, said)
    place = subject.removesuffix("it").rstrip(", ")
    return f"{'in ' if place.startswith('the ') else ''}{place}, {clause('it', said)}"


def stands_for(note: str) -> str:
    """What a comment says of the lines that it stands for, as a verb phrase."""
    return as_fact(note) or f"does what its comment says: {_uncapital(note)}"


def _uncapital(note: str) -> str:
    clean = note.rstrip(".:;,!? ")
    return clean if clean[1:2].isupper() or clean.startswith("`") else clean[:1].lower() + clean[1:]


def _sentence(subject: str, steps: Sequence[Step], rank: int) -> Say:
    """One sentence at its several lengths: the longest steps lose their detail first."""
    total = len(steps)
    if total > _MOST_STEPS:  # more than any sentence can hold: the first and the last, and how many between
        between = Step(f"does {count(total - _MOST_STEPS, 'more thing')}")
        steps = [*steps[: _MOST_STEPS - 1], between, steps[-1]]
    forms = [_clauses(subject, steps, True), _clauses(subject, steps, False)]
    kept = list(steps)
    for at in sorted(range(len(kept)), key=lambda i: -kept[i].size):
        if (shorter := kept[at].short or brief(kept[at].said)) != kept[at].said:
            kept[at] = Step(shorter, kept[at].note)
            forms += [_clauses(subject, kept, True), _clauses(subject, kept, False)]
    kept = [Step(_counted(step.said), step.note) for step in kept]
    forms.append(_clauses(subject, kept, False))
    for most in range(len(kept) - 2, 0, -1):
        more = Step(f"does {count(total - most - 1, 'more thing')}")
        forms.append(_clauses(subject, [*kept[:most], more, kept[-1]], False))
    return say(*forms, rank=rank)


def steps_says(
    steps: Sequence[Step | str], subject: str = "it", rank: int = 1, most: int = 3, first: str = ""
) -> list[Say]:
    """At most `most` sentences; `first` opens the first of several ("first")."""
    made = [step if isinstance(step, Step) else Step(step) for step in steps]
    groups = _groups(_together([step for step in made if step.said]), most)
    says = []
    for at, group in enumerate(groups):
        who = subject if at == 0 else "it"
        said = _sentence(who, group, rank)
        word = "then" if at else (first if len(groups) > 1 else "")
        says.append(Say(tuple(opened(word, form) for form in said.forms), rank))
    return says


def opened(word: str, form: str) -> str:
    """A sentence with a word of order before it: "Then, it returns"."""
    if not word:
        return form
    rest = form[:1].lower() + form[1:] if re.match(r"[A-Z][a-z]* ", form) else form
    return sentence(f"{word}, {rest}")
