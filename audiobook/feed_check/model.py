"""The values of a check: the feed as a tree, what was answered for its addresses, rules and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "hint"]
Kind = Literal["enclosure", "alternate", "image", "transcript", "chapters"]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An element. `name` has the usual prefix of its namespace, whatever the feed calls it: `itunes:image`.

    Elements of other namespaces are called `{namespace}name`. `text` is stripped; `line` is 1-based.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    line: int
    children: tuple[Node, ...] = ()

    def all(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        return next((child for child in self.children if child.name == name), None)

    def value(self, name: str) -> str:
        """The text of the first such child; empty without one."""
        child = self.first(name)
        return child.text if child else ""

    def walk(self) -> Iterator[tuple[Node, Node]]:
        """Every element below, each with its parent, in document order."""
        for child in self.children:
            yield child, self
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """A feed that is well-formed XML. `channel` and `items` are empty where the document has none.

    `address`: where the feed was fetched from, None for a file; `encoding` as declared, `doctype` whether it has one.
    """

    root: Node
    channel: Node
    items: tuple[Node, ...]
    encoding: str = "utf-8"
    doctype: bool = False
    address: str | None = None

    @property
    def self_link(self) -> str:
        """The address the feed gives as its own; empty without one."""
        links = (link for link in self.channel.all("atom:link") if link.attributes.get("rel") == "self")
        return next((link.attributes.get("href", "").strip() for link in links), "")

    def elements(self) -> Iterator[tuple[Node, Node, Node | None]]:
        """Every element of the channel and of its items: itself, its parent, and its item (None: the channel's)."""
        for child in self.channel.children:
            item = child if child.name == "item" else None
            if item is None:
                yield child, self.channel, None
            yield from ((node, parent, item) for node, parent in child.walk())

    @property
    def serial(self) -> bool:
        return self.channel.value("itunes:type").lower() == "serial"

    @property
    def private(self) -> bool:
        """Whether the feed asks directories to leave it out: it is for those who have its address."""
        general = (block for block in self.channel.all("podcast:block") if "id" not in block.attributes)
        return self.channel.value("itunes:block").lower() == "yes" or any(
            block.text.lower() == "yes" for block in general
        )


@dataclass(frozen=True, slots=True)
class Resource:
    """An address in the feed that apps fetch. `item` is None for what the channel links to."""

    kind: Kind
    url: str
    node: Node
    item: Node | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found at an address: by HTTP, or as a file beside the feed (`from_file`).

    `fault` says in words why nothing usable came, empty when something did. `size` is the length in bytes that was
    told; `ranges` whether 2 bytes were given when 2 were asked for; `head` whether HEAD was answered as GET was; `hops`
    the addresses that were redirected from; `content` as much of the file as its kind calls for, `whole` or
    its beginning. None: not asked for, or not told.
    """

    url: str
    fault: str = ""
    status: int | None = None
    size: int | None = None
    media_type: str | None = None
    ranges: bool | None = None
    head: bool | None = None
    hops: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    whole: bool = True
    from_file: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a rule may look at. `answers` are by address and kind; `own` is the answer that brought the feed."""

    feed: Feed
    resources: tuple[Resource, ...]
    now: datetime
    answers: Mapping[tuple[str, Kind], Answer] = field(default_factory=dict)
    own: Answer | None = None

    def answered(self, *kinds: Kind) -> Iterator[tuple[Resource, Answer]]:
        """The resources of these kinds that were asked for, with what was answered."""
        for resource in self.resources:
            answer = self.answers.get((resource.url, resource.kind))
            if resource.kind in kinds and answer is not None:
                yield resource, answer

    def reached(self, *kinds: Kind) -> Iterator[tuple[Resource, Answer]]:
        return ((resource, answer) for resource, answer in self.answered(*kinds) if not answer.fault)


class Hit(NamedTuple):
    """What a rule found: the element, its item (None: the channel), what is wrong, and what to do."""

    node: Node
    item: Node | None
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a feed should keep. `reason`: what goes wrong otherwise; `source`: where it is written."""

    name: str
    severity: Severity
    reason: str
    source: str
    check: Callable[[Subject], Iterable[Hit]]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A hit of a rule. `item` is the title of the episode, empty for the channel; `line` is 1-based."""

    line: int
    rule: str
    severity: Severity
    item: str
    message: str
    fix: str
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one feed. `place` as it was asked for; `asked`: how many addresses were looked up."""

    place: str
    title: str
    items: int
    asked: int
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)
