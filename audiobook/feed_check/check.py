"""Check feeds: get the document, ask what it links to, let every rule look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.documents import shown
from audiobook.errors import UsageError
from audiobook.feed import FEED_NAME
from audiobook.feed_check import reading, resources
from audiobook.feed_check.beside import beside
from audiobook.feed_check.model import Answer, Feed, Finding, Kind, Report, Subject
from audiobook.feed_check.reading import Malformed
from audiobook.feed_check.resources import on_web
from audiobook.feed_check.rules import RULES
from audiobook.feed_check.rules.document import WELL_FORMED
from audiobook.feed_check.rules.private import secrets, secrets_in
from audiobook.feed_check.rules.reach import FEED_REACHED
from audiobook.feed_check.telling import Telling
from audiobook.feed_check.web import TIMEOUT_S, Web


def check_places(
    places: Sequence[str],
    project: ProjectSettings,
    telling: Telling,
    *,
    offline: bool = False,
    timeout_s: float = TIMEOUT_S,
) -> list[Report]:
    """Check the feeds at these addresses, files and folders of editions; those of the output folder without any.

    `offline`: look at no server. Raises UsageError for a place that is none.
    """
    return [
        check(place, telling, offline=offline, timeout_s=timeout_s)
        for place in places or _published(project.output)
    ]


def check(
    place: str,
    telling: Telling,
    *,
    offline: bool = False,
    timeout_s: float = TIMEOUT_S,
    now: datetime | None = None,
) -> Report:
    """Check one feed. `now` is what dates are compared with: the clock's without one.

    What is reported ends up in logs: it tells no token or password of the address.
    """
    tokens = secrets_in(place, in_path=True)
    name = _masked(place, tokens)
    if on_web(place) and offline:
        raise UsageError(
            f"{name} is on the web, and --offline looks at no server", "Name a file, or leave it out"
        )
    report = _checked(place, name, telling, offline, timeout_s, now)
    return replace(
        report,
        findings=tuple(
            replace(each, message=_masked(each.message, tokens), fix=_masked(each.fix, tokens))
            for each in report.findings
        ),
    )


def _masked(text: str, tokens: Iterable[str]) -> str:
    for token in tokens:
        text = text.replace(token, "***")
    return text


def _checked(
    place: str, name: str, telling: Telling, offline: bool, timeout_s: float, now: datetime | None
) -> Report:
    """`name`: that of a place on the web, without its tokens."""
    web = _LazyWeb(timeout_s)
    try:
        if on_web(place):
            folder = None
            own = web.client().feed(place)
            content = own.content or b""
            if own.fault:
                return _alone(
                    name, FEED_REACHED, 1, f"the feed {own.fault}", "Look at its address in a browser"
                )
        else:
            path = _file(Path(place))
            name, folder, own, content = shown(path), path.parent, None, path.read_bytes()
        try:
            feed = reading.read(content, place if own else None)
        except Malformed as error:
            fix = "Mend the document there: special characters are written &amp; and &lt;"
            return _alone(name, WELL_FORMED, error.line, f"no XML: {error.message}", fix)
        return _looked_at(
            name, feed, folder, own, None if offline else web, telling, now or datetime.now(UTC)
        )
    finally:
        web.close()


class _LazyWeb:
    """The client is made when the first address is asked: a feed beside its files needs none."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._web: Web | None = None

    def client(self) -> Web:
        self._web = self._web or Web(self._timeout_s)
        return self._web

    def close(self) -> None:
        if self._web is not None:
            self._web.close()


def _looked_at(
    name: str,
    feed: Feed,
    folder: Path | None,
    own: Answer | None,
    web: _LazyWeb | None,
    telling: Telling,
    now: datetime,
) -> Report:
    name = _masked(name, secrets(feed))  # a file may lie in a folder that is named by its token
    found = resources.resources(feed)
    answers: dict[tuple[str, Kind], Answer] = beside(feed, folder, found) if folder else {}
    keys = dict.fromkeys((resource.url, resource.kind) for resource in found)
    wanted = [key for key in keys if key not in answers]
    if wanted and web is not None:
        with telling.counting(name, len(wanted)) as done:
            answers |= web.client().ask(wanted, done)
    subject = Subject(feed, found, now, answers, own)
    return Report(
        place=name,
        title=feed.channel.value("title"),
        items=len(feed.items),
        asked=len(answers),
        findings=tuple(sorted(_findings(subject))),
    )


def _findings(subject: Subject) -> set[Finding]:
    return {
        Finding(
            line=hit.node.line,
            rule=rule.name,
            severity=rule.severity,
            item=hit.item.value("title") if hit.item else "",
            message=hit.message,
            fix=hit.fix,
            source=rule.source,
        )
        for rule in RULES
        for hit in rule.check(subject)
    }


def _alone(name: str, which: str, line: int, message: str, fix: str) -> Report:
    """The report of a feed that no other rule can look at."""
    rule = next(rule for rule in RULES if rule.name == which)
    return Report(name, "", 0, 0, (Finding(line, rule.name, rule.severity, "", message, fix, rule.source),))


def _file(path: Path) -> Path:
    """The feed that is meant: the file itself, or that of an edition's folder."""
    if path.is_dir() and (path / FEED_NAME).is_file():
        return path / FEED_NAME
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/", str(path)):
        raise UsageError("that is no address of the web", "Name one with http:// or https://, or a file")
    if not path.is_file():
        raise UsageError(f"there is no feed {shown(path)}", "Name the address or the file of a feed")
    return path


def _published(output: Path) -> list[str]:
    feeds = sorted(output.glob(f"*/{FEED_NAME}"))
    if not feeds:
        raise UsageError(
            f"there is no feed in {shown(output)}", "Run `audiobook build`, or name an address or a file"
        )
    return [str(path) for path in feeds]
