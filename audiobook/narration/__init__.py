"""Narration: from a lesson as written to a script as said.

    markdown tree -> blocks/ (a rule per construct) -> Written sentences -> spoken/ (words) -> Utterances and a ledger

`narrate` is the only door to it for the rest of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiobook.config import NarrationSettings
    from audiobook.model import Lesson, Script
    from audiobook.narration.lexicon import Lexicon


def narrate(
    lesson: Lesson,
    settings: NarrationSettings,
    lexicon: Lexicon,
    by_role: Mapping[str, Lexicon] | None = None,
) -> Script:
    """The narration of a lesson, the same for the same arguments.

    `by_role` holds the lexicons of roles that have another one than the narrator.

    Every block of the lesson is in the ledger; every spoken word holds letters and `, . ? !` alone. Raises
    ContentError, with all of the lesson's malformed directives at once.
    """
    from audiobook.narration.script import script_of

    return script_of(lesson, settings, lexicon, by_role or {})
