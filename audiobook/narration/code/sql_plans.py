"""Plans that EXPLAIN prints: the nodes from the innermost outwards, with the costliest facts."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size
from audiobook.narration.code.words import code, count, listing

_NODE = re.compile(
    r"^\s*(?:->\s*)?(?P<kind>[A-Z][A-Za-z ]+?)(?: using (?P<index>\w+))?(?: on (?P<table>[\w.]+)(?: \w+)?)?\s+\(cost=",
    re.M,
)
_TIME = re.compile(r"Execution [Tt]ime: ([\d.]+) ms")
_REMOVED = re.compile(r"Rows Removed by Filter: (\d+)")


def tell(snippet: Snippet) -> Telling | None:
    """A plan of PostgreSQL's; None for anything else."""
    nodes = list(_NODE.finditer(snippet.source))
    if not nodes:
        return None
    told = [_node(hit) for hit in reversed(nodes)]
    says = [say(f"a query plan, {size(snippet)}, with {count(len(nodes), 'step')}", rank=0)]
    says.append(say(f"from the inside out: {listing(told)}", f"it ends with {told[-1]}", rank=0))
    removed = sum(int(hit[1]) for hit in _REMOVED.finditer(snippet.source))
    if removed:
        says.append(say(f"filters remove {removed} rows", rank=2))
    if hit := _TIME.search(snippet.source):
        says.append(say(f"it runs in {hit[1].split('.')[0]} milliseconds", rank=1))
    return idiom("a query plan", *says)


def _node(hit: re.Match[str]) -> str:
    kind = hit["kind"].strip().lower().replace("seq scan", "sequential scan")
    about = f" on {code(hit['table'])}" if hit["table"] else ""
    return f"{kind}{about}" + (f" by the index {code(hit['index'])}" if hit["index"] else "")
