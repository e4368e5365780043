"""Fits what could be said about a block into the words there are: detail becomes names, then counts.

A describer hands over `Say` values in speaking order. Each holds the same thing said at several lengths; the fit
shortens the least important and longest first, and drops a sentence only when nothing is left to shorten.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.narration.code.words import count, listing, number, plural, sentence, spoken_length

MOST_SENTENCES = 5
_LONGEST_SENTENCE = 66


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence in its possible forms, longest first. `rank` 0 is kept to the end; a higher rank goes sooner."""

    forms: tuple[str, ...]
    rank: int = 1

    def preceded_by(self, other: Say) -> Say:
        """Each form after the first form of `other`, as one sentence; then the forms alone."""
        lead = other.forms[0].rstrip(".")
        joined = (f"{lead}, and {re.sub('^It ', '', form)}" for form in self.forms)
        return Say((*joined, *self.forms), self.rank)

    def followed_by(self, words: str) -> Say:
        """Each form with `words` before its full stop."""
        return Say(tuple(sentence(form.rstrip(".") + words) for form in self.forms), self.rank)


def say(*forms: str, rank: int = 1) -> Say:
    """A `Say` from its forms; empty and repeated ones are left out."""
    return Say(tuple(dict.fromkeys(sentence(form) for form in forms if form.strip())), rank)


_WEIGHTY = re.compile(r"references|primary key|foreign|hash key|range key")


_RICH = re.compile(r",| that | and |references| where ")


_WHERE = re.compile(r", where [^;]*$")
_TYPE = re.compile(r"^an? [\w -]+$|^(?:required )?(?:case-insensitive )?text$")


def _likewise(details: Sequence[str]) -> list[str]:
    """References that differ only in what they point at: what happens on deletion is told with the first of them."""
    seen: set[str] = set()
    told = []
    for detail in details:
        shape = re.sub(r"`[^`]*`", "", detail)
        if "references" in detail and _WHERE.search(detail):
            told.append(
                re.sub(r"references", "likewise references", _WHERE.sub("", detail), count=1)
                if shape in seen
                else detail
            )
            seen.add(shape)
        else:
            told.append(detail)
    return told


def _together(names: Sequence[str], details: Sequence[str]) -> tuple[list[str], list[str]]:
    """Neighbours with the same plain type as one: "`a` and `b`", "each a string"."""
    grouped: list[tuple[list[str], str]] = []
    for name, detail in zip(names, details, strict=True):
        if grouped and grouped[-1][1] == detail and _TYPE.match(detail):
            grouped[-1][0].append(name)
        else:
            grouped.append(([name], detail))
    return (
        [" and ".join(held) if len(held) < 3 else listing(held) for held, _ in grouped],
        [f"each {detail}" if len(held) > 1 else detail for held, detail in grouped],
    )


def _with(names: Sequence[str], details: Sequence[str]) -> list[str]:
    """Each name with its detail: plain ones in apposition ("`title`, a string"), rich ones as clauses ("`id` is ...").

    A semicolon is a comma to the ear: without a verb, a row of rich details could not be told apart.
    """
    if not details:
        return list(names)
    if not any(_RICH.search(detail) for detail in details):
        return [f"{name}, {detail}" if detail else name for name, detail in zip(names, details, strict=True)]
    return [_clause(name, detail) if detail else name for name, detail in zip(names, details, strict=True)]


def _clause(name: str, detail: str) -> str:
    if detail.startswith("each "):
        return f"{name} are {detail}"
    return f"{name} {detail}" if re.match(r"(?:likewise )?references", detail) else f"{name} is {detail}"


def listed(
    lead: str,
    names: Sequence[str],
    details: Sequence[str] = (),
    *,
    noun: str,
    rank: int = 1,
    most: int = 4,
    grouped: bool = False,
) -> Say:
    """`lead` and a counted list of `noun`: with details, with names, with the first names and a count, as a count.

    Before details are given up for names, those that tie things together (keys, references) are kept alone.
    `lead` is the beginning of the sentence up to the count ("It has"). `details` run parallel to `names`; `grouped`
    tells neighbours of one type together from the start.
    """
    total = f"{lead} {count(len(names), noun)}"
    plain_details, details = details, _likewise(details)
    full = _with(names, details)
    short_details = [_WHERE.sub("", detail) for detail in plain_details]
    together = _with(*_together(names, details)) if details else []
    brief = _with(*_together(names, short_details)) if details else []
    weighty = _with(names, [detail if _WEIGHTY.search(detail) else "" for detail in short_details])
    few = (
        f"{lead} {number(len(names))} {plural(noun)}, among them {listing(list(names[:most]))}"
        if len(names) > most + 1
        else ""
    )
    joined = ": " if len(names) != 1 or any(_RICH.search(detail) for detail in details) else ", "
    return say(
        total + joined + listing(together if grouped and details else full),
        total + joined + listing(together) if details else "",
        total + joined + listing(brief) if details else "",
        total + joined + listing(weighty),
        total + joined + listing(list(names)),
        few,
        total,
        rank=rank,
    )


