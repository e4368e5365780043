"""Settings in sections: INI files, systemd units, properties."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import entries_say, entry
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.words import code, codes, count, listing, some

_PAIR = re.compile(r"^\s*([A-Za-z_][\w.:/ -]*?)\s*[=:]\s*(.*?)\s*$")
_WORDS = re.compile(r"^\s*([a-z][\w-]*)\s+(\S.*?)\s*$")


def _sections(source: str) -> dict[str, dict[str, Value]]:
    """Each section with its settings; those before the first section stand under an empty name."""
    found: dict[str, dict[str, Value]] = {"": {}}
    name = ""
    for line in source.split("\n"):
        if not line.strip() or line.lstrip().startswith(("#", ";", "!", "//")):
            continue
        if hit := re.fullmatch(r"\s*\[+([^\]]+)\]+\s*", line):
            name = hit[1].strip()
            found.setdefault(name, {})
        elif hit := _PAIR.match(line) or _WORDS.match(line):
            found[name][hit[1]] = _scalar(hit[2])
    return found


def _scalar(text: str) -> Value:
    clean = text.strip().strip("\"'")
    return int(clean) if re.fullmatch(r"\d{1,9}", clean) else clean


def tell(snippet: Snippet) -> Telling | None:
    """Sections with their settings; None when there are none."""
    held = _sections(snippet.source)
    loose = held.pop("")
    spoken = "settings" if snippet.language.spoken == "INI" else snippet.language.spoken
    if not held:
        if not loose:
            return None
        if len(loose) == 1:
            name, value = next(iter(loose.items()))
            return outline("settings", say(f"one setting: {entry(name, value)}", rank=0))
        return outline("settings", *entries_say(loose, f"{size(snippet)} of {spoken}{where(snippet)}"))
    names = codes(list(held))
    says = [
        say(
            f"{size(snippet)} of {spoken}{where(snippet)}, in {count(len(held), 'section')}"
            + (f": {some(names, 5)}" if len(names) > 1 else ""),
            rank=0,
        )
    ]
    return outline(
        "settings", *says, *[_section(name, pairs) for name, pairs in list(held.items())[:4] if pairs]
    )


def _section(name: str, pairs: dict[str, Value]) -> Say:
    told = [f"{code(key)} is {scalar_words(value)}" for key, value in pairs.items() if code(key)]
    lead = f"in {code(name) or 'the section'}"
    return say(
        f"{lead}, {listing(told)}",
        f"{lead}, {listing(told[:3])}" if len(told) > 3 else "",
        f"{lead} {'is' if len(pairs) == 1 else 'are'} {some(codes(list(pairs)), 4)}",
        rank=1,
    )
