"""Flowcharts as boxes and arrows from top to bottom. A diagram that this cannot draw well is shown as its source.

Boxes stand in layers: each one below all that lead to it, arrows back aside. Within a layer they stand in the order
that crosses fewest arrows, as far as a few sweeps find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from audiobook.cards.canvas import Canvas, Face, Ink, width
from audiobook.cards.figures import Figure
from audiobook.cards.letters import drawable

SIZES = (52, 48, 44, 40, 36, 32)
"""Pixels of a letter."""

_MOST_BOXES, _MOST_ARROWS = 12, 18
_LINE = 1.25  # of the size
_PAD_X, _PAD_Y = 26, 18
_GAP_X, _GAP_Y = 44, 96  # the least between boxes
_SWEEPS = 4
_NEAR = 10  # pixels that are kept free around boxes and labels

Painter = Callable[[Canvas], None]
Point = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(slots=True)
class Box:
    """A box: its lines of text, how much room it takes across, and where its middle is once that is known."""

    lines: list[str]
    wide: float
    tall: float
    slot: float
    x: float = 0.0
    y: float = 0.0

    @property
    def area(self) -> Area:
        across, down = self.wide / 2, self.tall / 2
        return self.x - across, self.y - down, self.x + across, self.y + down


def page(figure: Figure, left: int, top: int, room: int, height: int) -> Painter | None:
    """What draws the diagram; None when it is no flowchart, or too large to be read on one card."""
    from audiobook.narration.graphs import graph_of

    graph = graph_of(figure.source) if figure.language == "mermaid" else None
    if graph is None or len(graph.labels) > _MOST_BOXES or len(graph.edges) > _MOST_ARROWS:
        return None
    arrows = [
        (source, target, " ".join(drawable(label).split()))
        for source, target, label in graph.edges
        if source != target
    ]
    layers = _layers(list(graph.labels), [(source, target) for source, target, _ in arrows])
    for size in SIZES:
        boxes = {
            name: _box(drawable(label), size, (room - _GAP_X * 2) / min(3, max(1, _widest(layers))))
            for name, label in graph.labels.items()
        }
        for _, target, label in arrows:  # what is written on an arrow stands above the box it leads to
            boxes[target].slot = max(boxes[target].slot, width(Face.TEXT, _label_size(size), label) + 20)
        if _placed(boxes, layers, room, height):
            routes = _routes(boxes, arrows, _label_size(size), room)
            if routes:
                return _painter(boxes, routes, size, left, top)
    return None


def _widest(layers: list[list[str]]) -> int:
    return max(map(len, layers))


def _layers(names: list[str], arrows: list[tuple[str, str]]) -> list[list[str]]:
    """The boxes from top to bottom, each layer in its order from the left."""
    onward = _without_loops(arrows)
    depth = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in onward:
            depth[target] = max(depth[target], depth[source] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in names:
        layers[depth[name]].append(name)
    for _ in range(_SWEEPS):
        for number in range(1, len(layers)):
            place = {name: index for layer in layers[:number] for index, name in enumerate(layer)}
            around = {
                name: [place[source] for source, target in onward if target == name and source in place]
                for name in layers[number]
            }
            order = {name: sum(near) / len(near) if near else 0.0 for name, near in around.items()}
            layers[number].sort(key=lambda name: order[name])
    return layers


def _without_loops(arrows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows but for those that lead back to where one came from."""
    kept: list[tuple[str, str]] = []
    for source, target in arrows:
        reached, waiting = {target}, [target]
        while waiting:
            here = waiting.pop()
            further = {end for start, end in kept if start == here} - reached
            reached |= further
            waiting += further
        if source not in reached:
            kept.append((source, target))
    return kept


def _box(label: str, size: int, room: float) -> Box:
    lines: list[str] = []
    for written in label.split("\n"):
        line = ""
        for word in written.split():
            longer = f"{line} {word}".strip()
            if line and width(Face.TEXT_BOLD, size, longer) > room - 2 * _PAD_X:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    wide = max(width(Face.TEXT_BOLD, size, line) for line in lines) + 2 * _PAD_X
    return Box(lines, wide, len(lines) * size * _LINE + 2 * _PAD_Y, wide)


def _label_size(size: int) -> int:
    return round(size * 0.8)


def _placed(boxes: dict[str, Box], layers: list[list[str]], room: int, height: int) -> bool:
    """Gives every box its place; whether there is room for all."""
    tall = [max(boxes[name].tall for name in layer) for layer in layers]
    gap = min(190.0, (height - sum(tall)) / max(1, len(layers) - 1))
    if (len(layers) > 1 and gap < _GAP_Y) or sum(tall) > height:
        return False
    y = (height - sum(tall) - gap * (len(layers) - 1)) / 2.5
    for layer, high in zip(layers, tall, strict=True):
        free = room - sum(boxes[name].slot for name in layer)
        if free < _GAP_X * (len(layer) - 1):
            return False
        space = free / (len(layer) + 1)
        x = space
        for name in layer:
            box = boxes[name]
            box.x, box.y = x + box.slot / 2, y + high / 2
            x += box.slot + space
        y += high + gap
    return True


