"""PowerShell and batch files, where they only run programs that a shell would run too."""

from __future__ import annotations

import re

from audiobook.narration.code.languages import BY_NAME
from audiobook.narration.code.programs import is_known
from audiobook.narration.code.snippet import Snippet, read
from audiobook.narration.code.telling import Telling


def tell(snippet: Snippet) -> Telling | None:
    """Commands that are told as those of a shell; None when the block opens with anything else."""
    from audiobook.narration.code import shell

    words = snippet.source.split()
    if not words or not is_known(words[0]):
        return None
    source = re.sub(r"[`^][ \t]*\n", "\\\\\n", snippet.source)
    return shell.tell(read(source, BY_NAME["bash"], snippet.lines, snippet.title))