def spans(text: str) -> frozenset[str]:
    """The code tokens of inline Markdown, and the names within them."""
    held = re.findall(r"`([^`]+)`", text)
    return frozenset(held) | {name for span in held for name in re.findall(r"\w+[?!]?", span)}


@dataclass(slots=True)
class _Fit:
    """Which form of each sentence is taken (-1: none), and which names must be lost last."""

    says: Sequence[Say]
    chosen: list[int]
    sizes: list[list[int]]
    keep: frozenset[str]

    def words(self) -> int:
        return sum(self.sizes[i][pick] for i, pick in enumerate(self.chosen) if pick >= 0)

    def _loses(self, at: int, form: str) -> int:
        """How many of the names to keep are no longer said when sentence `at` becomes `form`."""
        if not self.keep:
            return 0
        now = [said.forms[pick] for said, pick in zip(self.says, self.chosen, strict=True) if pick >= 0]
        then = [
            form if i == at else said.forms[pick]
            for i, (said, pick) in enumerate(zip(self.says, self.chosen, strict=True))
            if pick >= 0
        ]
        return len((spans(" ".join(now)) - spans(" ".join(then))) & self.keep)

    def shorten(self) -> bool:
        """Take a shorter form of the sentence that can best spare it; False when no sentence has one left."""
        nexts = {i: self._next(i) for i, pick in enumerate(self.chosen) if pick >= 0}
        able = [i for i, form in nexts.items() if form >= 0]
        if not able:
            return False
        # What may go first does so before what matters is cut short.
        spare = [i for i in able if self.says[i].rank >= 3 and not self._loses(i, "")]
        if spare and self.drop_one_of(spare):
            return True
        worst = max(
            able,
            key=lambda i: (
                -self._loses(i, self.says[i].forms[nexts[i]]),
                self.sizes[i][self.chosen[i]] * (1 + self.says[i].rank),
                i,
            ),
        )
        self.chosen[worst] = nexts[worst]
        return True

    def _next(self, at: int) -> int:
        """The longest of the forms shorter than the one taken that loses fewest of the names to keep; else -1."""
        row, forms = self.sizes[at], self.says[at].forms
        shorter = [form for form in range(len(row)) if row[form] < row[self.chosen[at]]]
        return max(shorter, key=lambda form: (-self._loses(at, forms[form]), row[form], -form), default=-1)

    def drop_one_of(self, spare: Sequence[int]) -> bool:
        """Leave out the last of the sentences of the highest rank among `spare`."""
        last = max(spare, key=lambda i: (self.says[i].rank, i))
        if last == 0:
            return False
        self.chosen[last] = -1
        return True

    def drop(self) -> bool:
        """Leave out the least important sentence, the later of equals; the first is never left out."""
        able = [i for i in range(1, len(self.says)) if self.chosen[i] >= 0]
        if not able:
            return False
        self.chosen[max(able, key=lambda i: (-self._loses(i, ""), self.says[i].rank, i))] = -1
        return True


def fit(
    says: Sequence[Say], max_words: int, most: int = MOST_SENTENCES, keep: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """At most `most` sentences, together at most `max_words` spoken words where any form allows it.

    The names in `keep` are those the prose beside the block talks about: they are the last to go.
    """
    says = [said for said in says if said.forms]
    sizes = [[spoken_length(form) for form in said.forms] for said in says]
    chosen = [
        next((f for f, size in enumerate(row) if size <= _LONGEST_SENTENCE), row.index(min(row)))
        for row in sizes
    ]
    fitted = _Fit(says, chosen, sizes, keep)
    while sum(pick >= 0 for pick in chosen) > most and fitted.drop():
        pass
    while fitted.words() > max_words:
        if not fitted.shorten() and not fitted.drop():
            break
    return tuple(says[i].forms[pick] for i, pick in enumerate(chosen) if pick >= 0)
