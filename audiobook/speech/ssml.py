"""Text with phonemes as an SSML document, for engines that take SSML.

Specification: https://www.w3.org/TR/speech-synthesis11/ (SSML 1.1), section 3.1.10 for `phoneme`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from audiobook.speech.engine import Phonemes

_TOKEN = re.compile(r"<[^>]*>|&\w+;|.", re.DOTALL)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def document(text: str, phonemes: Phonemes = ()) -> str:
    """`text` as one SSML document, in which the spans of `phonemes` are said as these say.

    The alphabet of the phonemes is the engine's own, so none is named.
    """
    parts: list[str] = []
    end = 0
    for start, stop, said in phonemes:
        parts.append(escape(text[end:start]))
        parts.append(f"<phoneme ph={quoteattr(said)}>{escape(text[start:stop])}</phoneme>")
        end = stop
    body = "".join([*parts, escape(text[end:])])
    return f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis">{body}</speak>'


def plain(ssml: str) -> str:
    """The text of a `document`, in which word marks count."""
    return "".join(text for text, _ in _tokens(ssml))


def positions(ssml: str) -> list[int]:
    """For every position in a `document`, and its end, the position in its `plain` text."""
    found: list[int] = []
    at = 0
    for text, source in _tokens(ssml):
        found += [at] * len(source)
        at += len(text)
    return [*found, at]


def _tokens(ssml: str) -> Iterator[tuple[str, str]]:
    """Each character of the text with how it is written, and each tag with the empty text."""
    for match in _TOKEN.finditer(ssml):
        token = match[0]
        yield ("" if token.startswith("<") else _ENTITIES.get(token, token)), token
