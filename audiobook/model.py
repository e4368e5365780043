"""The values that pass between stages; imports nothing of ours but how the many are held.

    Course > Lesson > Section > Block        what the author wrote (course.py)
    Script > Utterance > SpokenWord          what will be said (narration)
    Clip                                     one utterance as sound (speech)
    Recording > Chapter, Cue                 one lesson as sound (stitch)
    Edition > Episode                        what is published (build, feed, player)

Audio is mono signed 16-bit little-endian PCM throughout. Positions are counted in frames (samples), and become
seconds or milliseconds only where a file format asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobook.folded import Folded

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

Treatment = Literal["spoken", "described", "omitted"]
MarkSource = Literal["engine", "aligned"]
TimingSource = MarkSource | Literal["estimated"]


# -- what the author wrote ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level Markdown construct. Lines are 1-based and inclusive; `node` is its markdown-it syntax tree."""

    kind: str
    line: int
    end_line: int
    node: SyntaxTreeNode


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it up to the next heading; level 0 is text before the first heading."""

    id: str
    title: str
    level: int
    line: int
    end_line: int
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Change:
    """What its author says has changed in a published lesson, and since when."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One Markdown file. `id` is stable for ever (front matter, else the slug); `path` counts from the course folder.

    `pinned`: the id was given in front matter, and is not to be second-guessed. `source_sha256` is that of the text the
    sections were parsed from. `voice` is asked for the narrator, `voices` for other roles, by role. `changes` are in
    the order they were written.
    """

    id: str
    slug: str
    path: str
    title: str
    summary: str
    published: date | None
    module: str | None
    voice: str | None
    sections: tuple[Section, ...]
    pinned: bool = False
    source_sha256: str = ""
    voices: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        blocks = Folded(block for section in self.sections for block in section.blocks)
        lengths = [len(section.blocks) for section in self.sections]
        parts = zip(self.sections, blocks.split(lengths), strict=True)
        object.__setattr__(self, "sections", tuple(replace(section, blocks=part) for section, part in parts))


@dataclass(frozen=True, slots=True)
class Module:
    """A named group of lessons, in course order. `number` counts from 1."""

    number: int
    title: str


# -- what will be said ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of written text that is not plain prose, by half-open character positions.

    kind: `code` (inline code), `math` (TeX), `key` (a key cap), `say` (spoken as `value`, which is inline Markdown,
    instead of as written), `strong`, `emphasis`, `link` (`value` is the target), `sub`, `sup`.
    """

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Visible text, free of markup, and the marks on it (sorted by start; they nest but never cross)."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One spoken word with the punctuation that follows it (`,` `.` `?` `!`), and the written span it stands for.

    `start` and `end` are half-open character positions in the utterance's `written`.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """About a sentence: the unit of synthesis, caching and timing. `pause_ms` is the silence after it.

    `before` and `after` name the earcons that sound right before and right after it: see `earcons.py`.
    """

    kind: str
    written: str
    words: tuple[SpokenWord, ...]
    line: int
    end_line: int
    pause_ms: int
    role: str = "narrator"
    before: str = ""
    after: str = ""

    @property
    def spoken(self) -> str:
        """What the engine is given: words and `, . ? !`, single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class ScriptSection:
    """The utterances of one section, in order; becomes a chapter of the recording."""

    id: str
    title: str
    level: int
    utterances: Sequence[Utterance]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of one block of the source. `reason` is empty only for plainly spoken text."""

    kind: str
    line: int
    end_line: int
    treatment: Treatment
    reason: str = ""


#: Kinds of blocks that hold no content of the lesson: leaving them out leaves nothing out.
MARKUP_KINDS = frozenset({"comment", "definition", "attribute_list", "template_tag", "container_mark"})


@dataclass(frozen=True, slots=True)
class Script:
    """The narration of one lesson, and the account of every block of it."""

    lesson: str
    title: str
    sections: tuple[ScriptSection, ...]
    ledger: tuple[LedgerEntry, ...]
    utterances: Sequence[Utterance] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        utterances = Folded(utterance for section in self.sections for utterance in section.utterances)
        lengths = [len(section.utterances) for section in self.sections]
        parts = zip(self.sections, utterances.split(lengths), strict=True)
        sections = tuple(replace(section, utterances=part) for section, part in parts)
        object.__setattr__(self, "sections", sections)
        object.__setattr__(self, "utterances", utterances)

    @property
    def left_out(self) -> tuple[LedgerEntry, ...]:
        """The content that a listener does not get."""
        return tuple(
            entry for entry in self.ledger if entry.treatment == "omitted" and entry.kind not in MARKUP_KINDS
        )


# -- sound ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordMark:
    """Where a word begins: `char` is a position in the spoken text, `frame` a sample position in the clip."""

    char: int
    frame: int


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance as sound, trimmed of the silence around it. `marks` is empty when nobody gave any.

    `marked`: where the marks are from.
    """

    rate: int
    pcm: bytes = field(repr=False)
    marks: tuple[WordMark, ...] = ()
    marked: MarkSource = "engine"

    @property
    def timing(self) -> TimingSource:
        """How it is known when its words are said."""
        return self.marked if self.marks else "estimated"

    @property
    def frames(self) -> int:
        return len(self.pcm) // 2


