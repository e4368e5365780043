"""Templates of Phoenix and Rails: the page that they make, in the order in which it is seen."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.languages import BY_NAME, Language
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.template_tree import Piece, parse
from audiobook.narration.code.template_words import Words
from audiobook.narration.code.words import count, listing, some, spoken_length

_MOST_SENTENCES = 3
_LONGEST = 40


def _expressions(language: Language) -> Language:
    return BY_NAME["ruby" if language.names[:1] == ("erb",) else "elixir"]


def _pieces(source: str, language: Language) -> list[Piece]:
    return parse(source, braces=language.names[:1] == ("heex",))


def tell(snippet: Snippet) -> Telling | None:
    """A template piece by piece; None when it holds nothing that can be told."""
    words = Words(_expressions(snippet.language))
    pieces = _pieces(snippet.source, snippet.language)
    items = words.items(pieces, 3)
    if not items:
        return None
    brief = [words.items([piece], 0) for piece in pieces]
    head = say(f"{size(snippet)} of {snippet.language.spoken}{where(snippet)}", rank=0)
    flat = [one for some_of in brief for one in some_of]
    return idiom("a template", head, *_says(items, flat if len(flat) == len(items) else items))


def _says(items: list[str], brief: list[str]) -> list[Say]:
    """The pieces in one to three sentences."""
    if len(items) == 1:
        lead = "" if re.match(r"for each |if |unless |by ", items[0]) else "it is "
        shorter = [f"{lead}{brief[0]}"] if brief and brief[0] != items[0] else []
        return [say(f"{lead}{items[0]}", *shorter, rank=0)]
    groups: list[list[tuple[str, str]]] = []
    for item, short in zip(items, brief, strict=True):
        fits = groups and spoken_length(listing([*(one for one, _ in groups[-1]), item])) <= _LONGEST
        if fits or len(groups) == _MOST_SENTENCES:
            groups[-1].append((item, short))
        else:
            groups.append([(item, short)])
    says = []
    for at, pairs in enumerate(groups):
        group, shorter = [one for one, _ in pairs], [short for _, short in pairs]
        lead = _lead(at, len(group))
        forms = [f"{lead} {listing(group)}", f"{lead} {listing(shorter)}"]
        forms += [f"{lead} {some(group, kept, 'more thing')}" for kept in range(len(group) - 1, 0, -1)]
        says.append(say(*forms, f"{lead} {count(len(group), 'more thing')}" if at else "", rank=at))
    return says


def _lead(at: int, many: int) -> str:
    if at == 0:
        return "first comes" if many == 1 else "it has"
    return "then comes" if many == 1 else "then come"


def in_brief(source: str) -> str:
    """What a HEEx template inside a function holds, as a noun phrase; empty when nothing can be told."""
    language = BY_NAME["heex"]
    items = Words(BY_NAME["elixir"]).items(_pieces(source, language), 2)
    return listing(items)
