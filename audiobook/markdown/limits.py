"""How deep a lesson may nest, so that every reader of its tree may recurse without fear."""

NESTING = 50
"""The most blocks within blocks (quotes, list items, containers, HTML elements) of one another."""

INLINE_NESTING = 50
"""The most emphasis, links and the like within one another."""


class TooDeep(Exception):  # noqa: N818 - becomes a ContentError, which knows the file, in `parse`
    """Raised with the 0-based line at which a limit is passed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
