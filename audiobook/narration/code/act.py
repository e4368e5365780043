"""Verb phrases at three lengths, and how a run of them becomes shorter without hiding a step.

A long run is first told without its asides, then its longest phrases in brief ("sets `x`"), then neighbours with the
same verb as one ("sets `x`, `y`, and `z`"), and at last by what it touches ("calls `f` and `g`; sets `x`").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobook.narration.code.words import IT, count, listing, number, some, spoken_length


@dataclass(frozen=True, slots=True)
class Act:
    """A verb phrase in the third person: with its asides, without them, and only what it acts on."""

    full: str
    plain: str
    brief: str

    def at(self, level: int) -> str:
        """The phrase at length 0 (full), 1 (plain) or 2 (brief)."""
        return (self.full, self.plain, self.brief)[min(level, 2)]


def act(full: str, plain: str = "", brief: str = "") -> Act:
    """An `Act` whose shorter forms are derived from the longer where they are not given."""
    plain = plain or full
    return Act(full, plain, brief or brief_of(plain))


def as_act(phrase: Act | str) -> Act:
    """A phrase of any describer as an `Act`."""
    return phrase if isinstance(phrase, Act) else act(phrase)


_SHORT = 6
_LEADS = (
    (re.compile(r"^(?:otherwise, )?(?:if|unless) (.+?), ⟨it⟩"), "checks whether {}"),
    (re.compile(r"^for each .+? in (.+?), ⟨it⟩"), "goes through {}"),
    (re.compile(r"^while (.+?), ⟨it⟩"), "repeats while {}"),
    (re.compile(r"^for (.+?), ⟨it⟩"), "counts {}"),
    (re.compile(r"^with (.+?), ⟨it⟩"), "works with {}"),
)
_TAIL = re.compile(r"(?: (?:with|by|from|to|into|onto|as|that|whose|for|where|in which)\b|[,;:]) ?")


def brief_of(phrase: str) -> str:
    """A verb phrase with its object and nothing else: "sets `x`", "calls `f`", "checks whether `x` is 0"."""
    for pattern, words in _LEADS:
        if hit := pattern.match(phrase):
            return words.format(hit[1])
    if IT in phrase or spoken_length(phrase) <= _SHORT:
        return phrase
    start = re.match(r"\w+ (?:(?:the|a|an|its) )?(?:[\w-]+ )?`[^`]*`", phrase)
    if start is None:
        verb = re.match(r"\w+ ", phrase)
        rest = _TAIL.search(phrase, verb.end() + 1 if verb else 0)
        return phrase[: rest.start()] if rest and rest.start() > 8 else phrase
    if phrase.startswith("returns "):
        rest = re.search(r" (?:with|by) ", phrase)
        return phrase[: rest.start()] if rest else phrase
    return phrase[: start.end()]


_PREFIX = re.compile(rf"^(?:then|otherwise),? {IT} ")
_VERB_OBJECT = re.compile(
    rf"^((?:(?:then|otherwise) {IT} )?(?!checks|goes|repeats|returns)[a-z]+(?: the [a-z]+)?) ((?:its )?`[^`]*`)$"
)


def together(phrases: Sequence[str]) -> list[str]:
    """Neighbours that do the same to different things as one phrase: "sets `a` and `b`"."""
    runs: list[tuple[str, Counter[str]]] = []
    for phrase in phrases:
        hit = _VERB_OBJECT.match(phrase)
        verb, thing = (hit[1], hit[2]) if hit else (phrase, "")
        if runs and _PREFIX.sub("", runs[-1][0]) == verb and bool(thing) == any(runs[-1][1]):
            runs[-1][1][thing] += 1
        else:
            runs.append((verb, Counter([thing])))
    told = [_repeated(verb, things) for verb, things in runs]
    for at in range(1, len(told)):
        if told[at - 1].startswith(
            "checks whether"
        ):  # what is done then is not told, and so has no "otherwise"
            told[at] = re.sub("^otherwise,? ", "then ", told[at])
    return told


_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def _often(times: int) -> str:
    return "" if times == 1 else _TIMES.get(times, f"{number(times)} times")


def _repeated(verb: str, things: Counter[str]) -> str:
    """A verb with what it acts on, and how often where that is more than once."""
    told = [f"{thing} {_often(times)}".strip() for thing, times in things.items()]
    if not any(things):
        return f"{verb}, {told[0]}" if told[0] else verb
    return f"{verb} {listing(told)}"


def summed_up(phrases: Sequence[str], most: int = 3) -> str:
    """Many brief phrases as one: each verb once with the first `most` things it acts on, checks and loops as counts."""
    things: dict[str, list[str]] = {}
    counts = {"check": 0, "loop": 0, "choice": 0}
    for phrase in (_PREFIX.sub("", one) for one in phrases):
        hit = _VERB_OBJECT.match(phrase)
        if hit is not None:
            held = things.setdefault(hit[1], [])
            if hit[2] not in held:
                held.append(hit[2])
        elif (kind := _kind_of(phrase)) != "":
            counts[kind] += 1
            things.setdefault(kind, [])
        else:
            things.setdefault(phrase, [])
    told = [_of_many(verb, held, counts, most) for verb, held in things.items()]
    return f"in {count(len(phrases), 'step')}, {listing(told)}"


def _kind_of(phrase: str) -> str:
    if phrase.startswith("checks whether"):
        return "check"
    if phrase.startswith(("depending on", "when one of its channels")):
        return "choice"
    return "loop" if re.match(r"goes through|repeats|counts|loops|in an endless loop", phrase) else ""


def _of_many(verb: str, held: Sequence[str], counts: Mapping[str, int], most: int) -> str:
    if verb in counts:
        return f"{'runs' if verb == 'loop' else 'makes'} {count(counts[verb], verb)}"
    return f"{verb} {some(held, most)}" if held else verb


def shortened(acts: Sequence[Act]) -> list[list[str]]:
    """The phrases of a run, from all that could be said to what they come down to; the order is kept throughout."""
    if not acts:
        return []
    forms = [together([one.full for one in acts]), together([one.plain for one in acts])]
    levels = [1] * len(acts)
    # The longest is spared first; the last, which is the result, is kept longest.
    order = sorted(range(len(acts)), key=lambda i: (i == len(acts) - 1, -spoken_length(acts[i].plain), -i))
    for index in order:
        levels[index] = 2
        told = [one.at(level) for one, level in zip(acts, levels, strict=True)]
        forms.append(together(told))
    briefs = [one.brief for one in acts]
    if len(briefs) > 5:
        forms += [[briefs[0], summed_up(briefs[1:-1], most), briefs[-1]] for most in (4, 2, 1)]
    seen: list[list[str]] = []
    for form in forms:
        if form not in seen:
            seen.append(form)
    return seen
