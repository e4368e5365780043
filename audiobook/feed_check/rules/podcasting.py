"""Rules about the tags of Podcasting 2.0."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from uuid import UUID

from audiobook.feed import NAME_CHARACTERS, feed_guid
from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject
from audiobook.feed_check.resources import on_web
from audiobook.names import did_you_mean

_TOP, _BOTH, _ITEM = (
    ("channel", "podcast:liveItem"),
    ("channel", "item", "podcast:liveItem"),
    ("item", "podcast:liveItem"),
)
#: Every tag of the namespace: where it may stand, and the attributes it must have.
TAGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "alternateEnclosure": (_ITEM, ("type",)),
    "block": (_TOP, ()),
    "chapters": (_ITEM, ("url", "type")),
    "chat": (_BOTH, ("server", "protocol")),
    "contentLink": (_ITEM, ("href",)),
    "episode": (_ITEM, ()),
    "funding": (_BOTH, ("url",)),
    "guid": (_TOP, ()),
    "image": (_BOTH, ("href",)),
    "images": (_BOTH, ("srcset",)),
    "integrity": (("podcast:alternateEnclosure",), ("type", "value")),
    "license": (_BOTH, ()),
    "liveItem": (_TOP, ("status", "start")),
    "location": (_BOTH, ()),
    "locked": (_TOP, ()),
    "medium": (_TOP, ()),
    "person": (_BOTH, ()),
    "podping": (_TOP, ()),
    "podroll": (_TOP, ()),
    "publisher": (_TOP, ()),
    "remoteItem": (
        ("channel", "podcast:podroll", "podcast:publisher", "podcast:valueTimeSplit"),
        ("feedGuid",),
    ),
    "season": (_ITEM, ()),
    "socialInteract": (_BOTH, ("protocol",)),
    "soundbite": (_ITEM, ("startTime", "duration")),
    "source": (("podcast:alternateEnclosure",), ("uri",)),
    "trailer": (_TOP, ("url", "pubdate")),
    "transcript": (_ITEM, ("url", "type")),
    "txt": (_BOTH, ()),
    "updateFrequency": (_TOP, ()),
    "value": (_BOTH, ("type", "method")),
    "valueRecipient": (("podcast:value", "podcast:valueTimeSplit"), ("type", "address", "split")),
    "valueTimeSplit": (("podcast:value",), ("startTime", "duration")),
}
_MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
_MEDIUM = frozenset((*_MEDIUMS, *(f"{medium}L" for medium in _MEDIUMS), "mixed"))
TRANSCRIPTS = (
    "text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip", "application/srt", "text/srt",
)  # fmt: skip
_LENGTHS = {
    "person": "",
    "license": "",
    "funding": "",
    "updateFrequency": "",
    "season": "name",
    "txt": "purpose",
}
_DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}


def _tags(subject: Subject, *names: str) -> Iterator[tuple[Node, Node, Node | None]]:
    """Elements of the namespace (those with these names), their parents and items."""
    for node, parent, item in subject.feed.elements():
        if node.name.startswith("podcast:") and (not names or node.name.removeprefix("podcast:") in names):
            yield node, parent, item


def _known(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject):
        local = node.name.removeprefix("podcast:")
        if local not in TAGS:
            yield Hit(node, item, f"the namespace has no tag <{node.name}>", did_you_mean(local, TAGS))


def _place(subject: Subject) -> Iterator[Hit]:
    for node, parent, item in _tags(subject):
        parents, _ = TAGS.get(node.name.removeprefix("podcast:"), ((parent.name,), ()))
        if parent.name not in parents:
            message = f"<{node.name}> stands in <{parent.name}>"
            yield Hit(node, item, message, f"Put it into <{parents[0]}>")


def _attributes(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject):
        _, required = TAGS.get(node.name.removeprefix("podcast:"), ((), ()))
        for name in required:
            if not node.attributes.get(name, "").strip():
                yield Hit(node, item, f"<{node.name}> has no {name}", f'Add {name}="..."')


def _guid(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "guid"):
        if not _is_uuid(node.text):
            yield Hit(
                node,
                item,
                f'podcast:guid is "{node.text[:60]}"',
                "Write the UUID that the show was given once",
            )


def _guid_of_address(subject: Subject) -> Iterator[Hit]:
    feed = subject.feed
    node = feed.channel.first("podcast:guid")
    if node and _is_uuid(node.text) and on_web(feed.self_link) and not feed.private:
        expected = feed_guid(feed.self_link)
        if node.text.lower() != expected:
            fix = f"Nothing, if the show has moved here; for a new show it would be {expected}"
            yield Hit(node, None, "podcast:guid is not that of the feed's address", fix)


def _no_guid(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    if channel.name and not channel.first("podcast:guid"):
        address = subject.feed.self_link
        value = feed_guid(address) if on_web(address) else "the UUID of its address"
        yield Hit(channel, None, "the show has no podcast:guid", f"Add <podcast:guid>{value}</podcast:guid>")


def _yes_or_no(name: str) -> Callable[[Subject], Iterator[Hit]]:
    def check(subject: Subject) -> Iterator[Hit]:
        for node, _, item in _tags(subject, name):
            if node.text.lower() not in ("yes", "no"):
                yield Hit(node, item, f'podcast:{name} is "{node.text}"', "Write yes or no")

    return check


def _medium(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "medium"):
        if node.text not in _MEDIUM:
            yield Hit(node, item, f'podcast:medium is "{node.text}"', did_you_mean(node.text, _MEDIUMS))


def _person(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "person"):
        if not node.text:
            yield Hit(node, item, "podcast:person has no name", "Write the name between the tags")


def _lengths(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, *_LENGTHS):
        attribute = _LENGTHS[node.name.removeprefix("podcast:")]
        text = node.attributes.get(attribute, "") if attribute else node.text
        if len(text) > NAME_CHARACTERS:
            what = f"{attribute} of <{node.name}>" if attribute else f"<{node.name}>"
            yield Hit(
                node, item, f"the {what} has {len(text)} characters", f"Shorten it to {NAME_CHARACTERS}"
            )


def _ai_content(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "txt"):
        if node.attributes.get("purpose") == "ai-content" and node.text.lower() not in ("true", "false"):
            yield Hit(node, item, f'podcast:txt for ai-content is "{node.text[:60]}"', "Write true or false")


def _season(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "season"):
        if not node.text.isdecimal():
            yield Hit(
                node, item, f'podcast:season is "{node.text}"', "Write a whole number; names go into name="
            )


def _episode(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "episode"):
        if not re.fullmatch(r"\d+(\.\d+)?", node.text):
            yield Hit(
                node, item, f'podcast:episode is "{node.text}"', "Write a number; words go into display="
            )


def _transcript(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "transcript"):
        kind = node.attributes.get("type", "").partition(";")[0].strip().lower()
        if kind and kind not in TRANSCRIPTS:
            yield Hit(
                node, item, f'apps know no transcript of type "{kind}"', "Offer text/vtt or application/json"
            )


def _chapters(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "chapters"):
        kind = node.attributes.get("type", "").partition(";")[0].strip().lower()
        if kind and kind not in ("application/json+chapters", "application/json"):
            yield Hit(node, item, f'the type of the chapters is "{kind}"', "Write application/json+chapters")


def _sources(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "alternateEnclosure"):
        if not node.first("podcast:source"):
            yield Hit(node, item, "an alternate enclosure has no source", 'Add <podcast:source uri="..."/>')


def _default(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        alternates = item.all("podcast:alternateEnclosure")
        chosen = [node for node in alternates if node.attributes.get("default", "").lower() == "true"]
        if len(chosen) > 1:
            yield Hit(
                chosen[1],
                item,
                f"{len(chosen)} alternate enclosures are the default",
                "Mark the one that is the enclosure",
            )


def _integrity(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "integrity"):
        if node.attributes.get("type") == "sri" and not _is_sri(node.attributes.get("value", "")):
            fix = "Write sha256-, sha384- or sha512- and the digest in base64"
            yield Hit(node, item, "the digest of an alternate enclosure is malformed", fix)


def _is_sri(value: str) -> bool:
    """W3C Subresource Integrity: one or more digests with spaces between."""
    for part in value.split():
        name, _, digest = part.partition("?")[0].partition("-")
        try:
            if len(base64.b64decode(digest, validate=True)) != _DIGESTS.get(name):
                return False
        except (ValueError, binascii.Error):
            return False
    return bool(value.split())


def _remote(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "remoteItem"):
        guid = node.attributes.get("feedGuid", "")
        if guid and not _is_uuid(guid):
            yield Hit(node, item, f'feedGuid is "{guid[:60]}"', "Write the podcast:guid of the other feed")


def _podroll(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "podroll"):
        if not node.first("podcast:remoteItem"):
            yield Hit(node, item, "podcast:podroll is empty", "Add <podcast:remoteItem>, or remove it")


def _license(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "license"):
        if " " in node.text and not node.attributes.get("url"):
            fix = "Write the identifier of a well-known licence, or add url= with the text of your own"
            yield Hit(node, item, f'"{node.text[:60]}" is no identifier of a licence', fix)


def _frequency(subject: Subject) -> Iterator[Hit]:
    for node, _, item in _tags(subject, "updateFrequency"):
        rule, complete = node.attributes.get("rrule"), node.attributes.get("complete", "false")
        if (rule is not None and "FREQ=" not in rule.upper()) or complete.lower() not in ("true", "false"):
            fix = 'Write rrule="FREQ=WEEKLY" or complete="true"'
            yield Hit(node, item, "podcast:updateFrequency cannot be read", fix)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


RULES = (
    Rule("podcast-tag", "hint", "Apps skip tags they do not know", sources.podcast(), _known),
    Rule("podcast-place", "warning", "Apps look for a tag where it belongs", sources.podcast(), _place),
    Rule("podcast-attributes", "error", "Without it the tag says nothing", sources.podcast(), _attributes),
    Rule(
        "podcast-guid",
        "error",
        "The guid is a UUID, by which a show is known on every platform",
        sources.podcast("guid"),
        _guid,
    ),
    Rule(
        "podcast-guid-address",
        "hint",
        "A new show's guid is made of its address",
        sources.podcast("guid"),
        _guid_of_address,
    ),
    Rule(
        "podcast-guid-missing",
        "hint",
        "With a guid a show is the same after it moves",
        sources.podcast("guid"),
        _no_guid,
    ),
    Rule(
        "podcast-locked", "error", "Hosts act on yes and no", sources.podcast("locked"), _yes_or_no("locked")
    ),
    Rule(
        "podcast-block",
        "error",
        "Directories act on yes and no",
        sources.podcast("block"),
        _yes_or_no("block"),
    ),
    Rule(
        "podcast-medium",
        "warning",
        "An unknown medium is taken for a podcast",
        sources.podcast("medium"),
        _medium,
    ),
    Rule(
        "podcast-person",
        "error",
        "A person without a name cannot be shown",
        sources.podcast("person"),
        _person,
    ),
    Rule("podcast-length", "warning", "Aggregators keep 128 characters", sources.podcast(), _lengths),
    Rule(
        "podcast-ai-content", "error", "The disclosure is true or false", sources.podcast("txt"), _ai_content
    ),
    Rule("podcast-season", "error", "Apps sort by the number", sources.podcast("season"), _season),
    Rule("podcast-episode", "error", "Apps sort by the number", sources.podcast("episode"), _episode),
    Rule(
        "transcript-type",
        "warning",
        "Apps choose a transcript by its type",
        sources.podcast("transcript"),
        _transcript,
    ),
    Rule("chapters-type", "warning", "Apps look for JSON chapters", sources.podcast("chapters"), _chapters),
    Rule(
        "alternate-source",
        "error",
        "Nothing says where it lies",
        sources.podcast("alternate-enclosure"),
        _sources,
    ),
    Rule(
        "alternate-default",
        "error",
        "One file is the enclosure",
        sources.podcast("alternate-enclosure"),
        _default,
    ),
    Rule(
        "alternate-integrity",
        "error",
        "Apps that verify would refuse the download",
        "https://www.w3.org/TR/sri/",
        _integrity,
    ),
    Rule("remote-item", "error", "Feeds are found by their guid", sources.podcast("remote-item"), _remote),
    Rule(
        "podroll-empty", "warning", "An empty list recommends nothing", sources.podcast("podroll"), _podroll
    ),
    Rule(
        "podcast-license",
        "warning",
        "A licence of your own needs its text",
        sources.podcast("license"),
        _license,
    ),
    Rule(
        "update-frequency",
        "warning",
        "Apps read a recurrence rule",
        sources.podcast("update-frequency"),
        _frequency,
    ),
)
