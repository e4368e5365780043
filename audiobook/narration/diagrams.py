"""Mermaid diagrams in a few sentences: what is connected to what, or how much there is of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiobook.narration.charts import INDENTED, TELLERS
from audiobook.narration.charts import listing as _listing
from audiobook.narration.charts import plain as _plain
from audiobook.narration.graphs import Graph, boxes, clauses, kind_of, lines_of, states
from audiobook.narration.labels import spoken
from audiobook.narration.numerals import cardinal, counted

MOST_NODES = 8
"""A diagram of this many nodes or fewer is told node by node."""

_MOST_EDGES = 12
_MOST_MESSAGES = 10


def describe(source: str) -> tuple[str, ...]:
    """Sentences (inline Markdown) for a Mermaid diagram; none when its kind is not known or nothing was understood.

    Syntax: https://mermaid.js.org/intro/syntax-reference.html.
    """
    kept = lines_of(source)
    if not kept:
        return ()
    kind = kind_of(kept)
    lines = kept if kind in INDENTED else [line.strip() for line in kept]
    teller = _TELLERS.get(kind) or TELLERS.get(kind)
    return tuple(teller(lines)) if teller else ()


# -- boxes and arrows -----------------------------------------------------------------------------------------


def _flowchart(lines: list[str]) -> Iterable[str]:
    return _tell_graph(boxes(lines), "flowchart", ("box", "boxes"))


def _state_diagram(lines: list[str]) -> Iterable[str]:
    return _tell_graph(states(lines), "state diagram", ("state", "states"))


def _tell_graph(graph: Graph, kind: str, nouns: tuple[str, str]) -> Iterable[str]:
    if not graph.labels:
        return
    graph = _told(graph)
    size = len(graph.labels)
    nodes = f"{cardinal(size)} {nouns[size > 1]}"
    if size > MOST_NODES or len(graph.edges) > _MOST_EDGES:
        yield f"A {kind} with {nodes} and {counted(len(graph.edges), 'connection')}."
        starts, ends = _ends(graph)
        if starts and ends:
            yield f"It goes from {_listing(starts[:3])} to {_listing(ends[:3])}."
        return
    yield f"A {kind} with {nodes}."
    yield from _edge_sentences(graph)
    linked = {end for source, target, _ in graph.edges for end in (source, target)}
    alone = [label for identifier, label in graph.labels.items() if identifier not in linked]
    if alone:
        yield (
            f"{_listing(alone)} {'stands' if len(alone) == 1 else 'stand'} alone."
            if graph.edges
            else f"{_listing(alone)}."
        )


def _told(graph: Graph) -> Graph:
    """The graph with its labels as they are told; a label of marks alone has its id in its place."""
    labels = {name: spoken(label) or spoken(name) for name, label in graph.labels.items()}
    edges = [(source, target, spoken(label)) for source, target, label in graph.edges]
    return Graph(labels, edges, graph.questions)


def _edge_sentences(graph: Graph) -> Iterable[str]:
    """The edges in source order: those of a question by their answers, and what follows on one another as one chain."""
    told: dict[tuple[str, str], list[str]] = {}
    for source, target, label in graph.edges:
        told.setdefault((source, label), []).append(target)
    chain = ""
    end = ""
    for (source, label), targets in told.items():
        start, names = graph.labels[source], _listing([graph.labels[target] for target in targets])
        answers = [one for one in told if one[0] == source]
        if chain and not label and source == end and len(answers) == 1:
            chain += f", then to {names}"
            end = targets[0] if len(targets) == 1 else ""
            continue
        if chain:
            yield f"{chain}."
        chain, end = "", ""
        if source in graph.questions and len(answers) > 1 and all(answer for _, answer in answers):
            if (source, label) == answers[0]:
                ways = [(answer, told[source, answer]) for _, answer in answers]
                yield f"From {start}, {_by_answer(ways, graph)}."
        elif label:
            yield f"From {start} to {names}: {label}."
        else:
            chain, end = f"{start} leads to {names}", targets[0] if len(targets) == 1 else ""
    if chain:
        yield f"{chain}."


def _by_answer(ways: list[tuple[str, list[str]]], graph: Graph) -> str:
    """Where each answer to a question leads: "yes leads to Ship, and no leads to Remind"."""
    parts = [
        f"{answer} leads to {_listing([graph.labels[one] for one in targets])}" for answer, targets in ways
    ]
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _ends(graph: Graph) -> tuple[list[str], list[str]]:
    """The labels of the nodes that nothing leads to, and of those that lead nowhere."""
    sources = {source for source, _, _ in graph.edges}
    targets = {target for _, target, _ in graph.edges}
    return (
        [label for identifier, label in graph.labels.items() if identifier in sources - targets],
        [label for identifier, label in graph.labels.items() if identifier in targets - sources],
    )


# -- the other kinds ------------------------------------------------------------------------------------------

_MESSAGE = re.compile(
    r"([\w .-]+?)\s*(<?<?-{1,2}[>x)]{1,2}|-{1,2}>>?|-{1,2}[x)])\s*[+-]?\s*([\w .-]+?)\s*:\s*(.*)$"
)
_PARTICIPANT = re.compile(r"(?:create\s+)?(?:participant|actor)\s+([\w.-]+)(?:\s+as\s+(.+))?$")


def _sequence(lines: list[str]) -> Iterable[str]:
    names: dict[str, str] = {}
    messages: list[tuple[str, str, str]] = []
    for line in clauses(lines[1:]):
        participant = _PARTICIPANT.match(line)
        message = _MESSAGE.match(line)
        if participant:
            names[participant[1]] = _plain(participant[2] or participant[1])
        elif message:
            for end in (message[1], message[3]):
                names.setdefault(end, _plain(end))
            messages.append((names[message[1]], names[message[3]], _plain(message[4])))
    if not names:
        return
    yield f"A sequence diagram between {_listing(list(names.values()))}."
    if len(messages) > _MOST_MESSAGES:
        first, last = messages[0], messages[-1]
        yield f"It has {counted(len(messages), 'message')}."
        yield f"The first is from {first[0]} to {first[1]}: {first[2]}."
        yield f"The last is from {last[0]} to {last[1]}: {last[2]}."
        return
    for number, (source, target, text) in enumerate(messages):
        lead = "First, " if number == 0 and len(messages) > 1 else "Then " if number else ""
        yield f"{lead}{source} to {target if target != source else 'itself'}: {text}."


_RELATION = re.compile(
    r'(?P<left>[\w.-]+)\s+(?:"[^"]*"\s*)?(?P<arrow>[|}o{.<*-][|}o{.<>*-]{2,6})\s*'
    r'(?:"[^"]*"\s*)?(?P<right>[\w.-]+)\s*(?::\s*(?P<label>.*))?$'
)
_MANY = {"|o": "at most one", "||": "one", "}o": "any number of", "}|": "one or more"}


def _entities(lines: list[str]) -> Iterable[str]:
    names: dict[str, None] = {}
    sentences = []
    for line in lines[1:]:
        match = _RELATION.match(line)
        alone = re.match(r"([\w-]+)\s*(?:\[[^\]]*\])?\s*\{?$", line)
        if match:
            left, right = _plain(match["left"]), _plain(match["right"])
            names.update({left: None, right: None})
            arrow = match["arrow"]
            many = _MANY.get(arrow[-2:][::-1].replace("{", "}"), "")
            label = _plain(match["label"] or "") or "relates to"
            sentences.append(" ".join(f"{left} {label} {many} {right}.".split()))
        elif alone and not line.startswith("}"):
            names[_plain(alone[1])] = None
    if not names:
        return
    size = f"{cardinal(len(names))} {'entity' if len(names) == 1 else 'entities'}"
    yield f"An entity diagram with {size}: {_listing(list(names)[:MOST_NODES])}."
    if len(names) <= MOST_NODES:
        yield from sentences


def _classes(lines: list[str]) -> Iterable[str]:
    names: dict[str, None] = {}
    sentences = []
    verbs = (("<|", "inherits from"), ("*", "is composed of"), ("o", "has"), (">", "uses"))
    for line in lines[1:]:
        match = _RELATION.match(line)
        declared = re.match(r"class\s+([\w.-]+)", line)
        if match:
            left, right, arrow = _plain(match["left"]), _plain(match["right"]), match["arrow"]
            names.update({left: None, right: None})
            verb = next((verb for sign, verb in verbs if sign in arrow), "is linked to")
            child_right = arrow.startswith("<|")
            source, target = (right, left) if child_right else (left, right)
            sentences.append(f"{source} {_plain(match['label'] or '') or verb} {target}.")
        elif declared:
            names[_plain(declared[1])] = None
    if not names:
        return
    size = f"{cardinal(len(names))} {'class' if len(names) == 1 else 'classes'}"
    yield f"A class diagram with {size}: {_listing(list(names)[:MOST_NODES])}."
    if len(names) <= MOST_NODES:
        yield from sentences


_TELLERS = {
    "graph": _flowchart,
    "flowchart": _flowchart,
    "flowchart-elk": _flowchart,
    "sequencediagram": _sequence,
    "statediagram": _state_diagram,
    "statediagram-v2": _state_diagram,
    "erdiagram": _entities,
    "classdiagram": _classes,
    "classdiagram-v2": _classes,
}
