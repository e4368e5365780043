"""The page that brings a course into a podcast app: a button for each app that has one, a QR code, and how else.

`page.html` is the skeleton, `style.css` with the theme of all pages how it looks, `subscribe.js` copies the address.
Without JavaScript all but that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.feed import FEED_NAME
from audiobook.pages import asset, policy, styles, template
from audiobook.subscribe.apps import APPS

SUBSCRIBE_NAME = "subscribe.html"


@dataclass(frozen=True, slots=True)
class Show:
    """A feed to subscribe to. `feed`: its whole address; `cover` and `page`: addresses, also relative to the page.

    `beside`: the page will lie in the folder of the feed. Opened elsewhere than at `feed`, it then gives the address
    it was opened at: that of a subscriber's own feed, or of a copy.
    """

    title: str
    subtitle: str
    author: str
    language: str
    cover: str
    page: str
    feed: str
    beside: bool = False


def page(shows: Sequence[Show], *, personal: bool = False) -> str:
    """One page for these feeds; the same values give the same text.

    `personal`: the addresses are each for one subscriber. The page then says so, and has no link that would tell an
    address to a website.
    """
    style, script = styles(__name__), "\n" + asset(__name__, "subscribe.js")
    return template(__name__).render(
        shows=[(show, _qr_code(show.feed)) for show in shows],
        apps=APPS,
        feed_name=FEED_NAME,
        personal=personal,
        style=style,
        script=script,
        policy=policy(style, script),
    )


def _qr_code(text: str) -> str:
    """The text as an inline SVG picture, black on white with the quiet zone that scanners need."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return str(
        code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    )
