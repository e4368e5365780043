"""Where the rules are written down."""

from __future__ import annotations

APPLE = "https://podcasters.apple.com/support/823-podcast-requirements"
APPLE_TAGS = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390"
APPLE_CATEGORIES = "https://podcasters.apple.com/support/1691-apple-podcasts-categories"
ATOM = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7"
HTTP = "https://www.rfc-editor.org/rfc/rfc9110"
LANGUAGES = "https://www.rfc-editor.org/info/bcp47"
PSP = "https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification"
RSS = "https://www.rssboard.org/rss-specification"
RSS_PROFILE = "https://www.rssboard.org/rss-profile"
URIS = "https://www.rfc-editor.org/rfc/rfc3986"
XML = "https://www.w3.org/TR/xml/"
ANTENNAPOD = "https://github.com/AntennaPod/AntennaPod"

_PODCAST = "https://podcasting2.org/podcast-namespace"
CHAPTERS_JSON = (
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md"
)
TRANSCRIPTS = (
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md"
)


def podcast(tag: str = "") -> str:
    """The page of a tag of the podcast namespace, such as `guid` or `remote-item`; of the namespace without one."""
    return f"{_PODCAST}/tags/{tag}" if tag else f"{_PODCAST}/1.0"
