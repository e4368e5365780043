"""Rules about feeds for subscribers alone: what must not be in them, and what must not be shared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from audiobook.feed_check import sources
from audiobook.feed_check.model import Feed, Hit, Rule, Subject
from audiobook.feed_check.resources import on_web, shown

#: Query parameters that hold a subscriber's secret.
_SECRETS = frozenset(
    ("token", "access_token", "auth", "auth_token", "key", "api_key", "secret", "password", "pass", "pwd")
)
_TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_~-]{22,}")  # at least 128 bits in base64url
_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[a-z]{2,}", re.I)


def secrets(feed: Feed) -> frozenset[str]:
    """The tokens in the address of a private feed: values of such parameters, and long random parts of its path."""
    return secrets_in(feed.address or feed.self_link, in_path=feed.private)


def secrets_in(address: str, *, in_path: bool) -> frozenset[str]:
    """The tokens and passwords in an address. `in_path`: whether long random parts of its path are taken for some."""
    if not on_web(address):
        return frozenset()
    try:
        parts = urlsplit(address)
    except ValueError:
        return frozenset()
    found = {value for name, value in parse_qsl(parts.query) if name.lower() in _SECRETS and len(value) > 7}
    found |= {unquote(part) for part in parts.netloc.rpartition("@")[0].split(":")[1:] if part}
    found |= {part for part in parts.netloc.rpartition("@")[0].split(":")[1:] if part}
    if in_path:
        found |= {part for part in parts.path.split("/")[:-1] if _TOKEN.fullmatch(part)}
    return frozenset(found)


def _owner(subject: Subject) -> Iterator[Hit]:
    if not subject.feed.private:
        return
    channel = subject.feed.channel
    owner = channel.first("itunes:owner")
    places = [
        owner.first("itunes:email") if owner else None,
        channel.first("managingEditor"),
        channel.first("webMaster"),
    ]
    for node in places:
        if node and _EMAIL.search(node.text):
            yield Hit(node, None, f"a private feed gives an e-mail address in <{node.name}>", "Remove it")
    locked = channel.first("podcast:locked")
    if locked and locked.attributes.get("owner"):
        yield Hit(locked, None, "a private feed gives an e-mail address in <podcast:locked>", "Remove owner=")


def _both_blocks(subject: Subject) -> Iterator[Hit]:
    feed = subject.feed
    if not feed.private:
        return
    general = [block for block in feed.channel.all("podcast:block") if "id" not in block.attributes]
    if feed.channel.value("itunes:block").lower() != "yes":
        yield Hit(
            feed.channel,
            None,
            "Apple is not asked to leave the private feed out",
            "Add <itunes:block>Yes</...>",
        )
    elif not any(block.text.lower() == "yes" for block in general):
        message = "directories other than Apple's are not asked to leave the private feed out"
        yield Hit(feed.channel, None, message, "Add <podcast:block>yes</podcast:block>")


def _unblocked(subject: Subject) -> Iterator[Hit]:
    feed = subject.feed
    if secrets(feed) and not feed.private:
        message = "the address of the feed holds a secret, and directories may list it"
        yield Hit(feed.channel, None, message, "Add <itunes:block>Yes</...> and <podcast:block>yes</...>")


def _identity(subject: Subject) -> Iterator[Hit]:
    for token in secrets(subject.feed):
        for item in subject.feed.items:
            node = item.first("guid")
            if node and token in node.text:
                yield Hit(
                    node, item, "the guid holds the subscriber's token", "Make it of what never changes"
                )


def _open_files(subject: Subject) -> Iterator[Hit]:
    feed = subject.feed
    tokens = secrets(feed)
    if not tokens or not feed.private:
        return
    host = urlsplit(feed.address or feed.self_link).hostname
    for resource in subject.resources:
        same_host = urlsplit(resource.url).hostname == host
        if same_host and not any(token in resource.url for token in tokens):
            message = f"{shown(resource.url)} has no token: whoever has the address can fetch it"
            yield Hit(resource.node, resource.item, message, "Serve it below the subscriber's own address")


def _moved(subject: Subject) -> Iterator[Hit]:
    node = subject.feed.channel.first("itunes:new-feed-url")
    if node and subject.feed.private:
        fix = "Remove it, and redirect each subscriber's address on its own"
        yield Hit(node, None, "a private feed sends its subscribers to one shared address", fix)


_REVOKED: str = sources.podcast("block")
RULES = (
    Rule(
        "private-email",
        "warning",
        "Apple and others mail a new owner's address to claim the show",
        sources.APPLE_TAGS,
        _owner,
    ),
    Rule(
        "private-blocks",
        "warning",
        "Apple reads one tag, the other directories the other",
        _REVOKED,
        _both_blocks,
    ),
    Rule("private-listed", "warning", "Some apps list every feed that someone adds", _REVOKED, _unblocked),
    Rule("private-guid", "error", "A new token would make every episode new", sources.APPLE_TAGS, _identity),
    Rule(
        "private-open",
        "warning",
        "Access that is revoked must be refused for the files too",
        _REVOKED,
        _open_files,
    ),
    Rule(
        "private-moved",
        "error",
        "Apps would move every subscriber to that one address",
        sources.APPLE_TAGS,
        _moved,
    ),
)
