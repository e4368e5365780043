"""Comments that turn rules off.

`<!-- lint: disable=bare-url,table-size -->` is about the block after it, or about the block whose text it stands in;
`<!-- lint: disable-file=bare-url -->` about the file. To narration they are comments like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit
from audiobook.names import did_you_mean
from audiobook.narration.parts import SILENT_TYPES

if TYPE_CHECKING:
    from audiobook.lint.page import Place, Text

_COMMENT = re.compile(r"<!--\s*lint\b[ \t]*:?(.*?)(?:-->|$)", re.DOTALL)
_REQUEST = re.compile(r"(disable|disable-file)\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)")
_FIX = "Write `<!-- lint: disable=RULE -->` before the block, or `<!-- lint: disable-file=RULE -->`"


@dataclass(frozen=True, slots=True)
class Disabled:
    """Where each rule is off: in the whole file, or from a first to a last line. `malformed`: comments in vain."""

    in_file: set[str] = field(default_factory=set)
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    malformed: list[Hit] = field(default_factory=list)

    def covers(self, rule: str, line: int) -> bool:
        return rule in self.in_file or any(
            rule == name and first <= line <= last for name, first, last in self.spans
        )


def disabled_in(places: Sequence[Place], texts: Sequence[Text], known: Collection[str]) -> Disabled:
    """The rules that the comments of a lesson turn off. `known` are the names of all rules."""
    found = Disabled()
    waiting: list[tuple[str, int]] = []
    for place in places:
        if place.node.type == "html_block":
            waiting += [(rule, place.line) for rule in _requests(place, place.node.content, known, found)]
        elif place.node.type not in SILENT_TYPES:
            found.spans.extend((rule, place.line, place.end_line) for rule, _ in waiting)
            waiting = []
    for rule, line in waiting:
        found.malformed.append(Hit(line, f"no block follows that `{rule}` could be off for", _FIX))
    for text in texts:
        for comment in text.inline.comments:
            for rule in _requests(text.place, comment, known, found):
                found.spans.append((rule, text.place.line, text.place.end_line))
    return found


def _requests(place: Place, source: str, known: Collection[str], found: Disabled) -> Iterator[str]:
    """The rules to turn off for a block; those for the file, and what is wrong, go to `found` at once."""
    for comment in _COMMENT.finditer(source):
        request = _REQUEST.fullmatch(comment[1].strip())
        if request is None:
            found.malformed.append(Hit(place.line, "the comment asks lint for nothing it knows", _FIX))
            continue
        for rule in re.split(r"\s*,\s*", request[2]):
            if rule not in known:
                hint = did_you_mean(rule, sorted(known))
                found.malformed.append(Hit(place.line, f"lint has no rule `{rule}`", hint))
            elif request[1] == "disable-file":
                found.in_file.add(rule)
            else:
                yield rule
