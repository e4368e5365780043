"""Web routes as a sentence each: Flask and FastAPI decorators, Express calls, Spring mappings."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.narration.code.words import code, listing

METHODS = frozenset(["get", "post", "put", "patch", "delete", "head", "options", "route", "all", "websocket"])


def route_words(method: str, path: str, steps: Sequence[str]) -> str:
    """A route as a clause: "answers GET requests to `/users`"."""
    if method == "websocket":
        verb = "web socket connections"
    elif method in {"route", "all", "any"}:
        verb = "requests of any method"
    else:
        verb = f"{method.upper().replace(' OR ', ' or ')} requests"
    place = "the root path" if path == "/" else code(path)
    return (
        f"answers {verb}"
        + (f" to {place}" if place else "")
        + (f": it {listing(list(steps))}" if steps else "")
    )
