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


def say(*forms: str, rank: int = 1) -> Say:
    """A `Say` from its forms; empty and repeated ones are left out."""
    return Say(tuple(dict.fromkeys(sentence(form) for form in forms if form.strip())), rank)


_WEIGHTY = re.compile(r"references|primary key|foreign|hash key|range key")


_RICH = re.compile(r",| that | and |references| where ")


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
    return f"{name} {detail}" if detail.startswith("references") else f"{name} is {detail}"


def listed(
    lead: str, names: Sequence[str], details: Sequence[str] = (), *, noun: str, rank: int = 1, most: int = 4
) -> Say:
    """`lead` and a counted list of `noun`: with details, with names, with the first names and a count, as a count.

    Before details are given up for names, those that tie things together (keys, references) are kept alone.
    `lead` is the beginning of the sentence up to the count ("It has"). `details` run parallel to `names`.
    """
    total = f"{lead} {count(len(names), noun)}"
    full = _with(names, details)
    weighty = _with(names, [detail if _WEIGHTY.search(detail) else "" for detail in details])
    few = (
        f"{lead} {number(len(names))} {plural(noun)}, among them {listing(list(names[:most]))}"
        if len(names) > most + 1
        else ""
    )
    joined = ": " if len(names) != 1 else ", "
    return say(
        total + joined + listing(full),
        total + joined + listing(weighty),
        total + joined + listing(list(names)),
        few,
        total,
        rank=rank,
    )


def _shorten(chosen: list[int], says: Sequence[Say], sizes: list[list[int]]) -> bool:
    """Take the next shorter form of the sentence that can best spare it; False when no sentence has one left."""
    able = [i for i, said in enumerate(says) if chosen[i] >= 0 and chosen[i] + 1 < len(said.forms)]
    if not able:
        return False
    worst = max(able, key=lambda i: (sizes[i][chosen[i]] * (1 + says[i].rank), i))
    chosen[worst] += 1
    return True


def _drop(chosen: list[int], says: Sequence[Say]) -> bool:
    """Leave out the least important sentence, the later of equals; the first is never left out."""
    able = [i for i in range(1, len(says)) if chosen[i] >= 0]
    if not able:
        return False
    chosen[max(able, key=lambda i: (says[i].rank, i))] = -1
    return True


def fit(says: Sequence[Say], max_words: int, most: int = MOST_SENTENCES) -> tuple[str, ...]:
    """At most `most` sentences, together at most `max_words` spoken words where any form allows it."""
    says = [said for said in says if said.forms]
    sizes = [[spoken_length(form) for form in said.forms] for said in says]
    chosen = [
        next((f for f, size in enumerate(row) if size <= _LONGEST_SENTENCE), len(row) - 1) for row in sizes
    ]
    while sum(pick >= 0 for pick in chosen) > most and _drop(chosen, says):
        pass
    while sum(sizes[i][pick] for i, pick in enumerate(chosen) if pick >= 0) > max_words:
        if not _shorten(chosen, says, sizes) and not _drop(chosen, says):
            break
    return tuple(says[i].forms[pick] for i, pick in enumerate(chosen) if pick >= 0)
