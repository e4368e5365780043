"""How long a lesson may be and how deep it may nest, so that whoever reads its tree may recurse without fear."""

LONGEST = 2_000_000
"""Characters. Two million are a day and a half of speech; a file that long is no lesson."""

NESTING = 50
"""The most blocks within blocks (quotes, list items, containers, HTML elements) of one another."""

INLINE_NESTING = 50
"""The most emphasis, links and the like within one another."""


class TooDeep(Exception):  # noqa: N818 - becomes a ContentError, which knows the file, in `parse`
    """Raised with the 0-based line at which a limit is passed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
