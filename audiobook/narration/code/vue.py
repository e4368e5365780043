"""Vue: option objects, and single-file components with a script, a template and styles."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.clauses import body_words
from audiobook.narration.code.kinds import LAMBDAS, MAPS
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.phrases import step, steps_of
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.telling import in_sentences
from audiobook.narration.code.trees import arguments, callee, names_bound, pairs_of, string_value, unwrapped
from audiobook.narration.code.words import IT, code, listing, run

_OPTIONS = frozenset(
    ["data", "props", "computed", "methods", "watch", "setup", "mounted", "created", "components", "template", "emits",
     "beforeMount", "updated", "beforeUnmount", "unmounted", "directives",
     "render", "inject", "provide", "beforeCreate"]
)  # fmt: skip
_HOOKS = {
    "mounted": "once it is mounted", "created": "once it is created", "beforeMount": "before it is mounted",
    "updated": "after each update", "unmounted": "once it is unmounted", "beforeUnmount": "before it is unmounted",
    "beforeCreate": "before it is created",
}  # fmt: skip


def is_options(node: Node) -> bool:
    """Whether an object holds the options of a component."""
    keys = {name for name, _ in pairs_of(node)}
    return bool(keys & (_OPTIONS - {"setup", "render", "inject", "provide"})) and 2 * len(
        keys & _OPTIONS
    ) >= len(keys)


def option_says(node: Node, subject: str = "it") -> list[Say]:
    """The options of a component in their order."""
    told = [
        one
        for name, value in pairs_of(node)
        if value is not None and (one := _option(name, unwrapped(value)))
    ]
    return in_sentences(told, subject, 1, 3) if told else [say(f"{subject} has no options")]


def _option(name: str, value: Node) -> Act | None:
    if name in _HOOKS:
        inner = body_words(steps_of(value, 1), 24)
        return act(f"{_HOOKS[name]}, {run(IT, inner)}", "", f"has the hook {code(name)}") if inner else None
    if name == "data":
        return _data(value)
    if name == "setup":
        inner = body_words(steps_of(value, 1), 40)
        return act(f"in its setup, {run(IT, inner)}", "", "has a setup function") if inner else None
    if name == "template":
        return act("has a template of its own")
    if value.type == "array":
        names = [code(string_value(part)) for part in named(value) if part.type == "string"]
        return (
            act(f"{'takes' if name == 'props' else 'has'} the {_WORDS.get(name, name)} {listing(names)}")
            if names
            else None
        )
    if value.type in MAPS:
        pairs = pairs_of(value)
        names = [code(key) for key, _ in pairs if code(key)]
        if not names:
            return None
        word = _WORDS.get(name, name)
        word = word if len(names) > 1 else _SINGLE.get(word, word)
        brief = f"{'takes' if name == 'props' else 'has'} the {word} {listing(names[:5])}"
        return act(_detailed(brief, name, pairs), brief, brief)
    if value.type == "method_definition" or name == "render":
        return act(f"has the function {code(name)}")
    return act(
        f"has the function {code(name)}" if value.type in LAMBDAS else f"has {code(name)} {noun(value, 2)}"
    )


_WORDS = {"props": "props", "computed": "computed values", "methods": "methods", "watch": "watchers of",
          "components": "components", "emits": "events", "directives": "directives",
          "inject": "injected values"}  # fmt: skip
_SINGLE = {"props": "prop", "computed values": "computed value", "methods": "method", "watchers of": "watcher of",
           "components": "component", "directives": "directive", "events": "event"}  # fmt: skip


def _detailed(brief: str, name: str, pairs: Sequence[tuple[str, Node | None]]) -> str:
    """A single method, computed value or watcher with what it does."""
    if name not in {"methods", "computed", "watch", "directives"} or len(pairs) != 1 or pairs[0][1] is None:
        return brief
    inner = body_words(steps_of(unwrapped(pairs[0][1]), 1), 24)
    return f"{brief}, which {listing(inner)}" if inner and not any(IT in one for one in inner) else brief


def _data(value: Node) -> Act | None:
    """`data() { return { count: 0 } }`."""
    held = next((part for part in within(value, *MAPS)), None)
    if held is None:
        return None
    told = [
        f"{code(name)} {noun(part, 2)}" if part is not None and text(part) != name else code(name)
        for name, part in pairs_of(held)
        if code(name)
    ]
    names = [code(name) for name, _ in pairs_of(held)]
    if not told:
        return None
    return act(
        f"keeps the data {listing(told[:4])}" if len(told) <= 4 else f"keeps the data {listing(names[:6])}",
        "",
        f"keeps the data {listing(names[:6])}",
    )


_MOMENTS = {
    "onMounted": "once it is mounted", "onUnmounted": "once it is unmounted", "onUpdated": "after each update",
    "onBeforeUnmount": "before it is unmounted", "onBeforeMount": "before it is mounted",
}  # fmt: skip


def say_setup(node: Node) -> Act | str | None:
    """A statement of `<script setup>`: state, computed values, props, watchers, hooks."""
    inner = unwrapped(node)
    declares = inner.type in {"lexical_declaration", "variable_declaration"}
    made = first(inner, "variable_declarator") if declares else None
    value = field(made, "value")
    call = unwrapped(value) if value is not None else inner
    if call.type != "call_expression":
        return step(node)
    kept = listing([code(one) for one in names_bound(field(made, "name"))]) if made is not None else ""
    return _kept_value(call, kept) or _watched(call) or step(node)


def _kept_value(call: Node, kept: str) -> Act | None:
    """State, a computed value, or the props that a component takes."""
    name, given = callee(call), arguments(call)
    if kept and name in {"ref", "reactive", "shallowRef"}:
        begins = f", which starts as {noun(given[0], 1)}" if given else ""
        return act(f"keeps the state {kept}{begins}", "", f"keeps the state {kept}")
    if kept and name == "computed" and given:
        steps = body_words(steps_of(given[0], 1), 20)
        gives = (
            steps[0].removeprefix("returns ") if len(steps) == 1 and steps[0].startswith("returns ") else ""
        )
        return act(f"computes {kept}" + (f", {gives}" if gives else ""), "", f"computes {kept}")
    if name in {"defineProps", "defineEmits"} and given:
        names = [code(string_value(part)) for part in named(given[0], "string")]
        names = names or [code(key) for key, _ in pairs_of(given[0])]
        what = "takes the props" if name == "defineProps" else "emits"
        return act(f"{what} {listing([one for one in names if one][:5])}") if names else None
    return None


def _watched(call: Node) -> Act | None:
    """What happens at a moment of a component's life, or when something changes."""
    name, given = callee(call), arguments(call)
    if not given or name not in {*_MOMENTS, "watch", "watchEffect"}:
        return None
    steps = body_words(steps_of(given[-1], 1), 24) if given[-1].type in LAMBDAS else []
    if not steps:
        return None
    if name in _MOMENTS:
        when, brief = _MOMENTS[name], f"has the hook {code(name)}"
    elif name == "watch":
        when, brief = f"when {noun(given[0], 2)} changes", f"watches {noun(given[0], 2)}"
    else:
        when, brief = "whenever what it uses changes", "has a watcher"
    return act(f"{when}, {run(IT, steps)}", "", brief)
