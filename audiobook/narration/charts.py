"""The Mermaid diagrams that are no graphs: charts, plans, maps of ideas, histories of branches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from audiobook.narration.labels import shown, spoken
from audiobook.narration.numerals import cardinal, counted

MOST_PARTS = 8
_FEW = 4
_MANY = 12


def plain(text: str) -> str:
    """A label as it is written, as inline Markdown that can stand amid a sentence."""
    return spoken(shown(text))


def listing(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"


def some(names: Sequence[str], most: int = MOST_PARTS) -> str:
    """At most `most` names, the rest as a count."""
    if len(names) <= most:
        return listing(names)
    return listing([*names[:most], f"{cardinal(len(names) - most)} others"])


def _title(lines: Sequence[str], kind: str) -> str:
    hit = next(
        (match for line in lines if (match := re.match(r"(?:\w+\s+(?:showData\s+)?)?title:?\s+(.+)", line))),
        None,
    )
    return f"{kind}: {plain(hit[1])}." if hit and plain(hit[1]) else f"{kind}."


def _pie(lines: list[str]) -> Iterable[str]:
    slices = [match for line in lines if (match := re.match(r'"([^"]+)"\s*:\s*([\d.]+)', line))]
    yield _title(lines, "A pie chart")
    if len(slices) <= MOST_PARTS:
        yield from (f"{plain(match[1])}: {match[2]}." for match in slices)
    else:
        yield f"It has {cardinal(len(slices))} parts."


def _gantt(lines: list[str]) -> Iterable[str]:
    """Sections with their tasks, and how long each takes or when it begins."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in lines[1:]:
        if match := re.match(r"section\s+(.+)", line):
            sections.append((plain(match[1]), []))
        elif (match := re.match(r"([^:]+?)\s*:\s*(.+)$", line)) and not re.match(
            r"(?:title|dateFormat|axisFormat|excludes|todayMarker)\b", line
        ):
            sections[-1][1].append(_task(plain(match[1]), match[2]))
    yield _title(lines[1:], "A Gantt chart")
    for name, tasks in sections:
        if tasks:
            yield f"{f'In {name}, ' if name else ''}{counted(len(tasks), 'task')}: {some(tasks, _FEW)}."


def _task(name: str, rest: str) -> str:
    length = re.search(r"\b(\d+)\s*([dwh])\b", rest)
    unit = {"d": "day", "w": "week", "h": "hour"}
    said = f"{name}, {counted(int(length[1]), unit[length[2]])}" if length else name
    return f"{said}, done" if re.search(r"\bdone\b", rest) else said


def _mindmap(lines: list[str]) -> Iterable[str]:
    """The root and its branches, each with what hangs on it."""
    flat = [(len(line) - len(line.lstrip()), _idea(line)) for line in lines[1:] if _idea(line)]
    if not flat:
        return
    root, *rest = flat
    inner = min((depth for depth, _ in rest), default=0)
    branches: list[tuple[str, list[str]]] = []
    for depth, name in rest:
        if depth == inner:
            branches.append((name, []))
        elif branches:
            branches[-1][1].append(name)
    yield f"A mind map around {root[1]}" + (
        f", with {counted(len(branches), 'main idea')}: {some([name for name, _ in branches])}."
        if len(branches) > 1
        else "."
    )
    for name, leaves in branches[:_FEW]:
        if leaves:
            yield f"Under {name}: {some(leaves, _FEW)}."


def _idea(line: str) -> str:
    clean = re.sub(r"^\s*(?:::icon.*|:::\S+)$", "", line.strip())
    hit = re.match(r"[\w-]*\s*(?:\(\(|\)\)|\{\{|\(-|\[|\(|\))(.+?)(?:\)\)|\(\(|\}\}|-\)|\]|\)|\()$", clean)
    return plain(hit[1] if hit else clean)


