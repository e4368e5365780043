"""The command line: one click command per verb, no logic.

Results go to stdout, everything else to stderr. A mistake of the user's ends in one clear line and the exit code of
its kind (errors.py); a fault of ours keeps its traceback and exits 1.
"""

from __future__ import annotations

import os

import click

from audiobook import __version__
from audiobook.cli import checking, editions, feed, publishing, sound, upkeep, words


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="audiobook")
def main() -> None:
    """Turn a course's Markdown lessons into an audio edition with chapters, transcripts and a podcast feed."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        click.get_current_context().color = False


for command in (
    editions.init,
    editions.build,
    editions.plan,
    checking.check,
    feed.feed,
    feed.subscribe_page,
    publishing.publish,
    words.narrate,
    words.lexicon,
    words.lint,
    words.spoken,
    sound.preview,
    sound.watch,
    sound.voices,
    sound.trace,
    upkeep.prune,
):
    main.add_command(command)
