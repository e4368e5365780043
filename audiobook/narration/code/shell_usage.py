"""The synopsis of a command, with its optional parts in brackets."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import code, codes, count, some

_OPTIONAL = re.compile(r"(?:^|\s)\[\s*[<\w-][^\]=;]*\]|\{\s*[\w<][\w<>. -]*(?:\|\s*[\w<][\w<>. -]*)+\}")


def usage_of(snippet: Snippet) -> Telling | None:
    """The synopsis of a command, with its optional parts in brackets; None for commands."""
    source = snippet.source.strip()
    first = source.split()[0] if source.split() else ""
    found = _OPTIONAL.findall(source)
    if (
        not found
        or first in {"if", "while", "[", "for", "case", "{", "until", "elif"}
        or re.search(r"\bthen\b|;|\$\(|&&", source)
    ):
        return None
    if not re.fullmatch(r"[\w./-]+", first) or re.search(r"\[[^\]]*[\"'=]", source):
        return None
    words = re.split(r"\s*[\[{<]", source, maxsplit=1)[0].split()
    name = code(" ".join(words[:4]))
    parts = [hit[1] for part in found if (hit := re.search(r"([A-Za-z][\w-]*)", part))]
    told = some(codes(list(dict.fromkeys(parts))), 4)
    lead = f"the usage of the command {name}" + (
        f", over {count(snippet.lines, 'line')}" if snippet.lines > 1 else ""
    )
    return idiom("a usage", say(f"{lead}; optional parts are {told}", lead, rank=0))
