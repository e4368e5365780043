"""A feed that keeps every rule, the files it links to, and good feeds in other shapes."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from audiobook.feed import feed_guid

BASE = "https://podcasts.example/show/"
GUID = feed_guid(BASE + "feed.xml")
AUDIO = b"ID3" + b"\x00" * 997
NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def png(width: int = 1400, height: int = 1400, colours: int = 2) -> bytes:
    """The header of a PNG picture."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(
        ">IIBBBBB", width, height, 8, colours, 0, 0, 0
    )


def _item(number: int) -> str:
    return f"""\
  <item>
    <title>About subject {number}</title>
    <link>{BASE}index.html#{number}</link>
    <guid isPermaLink="false">b7e6a2f0-0000-5000-8000-00000000000{number}</guid>
    <pubDate>Mon, 0{number} Jan 2024 00:00:00 +0000</pubDate>
    <description>What subject {number} is.</description>
    <content:encoded>&lt;p&gt;Notes of {number}&lt;/p&gt;</content:encoded>
    <enclosure url="{BASE}{number}.mp3" length="1000" type="audio/mpeg"/>
    <itunes:duration>60</itunes:duration>
    <itunes:season>1</itunes:season>
    <itunes:episode>{number}</itunes:episode>
    <itunes:episodeType>full</itunes:episodeType>
    <podcast:season name="Beginnings">1</podcast:season>
    <podcast:episode>{number}</podcast:episode>
    <podcast:transcript url="{BASE}{number}.vtt" type="text/vtt"/>
    <podcast:transcript url="{BASE}{number}.json" type="application/json"/>
    <podcast:transcript url="{BASE}{number}.srt" type="application/x-subrip"/>
    <podcast:chapters url="{BASE}{number}.chapters.json" type="application/json+chapters"/>
    <podcast:alternateEnclosure type="audio/mpeg" length="1000" default="true">
      <podcast:source uri="{BASE}{number}.mp3"/>
      <podcast:integrity type="sri" value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="/>
    </podcast:alternateEnclosure>
    <podcast:alternateEnclosure type="audio/ogg" length="1000">
      <podcast:source uri="{BASE}{number}.opus"/>
    </podcast:alternateEnclosure>
  </item>
"""


GOOD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {NAMESPACES}>
<channel>
  <title>A Show of Shows</title>
  <link>{BASE}index.html</link>
  <description>What the show is about.</description>
  <language>en-us</language>
  <copyright>A Press</copyright>
  <lastBuildDate>Thu, 04 Jan 2024 00:00:00 +0000</lastBuildDate>
  <atom:link rel="self" type="application/rss+xml" href="{BASE}feed.xml"/>
  <itunes:author>A Press</itunes:author>
  <itunes:type>serial</itunes:type>
  <itunes:image href="{BASE}cover.png"/>
  <itunes:category text="Education"><itunes:category text="Courses"/></itunes:category>
  <itunes:explicit>false</itunes:explicit>
  <podcast:guid>{GUID}</podcast:guid>
  <podcast:medium>course</podcast:medium>
  <podcast:locked>yes</podcast:locked>
  <podcast:person group="writing" role="author">A Press</podcast:person>
  <podcast:license>cc-by-4.0</podcast:license>
  <podcast:txt purpose="ai-content">true</podcast:txt>
  <podcast:updateFrequency complete="true">Complete</podcast:updateFrequency>
  <podcast:podroll>
    <podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" medium="course" title="Another"/>
  </podcast:podroll>
{_item(1)}{_item(2)}{_item(3)}</channel>
</rss>
"""

CHAPTERS = {
    "version": "1.2.0",
    "chapters": [{"startTime": 0, "title": "One"}, {"startTime": 30.5, "endTime": 60}],
}


def files() -> dict[str, bytes]:
    """What the good feed links to, by name."""
    found = {"cover.png": png()}
    for number in (1, 2, 3):
        found |= {
            f"{number}.mp3": AUDIO,
            f"{number}.opus": AUDIO,
            f"{number}.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n",
            f"{number}.srt": b"1\n00:00:00,000 --> 00:00:01,000\nHello.\n",
            f"{number}.json": b'{"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 1, "body": "Hello."}]}',
            f"{number}.chapters.json": json.dumps(CHAPTERS).encode(),
        }
    return found


def write(folder: Path, feed: str | bytes, beside: dict[str, bytes] | None = None) -> Path:
    """The feed in a folder with its files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (files() if beside is None else beside).items():
        (folder / name).write_bytes(content)
    path = folder / "feed.xml"
    path.write_bytes(feed if isinstance(feed, bytes) else feed.encode())
    return path


# -- other shapes --------------------------------------------------------------------------------------------

TOKEN = "q4Zt8xW1nPz0aB3cD5eF7g"
PRIVATE_BASE = f"https://listen.example/f/{TOKEN}/"
PRIVATE = (
    GOOD.replace(BASE, PRIVATE_BASE)
    .replace("<podcast:medium>", "<itunes:block>Yes</itunes:block><podcast:block>yes</podcast:block><podcast:medium>")
)  # fmt: skip

SHAPES = {
    path.stem: path.read_text() for path in sorted((Path(__file__).parent / "golden" / "feeds").glob("*.xml"))
}
"""Good feeds in the shapes that other programs give them, by file: our own words in their elements and order."""
