"""Addresses as they are said: without scheme, `www` and query, and of a long one its host and its last parts."""

from __future__ import annotations

import re

from audiobook.narration.code.words import code, spoken_length

_LONG_PLACE = 12
_LONG_NAME = 46


def place(url: str) -> str:
    """The host and path of a URL, without scheme, `www` and query; of a long one, its last parts and its host."""
    clean = re.sub(r"^(?:\w*:)?//", "", url.strip("'\""))
    clean = re.sub(r"^[^/@?]+@", "", clean)
    host, slash, rest = clean.partition("/")
    path = re.split(r"[?#]", rest)[0].rstrip("/")
    host = re.split(r"[?#]", host)[0].removeprefix("www.")
    whole = code(f"{host}{slash if path else ''}{path}")
    if not whole:
        return "the root path" if slash or not host else code(url)
    if (len(whole) < 62 and spoken_length(whole) <= _LONG_PLACE) or path.count("/") < 2:
        return whole
    ends = [part for part in path.split("/") if re.search(r"\w", part)][-2:]
    where = code(re.sub(r":(?!\d+$).*", "", host))
    return f"{code('/'.join(ends))} on {where}" if where else code(f"/{'/'.join(ends)}")


def place_of(path: str) -> str:
    """A file, folder or address as it is said: of a long path its last two parts; empty when it cannot be said."""
    if re.match(r"(?:https?:)?//", path):
        return place(path)
    if len(path) > _LONG_NAME and "/" in path:
        return code("/".join([part for part in path.split("/") if part][-2:]))
    return code(path)
