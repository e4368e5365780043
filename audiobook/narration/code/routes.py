"""Web routes as a sentence each: Flask and FastAPI decorators, Express calls."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.narration.code.words import code, listing

METHODS = frozenset(["get", "post", "put", "patch", "delete", "head", "options", "route", "all", "websocket"])


def route_words(method: str, path: str, steps: Sequence[str]) -> str:
    """A route as a clause: "GET requests to `/users` go to `list_users`"."""
    verb = "requests of any method" if method in {"route", "all"} else f"{method.upper()} requests"
    place = code(path) or "the root path"
    return f"answers {verb} to {place}" + (f": it {listing(list(steps))}" if steps else "")
