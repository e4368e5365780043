"""Feeds checked: a seeded fault for every rule, and no alarm on good feeds in the shapes of other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feeds
import pytest
from click.testing import CliRunner
from feeds import BASE, GOOD, PRIVATE, PRIVATE_BASE

from audiobook.cli import main
from audiobook.errors import UsageError
from audiobook.feed import feed_guid
from audiobook.feed_check import formats
from audiobook.feed_check.check import check
from audiobook.feed_check.model import Report
from audiobook.feed_check.rules import RULES
from audiobook.feed_check.telling import Telling

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Files = dict[str, bytes]
Fault = Callable[[str, Files], str | bytes]
"""Changes a good feed and its files; gives the feed."""


def swap(old: str, new: str, *, count: int = 1, of: str = "") -> Fault:
    """Write `new` for `old`, which has to be there: in the good feed, or in `of`."""

    def change(feed: str, files: Files) -> str:
        feed = of or feed
        assert old in feed, old
        return feed.replace(old, new, count)

    return change


def drop(*names: str) -> Fault:
    """Without these lines: the first of each that holds the text."""

    def change(feed: str, files: Files) -> str:
        lines = feed.splitlines(keepends=True)
        for name in names:
            lines.remove(next(line for line in lines if name in line))
        return "".join(lines)

    return change


def put(name: str, content: bytes | None) -> Fault:
    """Another file beside the feed; None removes it."""

    def change(feed: str, files: Files) -> str:
        del files[name]
        if content is not None:
            files[name] = content
        return feed

    return change


def channel(element: str, of: str = GOOD) -> Fault:
    return swap("  <language>", f"  {element}\n  <language>", of=of)


def both(*faults: Fault) -> Fault:
    def change(feed: str, files: Files) -> str | bytes:
        for fault in faults:
            feed = fault(feed, files)  # type: ignore[assignment]
        return feed

    return change


def chapters(**changes: object) -> Fault:
    return put("1.chapters.json", json.dumps({**feeds.CHAPTERS, **changes}).encode())


SECRET = "token=0123456789abcdef"
FIRST_ITEM = "<title>About subject 1</title>"
FAULTS: dict[str, list[Fault]] = {
    "xml-well-formed": [
        swap("A Press", "A & B Press"),
        lambda feed, files: b"",
        lambda feed, files: b"\n" + feed.encode(),
    ],
    "xml-encoding": [lambda feed, files: feed.replace("UTF-8", "ISO-8859-1", 1).encode("latin-1")],
    "xml-doctype": [swap("<rss ", "<!DOCTYPE rss [<!ENTITY who 'x'>]>\n<rss ")],
    "rss-version": [swap('version="2.0"', 'version="0.92"')],
    "rss-channel": [swap("</channel>", "</channel><channel/>")],
    "rss-items": [lambda feed, files: feed[: feed.index("  <item>")] + "</channel></rss>"],
    "namespace": [
        both(
            swap(
                "<channel>\n",
                '<channel>\n<x:summary xmlns:x="http://www.itunes.com/DTDs/Podcast-1.0.dtd">S</x:summary>\n',
            )
        ),
        channel('<x:txt xmlns:x="https://podcastindex.org/namespace/1.0/">S</x:txt>'),
    ],
    "itunes-tags": [],  # below: nothing of Apple's is left, so other rules speak too
    "channel-title": [drop("<title>A Show")],
    "channel-link": [drop("<link>")],
    "channel-description": [drop("<description>What the")],
    "channel-language": [drop("<language>")],
    "language-tag": [swap("en-us", "english"), swap("en-us", "xx")],
    "channel-image": [
        drop("<itunes:image"),
        swap(f'<itunes:image href="{BASE}cover.png"/>', "<itunes:image/>"),
    ],
    "rss-image": [channel(f"<image><url>{BASE}cover.png</url><title>A Show of Shows</title></image>")],
    "channel-category": [drop("<itunes:category")],
    "category-known": [swap('"Education"', '"education"'), swap('"Courses"', '"Course"')],
    "channel-explicit": [drop("<itunes:explicit>")],
    "explicit-value": [swap(">false</itunes:explicit>", ">maybe</itunes:explicit>")],
    "explicit-former": [swap(">false</itunes:explicit>", ">clean</itunes:explicit>")],
    "itunes-type": [swap(">serial<", ">in order<")],
    "channel-author": [drop("<itunes:author>")],
    "yes-only": [channel("<itunes:complete>true</itunes:complete>")],
    "new-feed-url": [],  # not an address at all: url-absolute speaks too
    "atom-self": [],  # below: files are found by the self link
    "repeated": [channel("<language>de</language>"), swap(FIRST_ITEM, f"{FIRST_ITEM}<title>Another</title>")],
    "description-length": [
        swap("What the show is about.", "é" * 2001),
        swap("What subject 2 is.", "x" * 4001),
    ],
    "title-length": [swap(FIRST_ITEM, f"<title>{'x' * 256}</title>")],
    "title-markup": [
        swap("A Show of Shows", "Shows &amp;amp; more"),
        swap("About subject 2", "&lt;b&gt;Two&lt;/b&gt;"),
    ],
    "notes-script": [
        swap("&lt;p&gt;Notes of 1", "&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;Notes"),
        swap("&lt;p&gt;Notes of 1", '&lt;p onclick="x()"&gt;Notes'),
    ],
    "date-format": [swap("Thu, 04 Jan 2024 00:00:00 +0000", "2024-01-04T00:00:00Z")],
    "item-description": [
        both(
            drop("<description>What subject 1", "<content:encoded>&lt;p&gt;Notes of 1"),
        )
    ],
    "url-absolute": [swap(f"{BASE}index.html#1", "/index.html#1"), channel("<docs>about</docs>")],
    "url-characters": [
        swap(f"{BASE}index.html#1", f"{BASE}my page"),
        swap(f"{BASE}index.html#2", f"{BASE}é"),
    ],
    "url-public": [
        swap(f"{BASE}index.html#1", "http://localhost:8000/index.html"),
        swap(f"{BASE}index.html#1", "http://192.168.1.2/"),
    ],
    "url-https": [swap(f'uri="{BASE}1.opus"', 'uri="http://podcasts.example/1.opus"')],
    "url-password": [swap(f"{BASE}index.html#1", "https://ann:pass@podcasts.example/")],
    "url-expiring": [swap("1.opus", "1.opus?X-Amz-Expires=60&amp;X-Amz-Signature=ab")],
    "item-title": [drop(FIRST_ITEM)],
    "title-number": [swap("About subject 1", "Episode 1: about"), swap("About subject 1", "S01E01 about")],
    "title-show": [swap("About subject 1", "A show of shows: subject 1")],
    "guid-missing": [drop("<guid")],
    "guid-repeated": [swap("000000000002</guid>", "000000000001</guid>")],
    "guid-permalink": [swap(' isPermaLink="false"', "")],
    "duration-missing": [drop("<itunes:duration>")],
    "duration-format": [
        swap(">60</itunes:duration>", ">1 minute</itunes:duration>"),
        swap(">60</itunes:duration>", ">0:00</itunes:duration>"),
    ],
    "episode-number": [
        swap("<itunes:episode>1<", "<itunes:episode>0<"),
        swap("<itunes:episode>1<", "<itunes:episode>one<"),
    ],
    "season-number": [swap("<itunes:season>1<", "<itunes:season>first<")],
    "episode-type": [swap(">full<", ">lesson<")],
    "enclosure-repeated": [swap(f'<enclosure url="{BASE}2.mp3"', f'<enclosure url="{BASE}1.mp3"')],
    "date-missing": [drop("<pubDate>")],
    "date-future": [swap("03 Jan 2024", "03 Jan 2026")],
    "serial-dates": [
        both(swap("01 Jan 2024", "03 Jan 2023"), swap("03 Jan 2024", "02 Jan 2024")),
    ],
    "serial-number": [drop("<itunes:episode>1")],
    "number-repeated": [swap("<itunes:episode>2<", "<itunes:episode>1<")],
    "title-repeated": [
        swap("About subject 2", "about Subject 1"),
        both(
            swap(">serial<", ">episodic<"),
            swap("About subject 2", "About subject 1"),
            swap("02 Jan 2024 00", "01 Jan 2024 09"),
        ),
    ],
    "feed-order": [both(swap(">serial<", ">episodic<"), swap("03 Jan 2024", "01 Jan 2024"))],
    "enclosure-missing": [drop("<enclosure")],
    "enclosure-attributes": [swap(' length="1000" type="audio/mpeg"/>', ' type="audio/mpeg"/>')],
    "enclosure-length": [swap('length="1000"', 'length="1 kB"')],
    "enclosure-empty": [swap('length="1000"', 'length="0"')],
    "enclosure-type": [swap('length="1000" type="audio/mpeg"/>', 'length="1000" type="text/html"/>')],
    "enclosure-apple": [
        both(
            swap('1.mp3" length="1000" type="audio/mpeg"/>', '1.ogg" length="1000" type="audio/ogg"/>'),
            lambda feed, files: files.update({"1.ogg": feeds.AUDIO}) or feed,
        )
    ],
    "enclosure-extension": [
        swap('length="1000" type="audio/mpeg"/>', 'length="1000" type="video/mp4"/>'),
        both(
            swap(
                '<enclosure url="https://podcasts.example/show/1.mp3"',
                '<enclosure url="https://podcasts.example/show/1"',
            ),
            lambda feed, files: files.update({"1": feeds.AUDIO}) or feed,
        ),
    ],
    "podcast-tag": [channel("<podcast:hosts>A</podcast:hosts>")],
    "podcast-place": [channel("<podcast:episode>1</podcast:episode>")],
    "podcast-attributes": [
        channel("<podcast:funding>Give</podcast:funding>"),
        swap('feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" ', ""),
    ],
    "podcast-guid": [swap(feeds.GUID, "my-show")],
    "podcast-guid-address": [swap(feeds.GUID, "917393e3-1b1e-5cef-ace4-edaa54e1f810")],
    "podcast-guid-missing": [drop("<podcast:guid>")],
    "podcast-locked": [swap(">yes</podcast:locked>", ">true</podcast:locked>")],
    "podcast-block": [channel('<podcast:block id="google">true</podcast:block>')],
    "podcast-medium": [swap(">course<", ">lessons<")],
    "podcast-person": [channel('<podcast:person role="guest"/>')],
    "podcast-length": [
        swap('name="Beginnings"', f'name="{"x" * 129}"'),
        channel(f"<podcast:person>{'x' * 129}</podcast:person>"),
    ],
    "podcast-ai-content": [swap('"ai-content">true', '"ai-content">partly')],
    "podcast-season": [swap('name="Beginnings">1<', 'name="Beginnings">one<')],
    "podcast-episode": [swap("<podcast:episode>1<", "<podcast:episode>first<")],
    "transcript-type": [swap('type="text/vtt"', 'type="application/pdf"')],
    "chapters-type": [swap('"application/json+chapters"', '"application/xml"')],
    "alternate-source": [drop("<podcast:source")],
    "alternate-default": [
        swap('type="audio/ogg" length="1000"', 'type="audio/ogg" length="1000" default="true"')
    ],
    "alternate-integrity": [swap("sha256-47DEQ", "sha256-"), swap("sha256-47DEQ", "md5-47DEQ")],
    "remote-item": [swap('feedGuid="917393e3-', 'feedGuid="')],
    "podroll-empty": [drop("<podcast:remoteItem")],
    "podcast-license": [swap(">cc-by-4.0<", ">All rights reserved<")],
    "update-frequency": [
        swap('complete="true"', 'rrule="weekly"'),
        swap('complete="true"', 'complete="yes"'),
    ],
    "private-email": [
        channel("<itunes:owner><itunes:email>ann@press.example</itunes:email></itunes:owner>", PRIVATE),
        swap("<podcast:locked>", '<podcast:locked owner="ann@press.example">', of=PRIVATE),
    ],
    "private-blocks": [
        swap("<itunes:block>Yes</itunes:block>", "", of=PRIVATE),
        swap("<podcast:block>yes</podcast:block>", "", of=PRIVATE),
    ],
    "private-listed": [
        both(swap("feed.xml", f"feed.xml?{SECRET}"), swap(feeds.GUID, feed_guid(f"{BASE}feed.xml?{SECRET}"))),
    ],
    "private-guid": [swap(">b7e6a2f0-0000-5000-8000-000000000001<", f">{PRIVATE_BASE}1<", of=PRIVATE)],
    "private-open": [
        swap(f'uri="{PRIVATE_BASE}1.opus"', 'uri="https://listen.example/media/1.opus"', of=PRIVATE)
    ],
    "private-moved": [
        channel("<itunes:new-feed-url>https://new.example/feed.xml</itunes:new-feed-url>", PRIVATE)
    ],
    "image-extension": [
        both(swap("cover.png", "cover"), lambda feed, files: files.update({"cover": feeds.png()}) or feed)
    ],
    "image-format": [put("cover.png", b"GIF89a")],
    "image-true-extension": [
        both(
            swap("cover.png", "cover.jpg"),
            lambda feed, files: files.update({"cover.jpg": feeds.png()}) or feed,
        )
    ],
    "image-square": [put("cover.png", feeds.png(1400, 1500))],
    "image-size": [put("cover.png", feeds.png(1200, 1200)), put("cover.png", feeds.png(3001, 3001))],
    "image-colours": [put("cover.png", feeds.png(colours=0))],
    "enclosure-reached": [],  # below: its alternate is the same file
    "alternate-reached": [put("1.opus", None)],
    "image-reached": [put("cover.png", None)],
    "transcript-reached": [put("2.vtt", None)],
    "chapters-reached": [put("3.chapters.json", None)],
    "file-size": [put("1.opus", feeds.AUDIO[:-1]), put("1.mp3", feeds.AUDIO + b"\0")],
    "transcript-content": [
        put("1.vtt", b"<html>404</html>"),
        put("1.vtt", b"WEBVTT\n"),
        put("1.srt", b"Hello"),
        put("1.json", b"[]"),
        put("1.json", b"{"),
        put("1.json", b" "),
    ],
    "chapters-content": [
        put("1.chapters.json", b"{"),
        put("1.chapters.json", b"[]"),
        chapters(version=1),
        chapters(chapters=[]),
        chapters(chapters=[{"title": "No start"}]),
        chapters(chapters=[{"startTime": 5}, {"startTime": 5}]),
        chapters(chapters=[{"startTime": 5, "endTime": 4}]),
        chapters(chapters=[{"startTime": 0}, {"startTime": 62}]),
    ],
}

FAULTS_WITH_OTHERS: dict[str, tuple[Fault, set[str]]] = {
    "itunes-tags": (
        lambda feed, files: "\n".join(line for line in feed.splitlines() if "<itunes:" not in line),
        {"channel-image", "channel-category", "channel-explicit", "channel-author", "duration-missing"},
    ),
    "new-feed-url": (channel("<itunes:new-feed-url>new.example</itunes:new-feed-url>"), {"url-absolute"}),
    "atom-self": (drop("<atom:link"), set()),
    "enclosure-reached": (put("1.mp3", None), {"alternate-reached"}),
}
"""Faults that no other rule can overlook."""


def looked_at(folder: Path, feed: str | bytes = GOOD, files: Files | None = None) -> Report:
    return check(str(feeds.write(folder, feed, files)), Telling(quiet=True), offline=True, now=NOW)


def broken(folder: Path, fault: Fault) -> set[str]:
    """The rules that a faulty feed breaks."""
    files = feeds.files()
    feed = fault(GOOD, files)
    return {finding.rule for finding in looked_at(folder, feed, files).findings}


CASES = [
    pytest.param(rule, fault, id=f"{rule}-{n}")
    for rule, faults in FAULTS.items()
    for n, fault in enumerate(faults, 1)
]


@pytest.mark.parametrize(("rule", "fault"), CASES)
def test_a_seeded_fault_is_found_by_its_rule_alone(tmp_path: Path, rule: str, fault: Fault) -> None:
    assert broken(tmp_path, fault) == {rule}


@pytest.mark.parametrize("rule", FAULTS_WITH_OTHERS)
def test_a_fault_of_many_kinds_is_found(tmp_path: Path, rule: str) -> None:
    fault, others = FAULTS_WITH_OTHERS[rule]
    assert broken(tmp_path, fault) == {rule, *others}


def test_every_rule_has_a_seeded_fault() -> None:
    from test_feed_check_web import SEEDED

    seeded = {rule for rule, faults in FAULTS.items() if faults} | set(FAULTS_WITH_OTHERS) | SEEDED
    assert {rule.name for rule in RULES} == seeded


def test_every_rule_says_why_and_where_it_is_written() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.reason, rule.name
        assert rule.source.startswith("https://"), rule.name
        assert rule.severity in ("error", "warning", "hint")


# -- no false alarm ------------------------------------------------------------------------------------------


def test_the_good_feed_breaks_no_rule(tmp_path: Path) -> None:
    report = looked_at(tmp_path)
    assert report.findings == ()
    assert (report.title, report.items, report.asked) == ("A Show of Shows", 3, 22)


@pytest.mark.parametrize("shape", feeds.SHAPES)
def test_a_good_feed_of_another_shape_raises_no_alarm(tmp_path: Path, shape: str) -> None:
    report = looked_at(tmp_path, feeds.SHAPES[shape], {})
    assert [finding for finding in report.findings if finding.severity != "hint"] == []


def test_a_good_private_feed_breaks_no_rule(tmp_path: Path) -> None:
    assert looked_at(tmp_path, PRIVATE).findings == ()


# -- how it is told ------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    feed = (
        GOOD.replace("en-us", "english").replace(">course<", ">lessons<").replace("02 Jan 2024", "yesterday")
    )
    return feeds.write(tmp_path / "show", feed)


def test_a_line_says_where_what_and_what_to_do(faulty: Path) -> None:
    lines = formats.as_text([check(str(faulty), Telling(quiet=True), offline=True)]).splitlines()
    line = next(line for line in lines if "date-format" in line)
    number = faulty.read_text().splitlines().index("    <pubDate>Mon, yesterday 00:00:00 +0000</pubDate>") + 1
    assert line == (
        f'{faulty}:{number}: error: date-format: <pubDate> is "Mon, yesterday 00:00:00 +0000" (in "About subject 2")'
        " -> Write it as Mon, 05 Jan 2026 08:00:00 +0000 [https://www.rssboard.org/rss-specification]"
    )


def test_errors_exit_7_and_warnings_with_strict(faulty: Path) -> None:
    run = CliRunner()
    done = run.invoke(main, ["feed", "validate", "--offline", str(faulty)])
    assert done.exit_code == 7
    assert "2 errors, 1 warning" in done.stderr
    feeds.write(faulty.parent, GOOD.replace(">course<", ">lessons<"))
    assert run.invoke(main, ["feed", "validate", "--offline", str(faulty)]).exit_code == 0
    assert run.invoke(main, ["feed", "validate", "--offline", "--strict", str(faulty)]).exit_code == 7


def test_json_holds_every_finding(faulty: Path) -> None:
    done = CliRunner().invoke(main, ["feed", "validate", "--offline", "--json", str(faulty.parent)])
    (feed,) = json.loads(done.stdout)["feeds"]
    assert (feed["errors"], feed["warnings"], feed["hints"]) == (2, 1, 0)
    assert {finding["rule"] for finding in feed["findings"]} == {
        "language-tag",
        "date-format",
        "podcast-medium",
    }


def test_github_gets_workflow_commands(faulty: Path) -> None:
    done = CliRunner().invoke(main, ["feed", "validate", "--offline", "--format", "github", str(faulty)])
    assert "::error file=" in done.stdout
    assert ",title=language-tag::" in done.stdout


def test_a_token_is_never_told(tmp_path: Path) -> None:
    report = looked_at(tmp_path, PRIVATE.replace("1.opus", "gone.opus"))
    assert [finding.rule for finding in report.findings] == ["alternate-reached"]
    assert feeds.TOKEN not in formats.as_text([report])


def test_rules_are_listed_with_reasons() -> None:
    done = CliRunner().invoke(main, ["feed", "rules", "--json"])
    rows = json.loads(done.stdout)["rules"]
    assert [row["rule"] for row in rows] == [rule.name for rule in RULES]
    assert len(CliRunner().invoke(main, ["feed", "rules"]).stdout.splitlines()) == len(RULES)


def test_a_copy_of_a_feed_without_its_files_is_no_edition(tmp_path: Path) -> None:
    report = looked_at(tmp_path, files={})
    assert (report.asked, report.findings) == (0, ())


def test_files_outside_the_feeds_folder_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.mp3").write_bytes(b"")
    report = looked_at(tmp_path / "show", GOOD.replace("show/1.opus", "show/%2e%2e/secret.mp3"))
    assert {finding.rule for finding in report.findings} == set()
    assert report.asked == 21


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    feed = GOOD.replace("<rss ", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>\n<rss ', 1)
    report = looked_at(tmp_path / "show", feed.replace("A Show of Shows", "A &x; show"))
    assert "hidden" not in report.title
    assert "xml-doctype" in {finding.rule for finding in report.findings}


def test_without_arguments_the_output_folder_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["feed", "validate", "--offline"])
    assert (done.exit_code, "there is no feed in output" in done.stderr) == (2, True)
    feeds.write(tmp_path / "output" / "ants", GOOD)
    feeds.write(tmp_path / "output" / "bees", GOOD)
    done = CliRunner().invoke(main, ["feed", "validate", "--offline"])
    assert done.exit_code == 0
    assert "output/ants/feed.xml: 3 episodes, 22 files: nothing to mend" in done.stderr
    assert "output/bees/feed.xml" in done.stderr


def test_what_is_no_feed_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no feed"):
        check(str(tmp_path / "none.xml"), Telling(quiet=True))
    assert {
        f.rule for f in looked_at(tmp_path, "<feed xmlns='http://www.w3.org/2005/Atom'/>", {}).findings
    } == {"rss-version"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/feed.xml?token=aZ9kQ7xY3mN8pL2wR5tV",
        "http://127.0.0.1:9/u/aZ9kQ7xY3mN8pL2wR5tV6bC1/feed.xml",
        "http://user:aZ9kQ7xY3mN8pL2wR5tV@127.0.0.1:9/feed.xml",
    ],
)
def test_a_token_is_not_told_either_when_the_feed_does_not_come(address: str) -> None:
    report = check(address, Telling(quiet=True), timeout_s=2)
    assert report.findings
    assert "aZ9kQ7xY3mN8pL2wR5tV" not in str(report)
    with pytest.raises(UsageError) as refused:
        check(address, Telling(quiet=True), offline=True)
    assert "aZ9kQ7xY3mN8pL2wR5tV" not in str(refused.value)