def _journey(lines: list[str]) -> Iterable[str]:
    yield _title(lines[1:], "A user journey")
    section = ""
    for line in lines[1:]:
        if match := re.match(r"section\s+(.+)", line):
            section = plain(match[1])
        elif match := re.match(r"([^:]+):\s*(\d)\s*(?::\s*(.+))?$", line):
            who = f", by {listing([plain(one) for one in match[3].split(',')])}" if match[3] else ""
            yield f"{f'In {section}, ' if section else ''}{plain(match[1])}: {match[2]} of 5{who}."
            section = ""


def _timeline(lines: list[str]) -> Iterable[str]:
    yield _title(lines[1:], "A timeline")
    for line in lines[1:]:
        if re.match(r"title\b|section\b", line) or ":" not in line:
            continue
        when, *events = [plain(part) for part in re.split(r"\s*:\s+", line)]
        if when:
            yield f"{when}: {listing(events)}."


def _git(lines: list[str]) -> Iterable[str]:
    """Commits by number, branches and merges in order."""
    told: list[str] = []
    commits = 0
    for line in lines[1:]:
        word, _, rest = line.partition(" ")
        if word == "commit":
            commits += 1
            continue
        if commits and word in {"branch", "checkout", "switch", "merge", "cherry-pick"}:
            told.append(counted(commits, "commit"))
            commits = 0
        name = plain(rest.split()[0]) if rest.split() else ""
        verbs = {
            "branch": "a branch {}",
            "checkout": "a switch to {}",
            "switch": "a switch to {}",
            "merge": "a merge of {}",
        }
        if word in verbs and name:
            told.append(verbs[word].format(name))
    if commits:
        told.append(counted(commits, "commit"))
    yield f"A history of Git commits: {', then '.join(told[:10])}."


def _quadrant(lines: list[str]) -> Iterable[str]:
    yield _title(lines[1:], "A chart of four quadrants")
    for axis, words in (("x-axis", "From left to right"), ("y-axis", "From bottom to top")):
        hit = next((match for line in lines if (match := re.match(rf"{axis}\s+(.+)", line))), None)
        if hit:
            ends = [plain(end) for end in hit[1].split("-->")]
            yield f"{words}: {' to '.join(ends)}."
    corners = {"1": "top right", "2": "top left", "3": "bottom left", "4": "bottom right"}
    named = [
        f"{corners[match[1]]}, {plain(match[2])}"
        for line in lines
        if (match := re.match(r"quadrant-([1-4])\s+(.+)", line))
    ]
    if named:
        yield f"The quadrants: {'; '.join(named)}."
    points = [plain(match[1]) for line in lines if (match := re.match(r"([^:]+):\s*\[", line))]
    if points:
        yield f"It shows {some(points)}."


def _sankey(lines: list[str]) -> Iterable[str]:
    flows = [
        cells
        for line in lines[1:]
        if len(cells := [cell.strip().strip('"') for cell in line.rsplit(",", 2)]) == 3
    ]
    yield f"A diagram of {counted(len(flows), 'flow')}."
    for source, target, size in flows[:MOST_PARTS]:
        yield f"From {plain(source)} to {plain(target)}: {size}."


def _bars(lines: list[str]) -> Iterable[str]:
    yield _title(lines[1:], "A chart")
    for line in lines[1:]:
        if match := re.match(
            r"(x-axis|y-axis)\s+(?:\"([^\"]*)\"|([\w ]+?))?\s*(?:\[(.*)\]|([-\d.]+)\s*-->\s*([-\d.]+))?$",
            line,
        ):
            label = plain(match[2] or match[3] or "")
            names = [plain(one) for one in match[4].split(",")] if match[4] else []
            span = f"from {match[5]} to {match[6]}" if match[5] else some(names)
            yield (
                f"The {match[1][0]} axis{f', {label},' if label else ''} goes {span}.".replace(
                    "goes  ", "goes "
                )
                if span
                else f"The {match[1][0]} axis is {label}."
            )
        elif match := re.match(r"(bar|line)\s*(?:\"([^\"]*)\")?\s*\[(.*)\]", line):
            values = [one.strip() for one in match[3].split(",")]
            yield f"{'Bars' if match[1] == 'bar' else 'A line'}: {some(values, _MANY)}."


