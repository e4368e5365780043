"""What a describer hands back, and the sentences that every describer needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobook.narration.code.act import Act, as_act, shortened
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.words import IT, clause, code, count, run, spoken_length

IDIOM, OUTLINE, LINES, NOTICE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Telling:
    """Sentences in speaking order, and the level they stand on. `what` names the shape for the ledger."""

    says: tuple[Say, ...]
    level: int
    what: str


def lines_of(snippet: Snippet) -> str:
    """`twelve lines of Elixir`."""
    return f"{count(snippet.lines, snippet.language.noun)} of {snippet.language.spoken}"


def size(snippet: Snippet) -> str:
    """`twelve lines`."""
    return count(snippet.lines, snippet.language.noun)


def where(snippet: Snippet) -> str:
    """`, from the file X` when the fence names one."""
    return f", from the file {code(snippet.title)}" if "." in snippet.title and code(snippet.title) else ""


def idiom(what: str, *says: Say | None) -> Telling:
    """A telling at the level of idioms; absent sentences are left out."""
    return Telling(tuple(said for said in says if said), IDIOM, what)


def outline(what: str, *says: Say | None) -> Telling:
    """A telling at the level of the outline."""
    return Telling(tuple(said for said in says if said), OUTLINE, what)


def does_all(phrases: Sequence[Act | str], subject: str = "it", rank: int = 1) -> Say:
    """Verb phrases with one subject in one sentence; its shorter forms say less of each, and name what they leave."""
    acts = [as_act(phrase) for phrase in phrases if phrase]
    forms = [run(subject, form) for form in shortened(acts)]
    if len(acts) == 2 and acts[0].full.startswith("takes ") and IT not in acts[1].plain:
        forms += [f"{subject} {acts[1].plain}", f"{subject} {acts[1].brief}"]
    return say(*forms, rank=rank) if acts else Say((), rank)


_LONG_SENTENCE = 30


def in_sentences(
    phrases: Sequence[Act | str], subject: str = "it", rank: int = 1, most: int = 2
) -> list[Say]:
    """Like `does_all`, in up to `most` sentences of about the same length where one would be too long to follow."""
    acts = [as_act(phrase) for phrase in phrases if phrase]
    sizes = [spoken_length(one.plain) + 1 for one in acts]
    wanted = min(most, -(-sum(sizes) // _LONG_SENTENCE), len(acts))
    says = []
    for start, end in pairwise([*_starts(acts, sizes, wanted), len(acts)]):
        lead = "it" if acts[start].plain.startswith(_OPENERS) or IT in acts[start].plain else "then it"
        says.append(does_all(acts[start:end], subject if start == 0 else lead, rank))
    return says


_OPENERS = ("if ", "for ", "while ", "otherwise", "with ", "at the end")


def _starts(acts: Sequence[Act], sizes: Sequence[int], wanted: int) -> list[int]:
    """Where each of `wanted` sentences starts: near equal shares of the words, better before a clause of its own."""
    starts, total = [0] if acts else [], 0
    for at, size in enumerate(sizes):
        share = len(starts) * sum(sizes) / max(wanted, 1)
        bonus = size / 2 if IT in acts[at].plain else 0
        if at and len(starts) < wanted and total + size / 2 + bonus >= share and starts[-1] != at:
            starts.append(at)
        total += size
    return starts


_AFTER = re.compile("^then,? ")


def _ordered(word: str, form: str) -> str:
    """A phrase with its place in the order; one that says "otherwise" has its place already."""
    if form.startswith("otherwise"):
        return clause("it", form)
    return f"{word}, {clause('it', _AFTER.sub('', form))}"


def in_order(phrases: Sequence[Act | str]) -> list[Say]:
    """Two to four acts get a sentence each ("First, it … Last, it …"); one, or more than four, are told in one."""
    acts = [as_act(phrase) for phrase in phrases]
    if not 1 < len(acts) <= 4:
        return [does_all(acts)]
    order = ["first", *["then"] * (len(acts) - 2), "last"]
    return [
        say(*(_ordered(word, form) for form in (one.full, one.plain, one.brief)))
        for word, one in zip(order, acts, strict=True)
    ]
