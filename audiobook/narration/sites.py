"""What a link is called when its text does not say: the name of the site it leads to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# By host without "www."; a subdomain counts as its parent where it has no name of its own.
_NAMES = {
    "apple.com": "Apple",
    "archlinux.org": "the Arch Linux site",
    "arxiv.org": "arXiv",
    "aws.amazon.com": "the AWS site",
    "bitbucket.org": "Bitbucket",
    "carpentries.org": "the Carpentries site",
    "cloud.google.com": "the Google Cloud site",
    "crates.io": "crates I O",
    "dev.mysql.com": "the MySQL docs",
    "dev.to": "dev dot to",
    "developer.mozilla.org": "MDN",
    "discord.com": "Discord",
    "docker.com": "the Docker site",
    "docs.aws.amazon.com": "the AWS docs",
    "docs.docker.com": "the Docker docs",
    "docs.github.com": "the GitHub docs",
    "docs.microsoft.com": "the Microsoft docs",
    "docs.python.org": "the Python docs",
    "docs.rs": "docs R S",
    "doi.org": "the publisher's site",
    "elastic.co": "the Elastic site",
    "elixir-lang.org": "the Elixir site",
    "elixirforum.com": "the Elixir forum",
    "en.wikipedia.org": "Wikipedia",
    "gist.github.com": "a GitHub gist",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "golang.org": "the Go site",
    "google.com": "Google",
    "hex.pm": "Hex",
    "hexdocs.pm": "Hex docs",
    "hub.docker.com": "Docker Hub",
    "huggingface.co": "Hugging Face",
    "kubernetes.io": "the Kubernetes site",
    "learn.microsoft.com": "Microsoft Learn",
    "linkedin.com": "LinkedIn",
    "martinfowler.com": "Martin Fowler's site",
    "medium.com": "Medium",
    "microsoft.com": "the Microsoft site",
    "mongodb.com": "the MongoDB site",
    "news.ycombinator.com": "Hacker News",
    "nodejs.org": "the Node.js site",
    "npmjs.com": "NPM",
    "pkg.go.dev": "the Go package site",
    "postgresql.org": "the Postgres docs",
    "pypi.org": "PyPI",
    "python.org": "the Python site",
    "react.dev": "the React docs",
    "readthedocs.io": "Read the Docs",
    "redis.io": "the Redis site",
    "reddit.com": "Reddit",
    "rubygems.org": "RubyGems",
    "rust-lang.org": "the Rust site",
    "slideshare.net": "SlideShare",
    "sqlite.org": "the SQLite site",
    "stackoverflow.com": "Stack Overflow",
    "twitter.com": "Twitter",
    "vimeo.com": "Vimeo",
    "w3.org": "the W3C site",
    "wikipedia.org": "Wikipedia",
    "x.com": "X",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
}
_URL = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_PAGE_NAME = re.compile(r"(?:doc|project|inv):([\w#./-]+)$")  # a page by its name, as DocC and MyST link
_PAGE_FILE = re.compile(r"(?:.*/)?([^/]+)\.(?:mdx?|markdown|html?)$")
_PREPOSITION = re.compile(r"\b(?:at|from|in|on|over|see|to|via|visit|with)$", re.IGNORECASE)
# The text of a link that says nothing, and what is said for it.
_EMPTY_TEXTS = {
    "click here": "go to {site}",
    "tap here": "go to {site}",
    "link": "link to {site}",
    "this": "this, on {site}",
    "this link": "the link to {site}",
    "the link": "the link to {site}",
    "this page": "this page on {site}",
    "this site": "{site}",
    "this website": "{site}",
    "this url": "{site}",
    "more": "more, on {site}",
    "read more": "read more on {site}",
    "learn more": "learn more on {site}",
    "more info": "more info on {site}",
    "source": "the source, on {site}",
}
_HERE_WORDS = 4
_IN_THE_LESSON = {
    "click here": "see the written lesson",
    "tap here": "see the written lesson",
    "link": "link in the written lesson",
    "this link": "the link in the written lesson",
    "the link": "the link in the written lesson",
    "read more": "read more in the written lesson",
    "learn more": "learn more in the written lesson",
}


def said_for_link(text: str, target: str, before: str) -> str | None:
    """What is said (inline Markdown) for a link whose text is its address or a word like "here", else None.

    `before` is the text that leads up to the link: "from here" keeps its own preposition.
    """
    words = " ".join(text.lower().strip(" .,:;!").split())
    if named := _PAGE_NAME.match(text):
        return ", ".join(re.sub(r"[-_]+", " ", part).strip() for part in named[1].split("#") if part)
    if text == "AUTOTITLE":  # GitHub's docs put the title of the page here
        return re.sub(r"[-_]+", " ", target.partition("#")[0].rstrip("/").rsplit("/", 1)[-1])
    if text == target and (file := _PAGE_FILE.match(text)):
        return re.sub(r"[-_]+", " ", file[1])
    host = _host(target)
    if _URL.match(text) or (host and _bare(text) == _bare(target)):
        return site_name(host) if host else None
    site = site_name(host) if host else ""
    said = _EMPTY_TEXTS[words].format(site=site) if host and words in _EMPTY_TEXTS else None
    if not host:
        said = _IN_THE_LESSON.get(words)
    if said is None and words.endswith("here") and len(words.split()) <= _HERE_WORDS:
        said = _for_here(words.removesuffix("here"), before, site)
    return said[:1].upper() + said[1:] if said and text[:1].isupper() else said


def _for_here(head: str, before: str, site: str) -> str | None:
    """`from here` keeps its preposition; `somewhere` is another word."""
    if head and not head.endswith(" "):
        return None
    leading = _PREPOSITION.search((head or before).rstrip())
    if site:
        return f"{head}{site}" if leading else f"{head}on {site}"
    return f"{head}the written lesson" if leading else f"{head}in the written lesson"


def site_name(host: str) -> str:
    """How a site is called: by name where it is well known, else by its host name without "www"."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = _NAMES.get(".".join(labels[start:]))
        if name:
            return name
    return host


def _host(target: str) -> str:
    if target.startswith("www."):
        target = "https://" + target
    if not target.lower().startswith(("http://", "https://")):
        return ""
    try:
        return (urlsplit(target).hostname or "").removeprefix("www.")
    except ValueError:  # an unbalanced bracket in the host
        return ""


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/")
