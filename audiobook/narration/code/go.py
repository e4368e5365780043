"""Go above the shared outline: programs, tests, HTTP handlers."""

from __future__ import annotations

from dataclasses import replace

from audiobook.narration.code import outline
from audiobook.narration.code.definitions import Definition
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling


def tell(snippet: Snippet) -> Telling | None:
    """A Go block by its outline."""
    tops = outline.sorted_tops(snippet.tops)
    tops.made = [_known(made) for made in tops.made]
    return outline.tell(snippet, None, tops)


def _known(made: Definition) -> Definition:
    """Tests and handlers by their parameters."""
    types = [one.type for one in made.takes]
    if types[:1] == ["*testing.T"] and made.name.startswith("Test"):
        return replace(made, kind="test", takes=made.takes[1:])
    if types[:1] == ["*testing.B"]:
        return replace(made, kind="benchmark", takes=made.takes[1:])
    if types == ["http.ResponseWriter", "*http.Request"]:
        return replace(made, kind="handler", takes=())
    return made
