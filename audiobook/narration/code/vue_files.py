"""Vue's single-file components: what the script keeps and does, then what the template shows."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import html, objects, vue
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.html_parts import elements, tag_of
from audiobook.narration.code.languages import BY_NAME
from audiobook.narration.code.outline import sorted_tops
from audiobook.narration.code.phrases import steps
from audiobook.narration.code.snippet import Snippet, first, named, read, text
from audiobook.narration.code.telling import Telling, idiom, in_sentences, size, where
from audiobook.narration.code.words import listing


def tell(snippet: Snippet, tops: Sequence[Node]) -> Telling:
    """The parts of a component, in the order script, template, style."""
    says = [say(f"here is a Vue component, {size(snippet)}{where(snippet)}", rank=0)]
    for node in tops:
        if node.type == "script_element":
            says += _script(node)
    for node in tops:
        if tag_of(node) == "template":
            inner = elements(named(node))
            says += _template(inner)
    loose = [node for node in tops if tag_of(node) not in {"template", "script", "style"}]
    says += _template(loose)
    if any(node.type == "style_element" for node in tops):
        says.append(say("it has styles of its own", rank=3))
    return idiom("a component", *says)


def _script(node: Node) -> list[Say]:
    source = text(first(node, "raw_text"))
    language = BY_NAME["ts" if 'lang="ts"' in text(first(node, "start_tag")) else "js"]
    tree = read(source, language, 1)
    parts = sorted_tops(tree.tops)
    made = objects.largest_object([node for node in tree.tops if node.type == "export_statement"])
    if made is not None and vue.is_options(made[1]):
        return vue.option_says(made[1])
    nodes = [node for node in tree.tops if not node.type.startswith("import")]
    told = steps(nodes, 0, vue.say_setup)
    says = in_sentences(told, "it", 1, 2) if told else []
    if parts.imports and not told:
        says.append(say(f"it imports {listing(parts.imports[:3])}", rank=2))
    return says


def _template(nodes: Sequence[Node]) -> list[Say]:
    """What the template shows, in one sentence."""
    if not nodes:
        return []
    if len(nodes) == 1:
        return [
            say(
                *(f"its template shows {html.element_words(nodes[0], 0, deep)}" for deep in (3, 2, 1, 0)),
                rank=1,
            )
        ]
    return [say(*(f"its template shows {html.group(nodes, deep)}" for deep in (3, 2, 1, 0)), rank=1)]