def _radar(lines: list[str]) -> Iterable[str]:
    yield _title(lines[1:], "A radar chart")
    axes = [
        plain(hit[1] or hit[0])
        for line in lines
        if line.startswith("axis")
        for hit in re.findall(r'(\w+)(?:\["([^"]*)"\])?', line[4:])
    ]
    if axes:
        yield f"Its axes are {some(axes)}."
    for line in lines:
        for name, label, values in (
            re.findall(r'(\w+)(?:\["([^"]*)"\])?\s*\{([^}]*)\}', line) if line.startswith("curve") else ()
        ):
            yield f"{plain(label or name)}: {some([one.strip() for one in values.split(',')], 12)}."


def _kanban(lines: list[str]) -> Iterable[str]:
    flat = [(len(line) - len(line.lstrip()), _idea(re.sub(r"@\{.*", "", line))) for line in lines[1:]]
    outer = min((depth for depth, _ in flat), default=0)
    columns: list[tuple[str, list[str]]] = []
    for depth, name in flat:
        if depth == outer:
            columns.append((name, []))
        elif columns and name:
            columns[-1][1].append(name)
    yield f"A board with {counted(len(columns), 'column')}: {some([name for name, _ in columns])}."
    for name, cards in columns[:_FEW]:
        if cards:
            yield f"In {name}: {some(cards, _FEW)}."


def _c4(lines: list[str]) -> Iterable[str]:
    """The people and systems of a C4 diagram, and who uses what."""
    names: dict[str, str] = {}
    kinds: dict[str, list[str]] = {}
    relations = []
    for line in lines[1:]:
        if hit := re.match(
            r"(Person|System|Container|Component)(?!_Boundary)\w*\(\s*([\w.-]+)\s*,\s*\"?([^\",)]+)", line
        ):
            names[hit[2]] = plain(hit[3])
            kinds.setdefault(hit[1].lower(), []).append(names[hit[2]])
        elif hit := re.match(r"(?:Bi)?Rel\w*\(\s*([\w.-]+)\s*,\s*([\w.-]+)\s*,\s*\"?([^\",)]*)", line):
            relations.append(f"{names.get(hit[1], hit[1])} to {names.get(hit[2], hit[2])}: {plain(hit[3])}.")
    yield _title(lines[1:], "A C4 diagram")
    for kind, members in kinds.items():
        noun = {"person": "people"}.get(kind, f"{kind}s") if len(members) > 1 else kind
        yield f"The {noun}: {some(members, _FEW)}."
    yield from (f"From {relation}" for relation in relations[:_FEW])


def _block(lines: list[str]) -> Iterable[str]:
    labels = [
        plain(hit[0] or hit[1])
        for line in lines[1:]
        for hit in re.findall(r'"([^"]+)"|\[([^\[\]"]+)\]', line)
    ]
    yield (
        f"A diagram of {counted(len(labels), 'labelled block')}: {some(labels)}."
        if labels
        else "A diagram of blocks."
    )


INDENTED = frozenset({"mindmap", "kanban"})
"""Kinds in which the indentation says what belongs to what."""

TELLERS: dict[str, Callable[[list[str]], Iterable[str]]] = {
    "pie": _pie, "gantt": _gantt, "mindmap": _mindmap, "journey": _journey, "timeline": _timeline,
    "gitgraph": _git, "quadrantchart": _quadrant, "sankey": _sankey, "sankey-beta": _sankey,
    "xychart-beta": _bars, "xychart": _bars, "radar-beta": _radar, "kanban": _kanban, "c4context": _c4,
    "c4container": _c4, "c4component": _c4, "c4dynamic": _c4, "block": _block, "block-beta": _block,
}  # fmt: skip
