"""React components: their props, state, effects and handlers, and what they render."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.bodies import body_of
from audiobook.narration.code.clauses import body_words
from audiobook.narration.code.definitions import Definition
from audiobook.narration.code.jsx import ELEMENTS, element_words
from audiobook.narration.code.kinds import LAMBDAS
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.phrases import step, steps, steps_of
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import arguments, callee, names_bound, unwrapped
from audiobook.narration.code.words import IT, code, listing, run, spoken_length

_HOOK = re.compile(r"^(?:React\.)?use[A-Z]\w*$")


def is_component(made: Definition) -> bool:
    """Whether a function is a component: it has a name of a component and gives elements."""
    return (
        made.node is not None
        and made.name[:1].isupper()
        and "function" in made.kind
        and (bool(within(made.node, *ELEMENTS)) or _uses_hooks(made.node))
    )


def _uses_hooks(node: Node) -> bool:
    return any(_HOOK.match(callee(call)) for call in within(node, "call_expression"))


def is_hook(made: Definition) -> bool:
    """Whether a function is a hook of the lesson's own: `useOnlineStatus`."""
    return bool(_HOOK.match(made.name)) and "function" in made.kind


def as_react(made: Definition) -> Definition:
    """A component or hook with its statements told as React's."""
    if made.node is None or not (is_component(made) or is_hook(made)):
        return made
    body = field(made.node, "body")
    if body is not None and unwrapped(body).type in ELEMENTS:
        told = [rendered(unwrapped(body))]
    else:
        told = _state_together(steps(body_of(made.node), 0, say))
    kind = "React component" if is_component(made) else "hook"
    return replace(made, kind=kind, steps=tuple(told))


def rendered(node: Node) -> Act:
    """What a component returns."""
    full = element_words(node)
    return act(f"renders {full}", "", f"renders {element_words(node, 2)}")


def say(node: Node) -> Act | str | None:
    """A statement in a component: state, effects, refs, what it renders; anything else as in any function."""
    inner = unwrapped(node)
    if inner.type == "return_statement" and named(inner):
        returned = unwrapped(named(inner)[0])
        if returned.type in ELEMENTS:
            return rendered(returned)
        if text(returned) == "null":
            return "renders nothing"
    made = (
        first(inner, "variable_declarator")
        if inner.type in {"lexical_declaration", "variable_declaration"}
        else None
    )
    value = field(made, "value")
    if value is not None and made is not None and unwrapped(value).type == "call_expression":
        told = _hook(unwrapped(value), field(made, "name"))
        if told is not None:
            return told
    if inner.type == "call_expression":
        effect = _effect(inner)
        if effect is not None:
            return effect
    if inner.type == "if_statement" and within(inner, *ELEMENTS):
        return _early(inner)
    return step(node)


def _early(node: Node) -> Act | None:
    """`if (loading) return <Spinner />`."""
    from audiobook.narration.code.nouns import condition

    test = field(node, "condition")
    inner = [one.plain for one in steps(body_of(node), 1, say)]
    if test is None or not inner:
        return step(node)
    return act(f"if {condition(test)}, {run(IT, inner)}", "", f"checks whether {condition(test)}")


def _hook(call: Node, target: Node | None) -> Act | None:
    """A hook whose result is kept: state, a reducer, a ref, a context, a memo."""
    name = callee(call).rpartition(".")[2]
    if not _HOOK.match(name) or target is None:
        return None
    names = [code(one) for one in names_bound(target)]
    given = arguments(call)
    start = noun(given[0], 2) if given and given[0].type not in LAMBDAS else ""
    if name == "useState" and names:
        begins = f", which starts as {start}" if start and start != "a function" else ""
        setter = f", set by {names[1]}" if len(names) > 1 else ""
        return act(
            f"keeps the state {names[0]}{begins}{setter}",
            f"keeps the state {names[0]}{begins}",
            f"keeps the state {names[0]}",
        )
    if name in {"useImmer", "useOptimistic", "useSyncedState", "useLocalStorage"} and names:
        begins = f", which starts as {start}" if start and start != "a function" else ""
        return act(
            f"keeps the state {names[0]}{begins}, with {code(name)}", "", f"keeps the state {names[0]}"
        )
    if name == "useReducer" and names:
        return act(f"keeps the state {names[0]}, changed through {start}", "", f"keeps the state {names[0]}")
    if name == "useRef" and names:
        begins = f", which starts as {start}" if start and start != "`null`" else ""
        return act(f"keeps the ref {names[0]}{begins}", "", f"keeps the ref {names[0]}")
    if name == "useContext" and names and given:
        return act(f"reads {listing(names)} from the context {start}", "", f"reads {listing(names)}")
    if name in {"useMemo", "useCallback"} and names and given and given[0].type in LAMBDAS:
        kind = "remembers the function" if name == "useCallback" else "remembers"
        when = _depends(given)
        inner = body_words(steps_of(given[0], 1), 16)
        told = f", which {listing(inner)}" if inner and not any(IT in one for one in inner) else ""
        return act(f"{kind} {names[0]}{told}{when}", f"{kind} {names[0]}{when}", f"{kind} {names[0]}")
    return None


def _depends(given: Sequence[Node]) -> str:
    """When an effect or memo runs again."""
    if len(given) < 2 or given[1].type != "array":
        return ""
    names = [noun(part, 2) for part in named(given[1])]
    return f", anew when {listing(names, 'or')} changes" if names else ", only once"


def _effect(call: Node) -> Act | None:
    name = callee(call).rpartition(".")[2]
    given = arguments(call)
    if (
        name not in {"useEffect", "useLayoutEffect", "useInsertionEffect"}
        or not given
        or given[0].type not in LAMBDAS
    ):
        return None
    body = body_of(given[0])
    cleanup = next((part for part in body if part.type == "return_statement" and named(part)), None)
    inner = body_words(steps([part for part in body if part != cleanup], 1, say), 30)
    if cleanup is not None and unwrapped(named(cleanup)[0]).type in LAMBDAS:
        ends = body_words(steps_of(unwrapped(named(cleanup)[0]), 1), 12)
        inner = [*inner, f"to clean up, {run('it', ends)}"] if ends else inner
    when = "after each render" if len(given) < 2 else "as an effect"
    if len(given) > 1 and given[1].type == "array":
        names = [noun(part, 2) for part in named(given[1])]
        when = f"when {listing(names, 'or')} changes" if names else "once it is shown"
    told = f"{when}, {run(IT, inner)}" if inner else f"has an effect {when}"
    return act(told if spoken_length(told) <= 60 else f"has an effect {when}", "", f"has an effect {when}")


def _state_together(told: Sequence[Act]) -> list[Act]:
    """Neighbouring pieces of state as one phrase."""
    merged: list[Act] = []
    for one in told:
        before = merged[-1] if merged else None
        if (
            before is not None
            and before.plain.startswith("keeps the state ")
            and one.plain.startswith("keeps the state ")
        ):
            rest = one.plain.removeprefix("keeps the state ")
            joined = f"{before.plain}; and {rest}"
            names = f"{before.brief} and {one.brief.removeprefix('keeps the state ')}"
            merged[-1] = Act(joined, joined, names)
        else:
            merged.append(one)
    return merged
