"""What a describer hands back, and the sentences that every describer needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def _shortened(phrases: Sequence[str]) -> list[list[str]]:
    """The phrases with the longest, when it is itself a list of steps, told with fewer and fewer of them."""
    at = max(range(len(phrases)), key=lambda i: spoken_length(phrases[i]), default=0)
    parts = phrases[at].split("; ") if phrases else []
    told = []
    for kept in range(len(parts) - 2, 0, -1):
        between = f"does {count(len(parts) - kept - 1, 'more thing')}"
        told.append([*phrases[:at], "; ".join([*parts[:kept], between, parts[-1]]), *phrases[at + 1 :]])
    return told


def does_all(phrases: Sequence[str], subject: str = "it", rank: int = 1) -> Say:
    """Verb phrases with one subject in one sentence; its shorter forms count what lies between first and last."""
    phrases = [phrase for phrase in phrases if phrase]
    forms = [run(subject, phrases), *(run(subject, told) for told in _shortened(phrases))]
    if len(phrases) > 3:  # each of the inner ones may be the one that can be spared
        one_more = "does one more thing"
        forms += [
            run(subject, [*phrases[:at], one_more, *phrases[at + 1 :]])
            for at in range(1, min(len(phrases) - 1, 8))
        ]
    for kept in range(min(len(phrases) - 2, 6), 0, -1):
        between = f"does {count(len(phrases) - kept - 1, 'more thing')}"
        forms.append(run(subject, [*phrases[:kept], between, phrases[-1]]))
    if len(phrases) == 2 and phrases[0].startswith("takes ") and IT not in phrases[1]:
        forms += [f"{subject} {phrases[1]}", f"{subject} {phrases[1].split(', ')[0]}"]
    if len(phrases) > 1:
        forms.append(f"{subject} takes {count(len(phrases), 'step')}")
    return say(*forms, rank=rank) if phrases else Say((), rank)


_LONG_SENTENCE = 40


def in_sentences(phrases: Sequence[str], subject: str = "it", rank: int = 1) -> list[Say]:
    """Like `does_all`, in two sentences where one would be too long to follow."""
    phrases = [phrase for phrase in phrases if phrase]
    sizes = [spoken_length(phrase) for phrase in phrases]
    if len(phrases) < 2 or sum(sizes) <= _LONG_SENTENCE:
        return [does_all(phrases, subject, rank)]
    cut = next(
        at for at in range(1, len(phrases)) if 2 * sum(sizes[: at + 1]) > sum(sizes) or at == len(phrases) - 1
    )
    return [
        does_all(phrases[:cut], subject, rank),
        does_all(phrases[cut:], "it" if IT in phrases[cut] else "then it", rank),
    ]


def in_order(phrases: Sequence[str]) -> list[Say]:
    """Two to four acts get a sentence each ("First, it … Last, it …"); one, or more than four, are told in one."""
    if not 1 < len(phrases) <= 4:
        return [does_all(phrases)]
    order = ["first", *["then"] * (len(phrases) - 2), "last"]
    return [
        say(
            f"{word}, {clause('it', phrase)}",
            f"{word}, {clause('it', phrase.split(', ')[0])}" if IT not in phrase else "",
        )
        for word, phrase in zip(order, phrases, strict=True)
    ]