#: An MP3 file lists its chapters with a one-byte count.
MOST_CHAPTERS = 255


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the recording; chapters are contiguous from 0 to the end."""

    id: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard (frames, half-open), and where each of its spoken words begins."""

    utterance: Utterance
    start: int
    end: int
    word_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """One lesson as a WAV file (mono s16) with its chapters and cues. All positions are frames at `rate`."""

    path: Path
    rate: int
    frames: int
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    timing: TimingSource

    def seconds(self, frame: int) -> float:
        return frame / self.rate


@dataclass(frozen=True, slots=True)
class Loudness:
    """Measured on the finished file: EBU R 128 integrated loudness (LUFS) and true peak (dBTP)."""

    integrated_lufs: float
    true_peak_dbtp: float


# -- what is published ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the edition: POSIX path relative to the course's output folder, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """A chapter in seconds, as every edition and the manifest give it."""

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Card:
    """A picture of what is talked about from `start_s` to `end_s`, in seconds; `label`: what it shows, for people.

    A file for those who like it dark, and one for those who like it light.
    """

    label: str
    start_s: float
    end_s: float
    dark: OutputFile
    light: OutputFile


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A piece of a written sentence, and the seconds in which it is spoken; the pieces joined are the sentence."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Line:
    """A written sentence of the transcript with its time in seconds, and its words."""

    text: str
    kind: str
    start_s: float
    end_s: float
    words: tuple[TimedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternate:
    """The sound of a lesson in another form than MP3, for apps that can choose.

    `name` is that of the form; `media_type` and `codecs` (RFC 6381) tell apps what it is.
    """

    name: str
    file: OutputFile
    media_type: str
    codecs: str
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class AudioChange:
    """How the sound of a published lesson became another one: the sections concerned, by title.

    `otherwise`: what else changed. `order` and `sound` (pauses, encoder) are of sections that say what they said.
    """

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    otherwise: Literal["", "voice", "order", "sound"] = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """One published lesson. `number` counts from 1 through the whole course; `published` is in UTC.

    Of its transcript there are WebVTT (`vtt`), WebVTT with the time of every word (`word_vtt`), JSON and plain text.
    `notes_html` are the show notes, `description_html` as much of them as a description may hold.
    """

    id: str
    guid: str
    number: int
    title: str
    summary: str
    module: Module | None
    published: datetime
    duration_s: float
    audio: OutputFile
    vtt: OutputFile
    word_vtt: OutputFile
    transcript: OutputFile
    text: OutputFile
    chapters_file: OutputFile
    chapters: tuple[ChapterTime, ...]
    loudness: Loudness
    timing: TimingSource
    notes_html: str
    description_html: str
    alternates: tuple[Alternate, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another course of the catalogue, as it is or will be published. `base_url` ends with a slash."""

    slug: str
    guid: str
    title: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A course as published: channel facts and episodes in course order. `base_url` ends with a slash.

    `private`: for subscribers only, listed nowhere.
    """

    slug: str
    guid: str
    title: str
    subtitle: str
    author: str
    description: str
    language: str
    base_url: str
    category: tuple[str, ...]
    explicit: bool
    complete: bool
    copyright: str
    license: str
    license_url: str
    private: bool
    owner_email: str
    cover: OutputFile
    synthetic_voice: bool
    episodes: tuple[Episode, ...]
    related: tuple[Related, ...] = ()
