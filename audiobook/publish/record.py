"""What a target remembers of a course beside the edition itself: earlier editions, and files that may go some day.

The truth of what is published is `edition.json`. A record is written before that changes and again after it, so one
that was left in between tells more than is true; `agreeing` leaves out what does not fit the edition that is there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from audiobook.publish.edition import HIDDEN, Published

RECORD = f"{HIDDEN}/record.json"
TURN = f"{HIDDEN}/turn.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Past:
    """An edition that was current before. `edition`: its id; `superseded`: when it stopped to be."""

    edition: str
    superseded: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """`past`: editions one can go back to, the latest last. `superseded`: files not of the current one, since when."""

    past: tuple[Past, ...] = ()
    superseded: Mapping[str, datetime] = field(default_factory=dict)

    def render(self) -> bytes:
        return _json(
            {
                "format": FORMAT,
                "past": [
                    {"edition": past.edition, "superseded": _text(past.superseded)} for past in self.past
                ],
                "superseded": {path: _text(since) for path, since in sorted(self.superseded.items())},
            }
        )

    def agreeing(self, current: Published | None) -> Record:
        """The record as the edition that is there bears it out: it is not past itself, nor is what followed it."""
        if current is None:
            return self
        editions = [past.edition for past in self.past]
        past = self.past[: editions.index(current.id)] if current.id in editions else self.past
        superseded = {path: since for path, since in self.superseded.items() if path not in current.files}
        return replace(self, past=past, superseded=superseded)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is to change a course. One that is still there was not finished, or is at work.

    restores: the id of the edition that is gone back to, if one is: going on with that is not going back once more.
    """

    run: str
    began: datetime
    restores: str | None

    def render(self) -> bytes:
        facts = {"run": self.run, "began": _text(self.began), "restores": self.restores}
        return _json({"format": FORMAT, **facts})


def read_record(content: bytes) -> Record:
    """Raises ValueError."""
    facts = _facts(content)
    past = tuple(Past(entry["edition"], _time(entry["superseded"])) for entry in facts["past"])
    return Record(past, {path: _time(since) for path, since in facts["superseded"].items()})


def read_turn(content: bytes) -> Turn:
    """Raises ValueError."""
    facts = _facts(content)
    return Turn(facts["run"], _time(facts["began"]), facts["restores"])


def _facts(content: bytes) -> dict[str, Any]:
    facts = json.loads(content)
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ValueError("its format is not one that this version knows")
    return facts


def _json(facts: object) -> bytes:
    return (json.dumps(facts, indent=1) + "\n").encode()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
