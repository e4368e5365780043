"""Text that is put together from many pieces."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class GrowingText:
    """Text that grows in linear time, however many pieces it is made of. White space at its end is one character."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def last(self) -> str:
        """The last character, or nothing."""
        return self.parts[-1][-1] if self.parts else ""

    def append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def drop_last(self) -> None:
        """Take the last character back."""
        self.length -= 1
        self.parts[-1] = self.parts[-1][:-1]
        if not self.parts[-1]:
            self.parts.pop()

    def drop(self, count: int) -> None:
        """Take the last characters back; there must be as many."""
        for _ in range(count):
            self.drop_last()

    @property
    def end(self) -> int:
        """Where the text ends without the space at its end."""
        return self.length - (self.last in (" ", "\n"))

    def since(self, start: int) -> str:
        """The text from a position on, at a cost that does not depend on what is before it."""
        taken: list[str] = []
        reached = self.length
        for part in reversed(self.parts):
            if reached <= start:
                break
            reached -= len(part)
            taken.append(part)
        return "".join(reversed(taken))[max(0, start - reached) :]
