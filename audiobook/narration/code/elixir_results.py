"""What an Elixir function hands back: tagged tuples, as what they mean to the one who called."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import is_pipe
from audiobook.narration.code.snippet import first, named, text

# How the last part of the tuple is handed back: as a value, and when the steps before have made "it".
_MEANS = {
    ":noreply": ("returns {} without a reply", "returns without a reply"),
    ":cont": ("goes on with {}", "goes on with it"),
    ":halt": ("halts with {}", "halts with it"),
    ":ok": ("returns an OK tuple with {}", "returns it in an OK tuple"),
    ":error": ("returns an error tuple with {}", "returns it in an error tuple"),
}


def returned(node: Node) -> list[str]:
    """A tagged tuple as steps: what makes its last part, then how that is handed back; empty for other values."""
    inner = named(node) if node.type == "tuple" else []
    tag = text(inner[0]) if inner else ""
    if tag == ":reply" and len(inner) == 3:
        made = _made(inner[2])
        return [
            *made,
            f"replies with {noun(inner[1], 1)}" + ("" if made else f", and keeps {noun(inner[2], 1)}"),
        ]
    if tag == ":stop" and len(inner) > 1:
        reply = f", replying with {noun(inner[2], 1)}" if len(inner) == 4 else ""
        return [f"stops with the reason {noun(inner[1], 1)}{reply}"]
    if tag not in _MEANS or len(inner) != 2:
        return []
    value, made_it = _MEANS[tag]
    made = _made(inner[1])
    return [*made, made_it] if made else [value.format(noun(inner[1], 1))]


def _made(node: Node) -> list[str]:
    """The steps that make a value, where they say more than that a function is called; else nothing."""
    from audiobook.narration.code.elixir_acts import does

    if not is_pipe(node) and (node.type != "call" or first(node, "arguments") is None):
        return []
    acted = does(node)
    return acted if acted and not acted[-1].startswith(("calls", "gives", "starts")) else []
