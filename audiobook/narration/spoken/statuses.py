"""HTTP status codes, which are said in pairs: "a 404 error" is "a four oh four error"."""

from __future__ import annotations

import re

from . import numbers
from .context import cue_before, right_of
from .draft import Draft
from .scan import Match, Rules
from .tables import listed

RULES = Rules()

STATUS_CODES = listed(
    "200 201 202 204 206 301 302 303 304 307 308 400 401 403 404 405 406 408 409 410 412 413 415 418 422 "
    "425 429 431 451 500 501 502 503 504 505"
)
"""The HTTP status codes in use (RFC 9110 and the IANA registry)."""

_CUES = listed("http status code return returns returned returning respond responds response gives")
_PHRASE = re.compile(
    r"\s+(?:OK|Created|Accepted|No Content|Partial|Moved|Found|See Other|Not |Temporary|Permanent|Bad |Unauthorized"
    r"|Payment|Forbidden|Method|Conflict|Gone|Length|Precondition|Payload|Content Too|URI|Unsupported|Range|Expectation"
    r"|I'm|Unprocessable|Locked|Too |Upgrade|Internal|Service|Gateway|HTTP|Continue|Switching"
    r"|(?:errors?|status|responses?|redirects?|codes?)\b)"
)
_AFTER = re.compile(
    r"\s*(?:[.,;:!?)]|$|(?:page|for|from|if|when|because|and|or|back|on|with|instead|is|means)\b)"
)


@RULES.on("digit", r"([1-5]\d\d)(?![\w]|[.,]\d|%)")
def _status(match: Match, _: Draft) -> str | None:
    """An HTTP status code, known by the words beside it."""
    before, after = cue_before(match), right_of(match, 40)
    counted = before in ("a", "an") and match[1] in STATUS_CODES and _AFTER.match(after)
    return numbers.pairs(match[1]) if counted or before in _CUES or _PHRASE.match(after) else None
