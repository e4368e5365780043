"""Calls that are given a function: what the function does, on events, timers, promises, or when it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import callacts
from audiobook.narration.code.act import Act, act
from audiobook.narration.code.calls import body_expression, given_words
from audiobook.narration.code.clauses import Steps, body_words
from audiobook.narration.code.kinds import CALLS, LAMBDAS, STRINGS
from audiobook.narration.code.nouns import name_span, noun
from audiobook.narration.code.trees import (
    arguments,
    chain,
    method_name,
    parameter_names,
    string_value,
)
from audiobook.narration.code.words import IT, code, listing, run, spoken_length


def with_callback(node: Node, name: str, callbacks: Sequence[Node], depth: int, steps: Steps) -> Act:
    """A call given a function: its other arguments, then what the function does."""
    start, links = chain(node)
    if len(links) > 1 and all(any(arg.type in LAMBDAS for arg in arguments(link)) for link in links[1:]):
        told = _promise(start, links, depth, steps)
        if told is not None:
            return told
    plain = f"calls {name_span(name)}" if name else "makes a call"
    inner = body_words(steps(callbacks[0], depth + 1), 30) if depth < 3 else []
    given = arguments(node)
    said = _function_words(callbacks[0])
    last = not given or given[-1] == callbacks[0] or callbacks[0] not in given
    single = len(inner) == 1 and IT not in inner[0] and not inner[0].startswith("holds only")
    if single and spoken_length(inner[0]) <= (30 if last else 12):
        said, inner = f"{said} that {inner[0]}", []
    told_args = [
        said
        if arg == callbacks[0]
        else (_function_words(arg) if arg.type in LAMBDAS else noun(arg, depth + 1))
        for arg in given
    ]
    if callbacks[0] not in given:
        told_args.append(said)
    bare = f"{plain} with {listing([one for one in told_args if one])}"
    brief = bare if spoken_length(bare) < 12 else plain
    if not inner:
        return act(bare if spoken_length(bare) <= 60 else plain, "", brief)
    if inner[0].startswith("holds only the comment: "):
        noted = inner[0].replace("holds only the comment: ", "a comment says: ")
        return act(f"{bare}, where {noted}", bare, plain)
    full = f"{bare}: {run('it', inner)}"
    return act(full if spoken_length(full) <= 60 else bare, "", brief)


def _function_words(function: Node) -> str:
    if function.type == "async_block":
        return "an async block"
    takes = listing([code(one) for one in parameter_names(function)[:3]])
    return f"a function of {takes}" if takes else "a function"


def nested_callback(node: Node, name: str, function: Node, depth: int, steps: Steps) -> Act:
    """A call given what another call makes of a function: `register(plugin((app) => ...))`."""
    told = given_words(node, depth, noun)
    plain = f"calls {name_span(name)}" if name else "makes a call"
    bare = f"{plain} with {listing(told)}" if told else plain
    inner = body_words(steps(function, depth + 1), 30)
    full = f"{bare}: {run('it', inner)}" if inner else bare
    return act(full if spoken_length(full) <= 60 else bare, bare, plain)


def event_act(
    node: Node, last: str, name: str, owner: Node | None, callback: Node, depth: int, steps: Steps
) -> Act | None:
    """Callbacks whose moment is well known: events, timers, each item, promises."""
    given = arguments(node)
    inner = body_words(steps(callback, depth + 1), 34)
    if not inner:
        return None
    takes = listing([code(one) for one in parameter_names(callback)[:2]])
    if (
        last in {"addEventListener", "on", "once"}
        and given
        and given[0].type in STRINGS
        and owner is not None
    ):
        lead = f"on each {code(string_value(given[0]))} of {noun(owner, depth + 1)}"
        return _timed(lead, inner, f"listens for {code(string_value(given[0]))} on {noun(owner, 2)}")
    if name in {"t.Run", "b.Run"} and given:
        return _timed(f"in the subtest {noun(given[0], 1)}", inner, "runs a subtest")
    if name in {"setTimeout", "setInterval", "window.setTimeout"} and len(given) > 1:
        every = "every" if "Interval" in name else "after"
        wait = noun(given[1], 2)
        unit = " milliseconds" if re.fullmatch(r"[\d`.]+", wait) else ""
        return _timed(f"{every} {wait}{unit}", inner, "sets a timer")
    if last in {"forEach", "for_each", "each"} and owner is not None:
        return _timed(
            f"for each {takes or 'item'} in {noun(owner, depth + 1)}", inner, f"goes through {noun(owner, 2)}"
        )
    if name in {"thread::spawn", "tokio::spawn", "spawn", "s.spawn"}:
        return _timed("in a new task" if "tokio" in name else "in a new thread", inner, "starts a thread")
    return None


def _timed(lead: str, inner: Sequence[str], brief: str) -> Act:
    return act(f"{lead}, {run(IT, inner)}", "", brief)


_SETTLES = {"then": "then", "catch": "if that fails", "finally": "in any case", "subscribe": "for each value"}


def _promise(start: Node, links: Sequence[Node], depth: int, steps: Steps) -> Act | None:
    """`fetch(url).then(...).then(...).catch(...)`: what is asked for, then what is done with the answer."""
    names = [method_name(link) for link in links]
    at = next((index for index, name in enumerate(names) if name in _SETTLES), None)
    if at is None or any(name not in _SETTLES for name in names[at:]):
        return None
    first = links[at - 1] if at else start
    opened = (
        callacts.call_act(first, depth, steps)
        if first.type in CALLS
        else act(f"waits for {noun(first, depth + 1)}")
    )
    told = [opened.plain]
    for link, name in zip(links[at:], names[at:], strict=True):
        given = arguments(link)
        if not given:
            continue
        told.append(_settled(_SETTLES[name], given[0], depth, steps))
    full = "; ".join(told)
    return act(full if spoken_length(full) <= 66 else f"{told[0]}; then handles the answer", "", opened.plain)


def promised(node: Node, depth: int, steps: Steps) -> Act | None:
    """A promise whose answer goes to a function by name: `load().then(show)`."""
    start, links = chain(node)
    if not links or method_name(links[-1]) not in _SETTLES or len(arguments(links[-1])) != 1:
        return None
    return _promise(start, links, depth, steps)


def _settled(lead: str, function: Node, depth: int, steps: Steps) -> str:
    if function.type not in LAMBDAS:
        return f"{lead}{',' if lead != 'then' else ''} it calls {noun(function, 2)}"
    takes = listing([code(one) for one in parameter_names(function)[:2]])
    body = body_expression(function)
    inner = body_words(steps(function, depth + 1), 24)
    if body is not None and body.type not in CALLS and not inner:
        inner = [f"gives {noun(body, depth + 1)}"]
    given = f", given {takes}," if takes else ","
    return f"{lead}{given} {run('it', inner)}" if inner else f"{lead}{given} does nothing more"
