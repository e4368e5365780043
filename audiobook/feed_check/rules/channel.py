"""Rules about the show: what the channel has to say, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobook.categories import CATEGORIES
from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject
from audiobook.feed_check.resources import bare, on_web, shown
from audiobook.names import did_you_mean

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: ISO 639-1, the two-letter languages.
_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu
    iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh
    zu
"""


def _missing(name: str, what: str, fix: str) -> Callable[[Subject], Iterator[Hit]]:
    def check(subject: Subject) -> Iterator[Hit]:
        channel = subject.feed.channel
        if channel.name and not channel.value(name):
            yield Hit(channel, None, f"the show has no {what}", fix)

    return check


def _language(subject: Subject) -> Iterator[Hit]:
    node = subject.feed.channel.first("language")
    if node and node.text:
        language = node.text.partition("-")[0].lower()
        if not _TAG.fullmatch(node.text) or (len(language) == 2 and language not in _LANGUAGES.split()):
            message = f'the language "{node.text}" is no language tag'
            yield Hit(node, None, message, "Write one such as en, en-us or de")


def _image(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    image = channel.first("itunes:image")
    if channel.name and (image is None or not image.attributes.get("href")):
        fix = 'Add <itunes:image href="..."/> with a square picture of 1400 to 3000 pixels'
        yield Hit(image or channel, None, "the show has no artwork", fix)


def _rss_image(subject: Subject) -> Iterator[Hit]:
    node = subject.feed.channel.first("image")
    missing = [name for name in ("url", "title", "link") if node and not node.value(name)]
    if node and missing:
        yield Hit(
            node,
            None,
            f"<image> has no {' and no '.join(missing)}",
            "Write url, title and link, or remove it",
        )


def _category(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    if channel.name and not channel.first("itunes:category"):
        fix = 'Add one, such as <itunes:category text="Education"/>'
        yield Hit(channel, None, "the show has no category", fix)


def _known_category(subject: Subject) -> Iterator[Hit]:
    for node in subject.feed.channel.all("itunes:category"):
        name = node.attributes.get("text", "").strip()
        if name not in CATEGORIES:
            yield Hit(node, None, f'"{name}" is no category of Apple\'s', did_you_mean(name, CATEGORIES))
            continue
        for child in node.all("itunes:category"):
            below = child.attributes.get("text", "").strip()
            if below not in CATEGORIES[name]:
                message = f'"{below}" is no category of Apple\'s within {name}'
                hint = did_you_mean(below, CATEGORIES[name]) or f"{name} has no subcategories: remove it"
                yield Hit(child, None, message, hint)


def _is_explicit(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    if channel.name and not channel.first("itunes:explicit"):
        yield Hit(
            channel, None, "the show does not say whether it is explicit", "Add <itunes:explicit>false</...>"
        )


def _explicit(subject: Subject) -> Iterator[Hit]:
    for node, item in _everywhere(subject, "itunes:explicit"):
        if node.text.lower() not in ("true", "false", *_FORMER):
            yield Hit(node, item, f'itunes:explicit is "{node.text}"', "Write true or false")


_FORMER = ("yes", "no", "clean", "explicit")


def _former_explicit(subject: Subject) -> Iterator[Hit]:
    for node, item in _everywhere(subject, "itunes:explicit"):
        if node.text.lower() in _FORMER:
            now = "true" if node.text.lower() in ("yes", "explicit") else "false"
            yield Hit(node, item, f'"{node.text}" is how itunes:explicit was once written', f"Write {now}")


def _type(subject: Subject) -> Iterator[Hit]:
    node = subject.feed.channel.first("itunes:type")
    if node and node.text.lower() not in ("episodic", "serial"):
        yield Hit(
            node, None, f'itunes:type is "{node.text}"', "Write episodic (newest first) or serial (in order)"
        )


def _yes_only(subject: Subject) -> Iterator[Hit]:
    for name in ("itunes:complete", "itunes:block"):
        for node, item in _everywhere(subject, name):
            if node.text.lower() not in ("yes", "no", "false", ""):
                yield Hit(
                    node, item, f'"{node.text}" in {name} has no effect', "Write Yes, or remove the tag"
                )


def _new_address(subject: Subject) -> Iterator[Hit]:
    node = subject.feed.channel.first("itunes:new-feed-url")
    if node and not on_web(node.text):
        fix = "Write the whole new address, or remove the tag"
        yield Hit(node, None, f'itunes:new-feed-url is "{node.text[:80]}"', fix)


def _self(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    if channel.name and not subject.feed.self_link:
        fix = 'Add <atom:link rel="self" type="application/rss+xml" href="..."/>'
        yield Hit(channel, None, "the feed does not say where it lies", fix)


def _own_address(subject: Subject) -> Iterator[Hit]:
    feed, own = subject.feed, subject.own
    if not feed.address or not on_web(feed.self_link):
        return
    reached = {bare(feed.address), *(bare(hop) for hop in own.hops)} if own else {bare(feed.address)}
    if bare(feed.self_link) not in reached:
        node = next(link for link in feed.channel.all("atom:link") if link.attributes.get("rel") == "self")
        message = (
            f"the feed says it lies at {shown(feed.self_link)}, and was fetched from {shown(feed.address)}"
        )
        yield Hit(node, None, message, "Give the address people subscribe to")


def _everywhere(subject: Subject, name: str) -> Iterator[tuple[Node, Node | None]]:
    yield from ((node, None) for node in subject.feed.channel.all(name))
    yield from ((node, item) for item in subject.feed.items for node in item.all(name))


RULES = (
    Rule(
        "channel-title",
        "error",
        "A show without a title cannot be listed",
        sources.RSS,
        _missing("title", "title", "Add <title>"),
    ),
    Rule(
        "channel-link",
        "error",
        "RSS 2.0 requires the page of the show; apps link to it",
        sources.RSS,
        _missing("link", "link", "Add <link> with the address of its page"),
    ),
    Rule(
        "channel-description",
        "error",
        "RSS 2.0 and Apple require a description",
        sources.RSS,
        _missing("description", "description", "Add <description> with a sentence or more"),
    ),
    Rule(
        "channel-language",
        "error",
        "Apple requires the language: stores and speech features depend on it",
        sources.APPLE_TAGS,
        _missing("language", "language", "Add <language>, such as en-us"),
    ),
    Rule(
        "language-tag",
        "error",
        "An invalid language makes Apple refuse the feed",
        sources.LANGUAGES,
        _language,
    ),
    Rule(
        "channel-image",
        "error",
        "Apple requires artwork, and apps show an empty square without",
        sources.APPLE,
        _image,
    ),
    Rule(
        "rss-image",
        "warning",
        "RSS 2.0 requires the url, title and link of a picture",
        sources.RSS,
        _rss_image,
    ),
    Rule("channel-category", "error", "Apple requires a category", sources.APPLE_TAGS, _category),
    Rule(
        "category-known",
        "error",
        "A category that is not on Apple's list, letter by letter, counts as none",
        sources.APPLE_CATEGORIES,
        _known_category,
    ),
    Rule(
        "channel-explicit", "error", "Apple requires the parental advisory", sources.APPLE_TAGS, _is_explicit
    ),
    Rule("explicit-value", "error", "Apple knows true and false", sources.APPLE_TAGS, _explicit),
    Rule(
        "explicit-former",
        "hint",
        "Apple now documents true and false only",
        sources.APPLE_TAGS,
        _former_explicit,
    ),
    Rule(
        "itunes-type", "error", "An unknown type is read as episodic: newest first", sources.APPLE_TAGS, _type
    ),
    Rule(
        "channel-author",
        "warning",
        "Apps show the author below the title, and search by it",
        sources.APPLE_TAGS,
        _missing("itunes:author", "author", "Add <itunes:author>"),
    ),
    Rule(
        "yes-only",
        "warning",
        "Apple acts on Yes alone; any other value is ignored",
        sources.APPLE_TAGS,
        _yes_only,
    ),
    Rule(
        "new-feed-url",
        "error",
        "Apps move every subscriber to this address",
        sources.APPLE_TAGS,
        _new_address,
    ),
    Rule(
        "atom-self",
        "warning",
        "Apps and directories take it for the feed's lasting address",
        sources.PSP,
        _self,
    ),
    Rule(
        "atom-self-other",
        "warning",
        "The self link is the address of the feed itself",
        sources.ATOM,
        _own_address,
    ),
)
