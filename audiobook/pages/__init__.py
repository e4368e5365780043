"""What all generated pages share: template language, theme, security policy, and how lengths are written."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiobook.direction import direction_along, direction_of
from audiobook.safe_text import sanitized, xml_text

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(package: str, name: str = "page.html") -> Template:
    """The template of this name in a package of ours. Every value is escaped; `raw` is only for our own files."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_visible
    )
    environment.filters |= {
        "address": quote,
        "along": direction_along,
        "anchor": lambda lesson_id: quote(lesson_id, safe=""),
        "clock": clock,
        "direction": direction_of,
        "length": length,
        "megabytes": lambda size: f"{size / 1e6:.1f} MB",
        "notes": lambda html: Markup(sanitized(html)),
        "raw": Markup,
        "seconds": lambda seconds: f"{seconds:.2f}",
        "suffix": lambda path: PurePosixPath(path).suffix,
    }
    return environment.from_string(asset(package, name))


@cache
def asset(package: str, name: str) -> str:
    """The text of a file that lies in a package of ours."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def styles(package: str) -> str:
    """The theme and the package's own `style.css`, to stand between <style> and </style>."""
    return "\n" + asset(__name__, "theme.css") + "\n" + asset(package, "style.css")


def policy(style: str, script: str = "", pictures: str = "* file:") -> str:
    """The content security policy: only our own script and style run; nothing is fetched but sound and pictures.

    Media may come from another host, as its address may redirect to one; `file:` is for a page in a folder.
    """
    return "; ".join(
        (
            "default-src 'none'",
            *([f"script-src '{_digest(script)}'"] if script else []),
            f"style-src '{_digest(style)}'",
            f"img-src {pictures}",
            "media-src * file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def clock(seconds: float) -> str:
    """`1:02:03` or `2:03`, rounded down, as players show a position."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """`1 h 16 min`, `12 min` or `45 s`, as people say how long something is."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _visible(value: object) -> object:
    """Control characters and lone surrogates have no place in a page either."""
    return xml_text(value) if type(value) is str else value


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