def _painter(boxes: dict[str, Box], routes: list[Route], size: int, left: int, top: int) -> Painter:
    def paint(canvas: Canvas) -> None:
        for route in routes:
            _arrow(canvas, [(x + left, y + top) for x, y in route.way])
        for route in routes:
            if route.label:
                (from_x, from_y, to_x, to_y), small = route.place, _label_size(size)
                canvas.box(from_x + left, from_y + top, to_x + left, to_y + top, Ink.PANEL)
                canvas.text(
                    from_x + left + _NEAR, from_y + top + small, route.label, Face.TEXT, small, Ink.TEXT
                )
        for box in boxes.values():
            x, y = left + box.x - box.wide / 2, top + box.y - box.tall / 2
            canvas.box(x - 4, y - 4, x + box.wide + 4, y + box.tall + 4, Ink.ACCENT, 22)
            canvas.box(x, y, x + box.wide, y + box.tall, Ink.BOX, 18)
            for number, line in enumerate(box.lines):
                wide = width(Face.TEXT_BOLD, size, line)
                base = y + _PAD_Y + number * size * _LINE + size * 0.95
                canvas.text(left + box.x - wide / 2, base, line, Face.TEXT_BOLD, size, Ink.TEXT)

    return paint


def _arrow(canvas: Canvas, way: list[Point]) -> None:
    """A line with a head at its end."""
    (x, y), (from_x, from_y) = way[-1], way[-2]
    far = hypot(x - from_x, y - from_y) or 1.0
    along = (x - from_x) / far, (y - from_y) / far
    neck = x - along[0] * 24, y - along[1] * 24
    canvas.line([*way[:-1], neck], Ink.SOFT, 5)
    side = -along[1] * 13, along[0] * 13
    canvas.polygon(
        [(x, y), (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1])], Ink.SOFT
    )


# -- the ways of arrows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow: its corners, and the place of what is written on it."""

    way: list[Point]
    label: str
    place: Area


def _routes(
    boxes: dict[str, Box], arrows: list[tuple[str, str, str]], size: int, room: int
) -> list[Route] | None:
    """The ways of all arrows, which touch no box but their own; None where there are none such."""
    found: list[Route] = []
    for number, (source, target, label) in enumerate(arrows):
        others = [box.area for name, box in boxes.items() if name not in (source, target)]
        taken = [*(box.area for box in boxes.values()), *(route.place for route in found if route.label)]
        for way in _ways(boxes[source], boxes[target], list(boxes.values()), bool(label), 40 + 22 * number):
            place = _label_place(way, label, size)
            clear = not any(_meets(pair, area) for pair in pairwise(way) for area in others)
            inside = all(0 <= x <= room for x, _ in way) and (
                not label or (place[0] >= -_NEAR and place[2] <= room + _NEAR)
            )
            if clear and inside and not (label and any(_overlap(place, area) for area in taken)):
                found.append(Route(way, label, place))
                break
        else:
            return None
    return found


def _ways(source: Box, target: Box, boxes: list[Box], labelled: bool, aside: float) -> Iterator[list[Point]]:
    """Ways that an arrow may take, the best first: straight, or around the boxes at the right or the left."""
    if abs(target.y - source.y) <= 1:
        sign = 1 if target.x > source.x else -1
        yield [
            (source.x + sign * source.wide / 2, source.y),
            (target.x - sign * (target.wide / 2 + 4), target.y),
        ]
    elif target.y > source.y:
        start, end = (source.x, source.y + source.tall / 2), (target.x, target.y - target.tall / 2 - 4)
        if labelled and abs(start[0] - end[0]) > 1:
            yield [start, (end[0], start[1] + (end[1] - start[1]) * 0.4), end]
        yield [start, end]
    low, high = sorted((source.y, target.y))
    beside = [box for box in boxes if low - 1 <= box.y <= high + 1]
    for sign in (1, -1):
        edge = max(sign * box.x + box.wide / 2 for box in beside) + aside
        yield [
            (source.x + sign * source.wide / 2, source.y),
            (sign * edge, source.y),
            (sign * edge, target.y),
            (target.x + sign * (target.wide / 2 + 4), target.y),
        ]


def _label_place(way: list[Point], label: str, size: int) -> Area:
    """Where the label is: on the second stretch where there are several, towards its end if the arrow goes straight."""
    begin, end = way[min(1, len(way) - 2)], way[min(2, len(way) - 1)]
    share = 0.5 if len(way) == 4 else 0.4
    x, y = (begin[axis] * (1 - share) + end[axis] * share for axis in (0, 1))
    wide = width(Face.TEXT, size, label)
    return x - wide / 2 - _NEAR, y - size * 0.65, x + wide / 2 + _NEAR, y + size * 0.65


def _overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _meets(stretch: tuple[Point, Point], area: Area) -> bool:
    """Whether a stretch of a way comes near an area: looked at point by point, which is enough for boxes."""
    (x, y), (to_x, to_y) = stretch
    steps = max(1, int(hypot(to_x - x, to_y - y) / _NEAR))
    return any(
        area[0] - _NEAR <= x + (to_x - x) * step / steps <= area[2] + _NEAR
        and area[1] - _NEAR <= y + (to_y - y) * step / steps <= area[3] + _NEAR
        for step in range(steps + 1)
    )
