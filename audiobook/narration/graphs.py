"""Mermaid diagrams of boxes and arrows, flowcharts and states, as the graph that they draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audiobook.narration.labels import shown


@dataclass(slots=True)
class Graph:
    """Nodes by their id with their labels, and edges from, to, and by what label, in source order.

    Labels are as Mermaid shows them, of one or more lines. questions: nodes in the shape of a decision.
    """

    labels: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[str, str, str]] = field(default_factory=list)
    questions: set[str] = field(default_factory=set)

    def node(self, identifier: str, label: str = "") -> str:
        if label or identifier not in self.labels:
            self.labels[identifier] = label or self.labels.get(identifier, "") or identifier
        return identifier


def graph_of(source: str) -> Graph | None:
    """The boxes and arrows of a Mermaid flowchart or state diagram; None for any other diagram."""
    lines = lines_of(source)
    read = _READERS.get(kind_of(lines)) if lines else None
    graph = read(lines) if read else None
    return graph if graph and graph.edges else None


def lines_of(source: str) -> list[str]:
    """The lines of a Mermaid diagram that say something, as they are indented."""
    text = source.lstrip()
    if text.startswith("---"):  # front matter
        text = text[3:].partition("\n---")[2] or text
    lines = [line.rstrip() for line in text.split("\n")]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("%%")]


def kind_of(lines: Sequence[str]) -> str:
    """The word that a diagram begins with, in small letters."""
    return re.split(r"[\s;]", lines[0].strip())[0].rstrip(":").lower()


def clauses(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a diagram in which a semicolon ends a message, without their indentation."""
    for line in lines:
        yield from (part.strip() for part in _CLAUSE.findall(line) if part.strip())


_CLAUSE = re.compile(r'(?:"[^"]*"|[#&]#?\w+;|[^;])+')

# -- flowcharts -----------------------------------------------------------------------------------------------

_PIECE = re.compile(
    r"""(?<=[\[({|/\\>])\s*"[^"]*"  # text in quotes may hold anything, and have several lines
      | "[^"\n]*"
      | @\{(?:"[^"]*"|[^{}"])*\}
      | [\[({]{1,3}[^\[\](){}"|]*[\])}]
      | (?<=\w)>[^\[\](){}"|>\n]*\]
      | \|[^|"\n]*\|
      | (?<![-=.])(?:--|==|-\.)\s[^\n|]{1,200}?(?:--|==|\.-)
      | (?P<end>[;\n])
      | .""",
    re.VERBOSE,
)
"""What a flowchart is read by to find the ends of its statements, which are no ends within a label."""

_NODE = re.compile(
    r"""\s*(?P<id>[\w.-]*\w)
        (?: @\{(?P<data>(?:"[^"]*"|[^{}"])*)\}
          | (?P<open>[\[({>]{1,3}[/\\]?)\s*(?P<label>"[^"]*"|[^\[\](){}]*?)\s*[/\\]?[\])}]{1,3} )?
        (?: :::[\w-]+ )?""",
    re.VERBOSE,
)
_DATA_LABEL = re.compile(r'\blabel:\s*("[^"]*"|[^,\n]*)')
_LINK = re.compile(
    r"""\s*(?: <?(?P<kind>--|==|-\.)\s*(?P<inner>"[^"]*"|[^-=.>|][^>|]*?)\s*(?:-{2,}|={2,}|\.-+)[>xo]?
            | [<xo]?(?:-{2,}|={2,}|-\.+-|~~~)[->xo=]* )
        \s*(?:\|\s*(?P<label>"[^"]*"|[^|]*?)\s*\|)?""",
    re.VERBOSE,
)
_IGNORED = re.compile(r"(?:subgraph|end|style|classDef|class|click|linkStyle|direction|accTitle|accDescr)\b")


def boxes(lines: Sequence[str]) -> Graph:
    """The graph of a flowchart."""
    graph = Graph()
    for number, statement in enumerate(_statements("\n".join(lines))):
        if number and not _IGNORED.match(statement):
            _read(graph, statement)
    return graph


def _statements(text: str) -> Iterator[str]:
    """The statements of a flowchart, the first of which names its kind."""
    start = 0
    for piece in _PIECE.finditer(text):
        if piece["end"]:
            if text[start : piece.start()].strip():
                yield text[start : piece.start()].strip()
            start = piece.end()
    if text[start:].strip():
        yield text[start:].strip()


def _read(graph: Graph, text: str) -> None:
    """`A & B -->|label| C[Text] --> D`."""
    sources, position = _group(graph, text, 0)
    while sources and (link := _LINK.match(text, position)):
        targets, end = _group(graph, text, link.end())
        if not targets:
            return
        label = shown(link["label"] or link["inner"] or "")
        graph.edges += [(source, target, label) for source in sources for target in targets]
        sources, position = targets, end


def _group(graph: Graph, text: str, position: int) -> tuple[list[str], int]:
    found: list[str] = []
    while match := _NODE.match(text, position):
        named = _DATA_LABEL.search(match["data"] or "")
        found.append(graph.node(match["id"], shown(match["label"] or (named[1] if named else ""))))
        if match["open"] == "{":
            graph.questions.add(match["id"])
        position = match.end()
        ampersand = re.compile(r"\s*&").match(text, position)
        if not ampersand:
            break
        position = ampersand.end()
    return found, position


# -- states ---------------------------------------------------------------------------------------------------

_CHANGE = re.compile(r"(\[\*\]|[\w.-]+)\s*-->\s*(\[\*\]|[\w.-]+)\s*(?::\s*(.*))?$")
_NAMED = re.compile(r'state\s+"([^"]+)"\s+as\s+(\w+)|(\w+)\s*:\s*(.+)$')


def states(lines: Sequence[str]) -> Graph:
    """The graph of a state diagram."""
    graph = Graph()
    for clause in clauses(lines[1:]):
        if match := _CHANGE.match(clause):
            source = graph.node(match[1], "the start" if match[1] == "[*]" else "")
            target = graph.node("(end)", "the end") if match[2] == "[*]" else graph.node(match[2])
            graph.edges.append((source, target, shown(match[3] or "")))
        elif named := _NAMED.match(clause):
            graph.node(named[2] or named[3], shown(named[1] or named[4]))
    return graph


_READERS = {
    "graph": boxes,
    "flowchart": boxes,
    "flowchart-elk": boxes,
    "statediagram": states,
    "statediagram-v2": states,
}
