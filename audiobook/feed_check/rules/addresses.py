"""Rules about addresses: written so that every app can fetch them, from anywhere, for years."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject
from audiobook.feed_check.resources import on_web, shown

_TEXTS = ("link", "itunes:new-feed-url", "comments", "docs")
_ATTRIBUTES = {
    "enclosure": ("url",),
    "itunes:image": ("href",),
    "atom:link": ("href",),
    "podcast:transcript": ("url",),
    "podcast:chapters": ("url",),
    "podcast:funding": ("url",),
    "podcast:image": ("href",),
    "podcast:license": ("url",),
    "podcast:person": ("href", "img"),
    "podcast:remoteItem": ("feedUrl",),
    "podcast:trailer": ("url",),
}
_UNSAFE = re.compile(r"[^!-~]|[\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
#: Query parameters of links that are signed for a while: Amazon, Google, Azure, CloudFront.
_EXPIRING = ("x-amz-expires", "x-goog-expires", "expires", "se", "token_expires")
_SIGNED = ("x-amz-signature", "x-goog-signature", "signature", "sig")


def _addresses(subject: Subject) -> Iterator[tuple[str, Node, Node | None]]:
    """Every address in the feed, its element and its item."""
    for node, parent, item in subject.feed.elements():
        if node.name in _TEXTS and parent.name in ("channel", "item") and node.text:
            yield node.text, node, item
        for name in _ATTRIBUTES.get(node.name, ()):
            if node.attributes.get(name):
                yield node.attributes[name], node, item


def _absolute(subject: Subject) -> Iterator[Hit]:
    for url, node, item in _addresses(subject):
        if not on_web(url.strip()):
            message = f"`{url[:80]}` in <{node.name}> is not a whole address of the web"
            yield Hit(node, item, message, "Write it with https:// and its host")


def _safe(subject: Subject) -> Iterator[Hit]:
    for url, node, item in _addresses(subject):
        found = _UNSAFE.search(url)
        if found:
            what = "a space" if found[0].isspace() else f"`{found[0]}`"
            message = f"{what} in the address {shown(url) if on_web(url) else url[:40]}"
            yield Hit(node, item, message, "Write it percent-encoded, such as %20")


def _public(subject: Subject) -> Iterator[Hit]:
    own = subject.feed.address
    if own and _local(own):
        return  # a feed looked at before it is published
    hosts: set[str] = set()
    for url, node, item in _addresses(subject):
        host = urlsplit(url).hostname if on_web(url) else None
        if host and host not in hosts and _local(url):
            hosts.add(host)
            yield Hit(
                node,
                item,
                f"{host} is an address of your own machine or network",
                "Publish under a public one",
            )


def _local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _insecure(subject: Subject) -> Iterator[Hit]:
    for resource in subject.resources:
        if resource.url.lower().startswith("http://") and not _local(resource.url):
            fix = "Serve it by https"
            yield Hit(
                resource.node, resource.item, f"{shown(resource.url)} is fetched without encryption", fix
            )


def _password(subject: Subject) -> Iterator[Hit]:
    for url, node, item in _addresses(subject):
        if on_web(url) and urlsplit(url).username:
            fix = "Give each subscriber an address with a token in it instead"
            yield Hit(node, item, f"a name and password stand in the address {shown(url)}", fix)


def _expiring(subject: Subject) -> Iterator[Hit]:
    for resource in subject.resources:
        names = {name.lower() for name in parse_qs(urlsplit(resource.url).query)}
        if names.intersection(_EXPIRING) and names.intersection(_SIGNED):
            fix = "Give a lasting address, which may redirect to one that expires"
            yield Hit(resource.node, resource.item, f"the address of {shown(resource.url)} expires", fix)


RULES = (
    Rule(
        "url-absolute",
        "error",
        "An app has no page that a relative address could start from",
        sources.RSS,
        _absolute,
    ),
    Rule(
        "url-characters", "warning", "Apps differ in how they mend a malformed address", sources.URIS, _safe
    ),
    Rule("url-public", "warning", "Nobody else can reach your own machine", sources.APPLE, _public),
    Rule("url-https", "hint", "iPhones refuse unencrypted media in many apps", sources.APPLE, _insecure),
    Rule(
        "url-password",
        "warning",
        "Many apps drop passwords in addresses",
        sources.URIS + "#section-3.2.1",
        _password,
    ),
    Rule(
        "url-expiring",
        "warning",
        "Apps keep addresses for months and download later",
        sources.HTTP,
        _expiring,
    ),
)
