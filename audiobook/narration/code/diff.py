"""Differences: "removes one line and adds two: …", told in the words of the language they are in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.guess import guess
from audiobook.narration.code.languages import BY_NAME, Language
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import codes, count, listing, plain, run, some, spoken_length

_HEADER = re.compile(
    r"^(?:diff --git|index [0-9a-f]+|--- \S|\+\+\+ \S|@@ |similarity |rename |new file|deleted file)"
)


def is_diff(snippet: Snippet) -> bool:
    """Whether the fence says so, or the block has a hunk header, or every line starts with a sign or a space."""
    lines = [line for line in snippet.source.split("\n") if line.strip()]
    if snippet.language.names[:1] in (("diff",), ("patch",), ("udiff",)):
        return True
    if any(line.startswith(("@@ -", "diff --git ")) for line in lines[:6]):
        return True
    signed = [line for line in lines if re.match(r"[+-](?![+-]|\d|\s*$)", line)]
    return (
        len(signed) > 1
        and all(line[0] in "+- " for line in lines)
        and {line[0] for line in signed} == {"+", "-"}
    )


def _language(source: str, lines: Sequence[str]) -> Language | None:
    file = re.search(r"^(?:\+\+\+|---) (?:[ab]/)?(\S+)", source, re.M)
    ending = file[1].rpartition(".")[2] if file else ""
    return BY_NAME.get(ending) or guess("\n".join(lines))


def _told(lines: Sequence[str], language: Language | None) -> str:
    """What the changed lines do or name, briefly."""
    from audiobook.narration.code.describers import acts_of

    source = "\n".join(lines)
    acts = acts_of(source, language) if language is not None else []
    if 0 < len(acts) <= 3 and spoken_length(listing(acts)) <= 30:
        return f", {run('it', acts)}"
    short_lines = codes([line.strip() for line in lines])
    if len(short_lines) == 1 and spoken_length(short_lines[0]) <= 12:
        return f": {short_lines[0]}"
    names = list(dict.fromkeys(re.findall(r"[A-Za-z_]\w{2,}", source)))
    return f": {count(len(lines), 'line')} with {some(codes(names[:3]), 3)}" if names else ""


def tell(snippet: Snippet) -> Telling | None:
    """A difference: how many lines go and come in which files, and what they are."""
    if not is_diff(snippet):
        return None
    source = snippet.source
    body = [line for line in source.split("\n") if not _HEADER.match(line)]
    gone = [line[1:] for line in body if line.startswith("-") and line[1:].strip()]
    come = [line[1:] for line in body if line.startswith("+") and line[1:].strip()]
    files = codes(list(dict.fromkeys(re.findall(r"^\+\+\+ (?:b/)?(\S+)", source, re.M))))
    counts = [
        f"removes {count(len(gone), 'line')}" if gone else "",
        f"adds {count(len(come), 'line')}" if come else "",
    ]
    changed = listing([part for part in counts if part]) or "changes nothing"
    where = f" of {some(files, 2)}" if files else ""
    language = _language(source, come or gone)
    commit = re.match(r"commit [0-9a-f]{7,}", source.lstrip())
    message = re.search(r"^Date:.*\n\s*\n\s+(\S.*)$", source, re.M) if commit else None
    title = f"the commit with the message {plain(message[1]).rstrip('.')}" if message else ""
    says: list[Say] = [
        say(
            f"{title}: a change{where}, which {changed}" if title else "",
            f"a change{where}, which {changed}",
            rank=0,
        )
    ]
    if gone and (told := _told(gone, language)):
        says.append(say(f"before{told}", rank=2))
    if come and (told := _told(come, language)):
        says.append(say(f"now{told}", rank=1))
    return idiom("a difference", *says)
