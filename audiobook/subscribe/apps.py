"""Podcast apps: how each is asked to follow a feed, by links that are documented and long in use.

Browsers rewrite `app://https://host` to `app://https//host`, so most links leave the scheme of the feed out. Castbox
knows shows by a number of its own, and gPodder for the desktop registers no link of its own that is documented: both
take a pasted address.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class App:
    """A podcast app. `link` has `{bare}`, the feed's address without its scheme, or `{encoded}`, the whole of it.

    `link` is empty where none is documented; `by_website`: it leads through a website of the app, which then sees the
    address. `how`: where the address is pasted. `source`: where the link is documented.
    """

    name: str
    systems: str
    how: str
    link: str = ""
    by_website: bool = False
    source: str = ""

    def address(self, feed: str) -> str:
        """What to open for this feed."""
        return self.link.replace("{bare}", feed.partition("://")[2]).replace(
            "{encoded}", quote(feed, safe="")
        )


APPS = (
    App(
        "Apple Podcasts",
        "iPhone, iPad, Mac",
        "In Library, open the menu (⋯) and choose Follow a Show by URL. On a Mac it is in the menu File.",
        "podcast://{bare}",
        source="https://github.com/podlove/podlove-ui/tree/development/packages/clients",
    ),
    App(
        "Overcast",
        "iPhone, iPad, Mac",
        "Tap the plus sign, then Add URL.",
        "overcast://x-callback-url/add?url={encoded}",
        source="https://overcast.fm/podcasterinfo",
    ),
    App(
        "Pocket Casts",
        "iPhone, Android",
        "In Discover, paste the address into the search field.",
        "pktc://subscribe/{bare}",
        source="https://support.pocketcasts.com/knowledge-base/linking-to-my-show/",
    ),
    App(
        "Castro",
        "iPhone, iPad",
        "In Discover, paste the address into the search field.",
        "castros://subscribe/{bare}",
        source="https://castro.fm/blog/a-podcast-url-scheme",
    ),
    App(
        "AntennaPod",
        "Android",
        "In Add podcast, choose Add podcast by RSS address.",
        "https://antennapod.org/deeplink/subscribe?url={encoded}",
        by_website=True,
        source="https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod",
    ),
    App(
        "Podcast Addict",
        "Android",
        "Tap the plus sign, then RSS feed.",
        "podcastaddict://{bare}",
        source="https://github.com/podlove/podlove-subscribe-button/issues/10",
    ),
    App("gPodder", "Linux, Windows, Mac", "In the menu Subscriptions, choose Add podcast via URL."),
)
