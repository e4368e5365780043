"""What is heard, as text with times: WebVTT, the Podcasting 2.0 JSON transcript, and chapters as JSON.

They show the written lesson, timed by its spoken form. Times are rounded to milliseconds, and the same cues give
the same bytes.

WebVTT comes twice. In the one with word times a time stands before each word (WebVTT, "cue timestamps"), by which web
players highlight what is said. Not every podcast app knows them: AntennaPod reads cues as HTML, where `<00:00:01.500>`
is text, and would show it. So the feed names the plain one.
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from audiobook.model import ChapterTime, Cue, Line, TimedWord, Utterance

TRANSCRIPT_VERSION = "1.0.0"
"""https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md"""

CHAPTERS_VERSION = "1.2.0"
"""https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md"""

_LONGEST_CUE = 200
"""Characters of a WebVTT cue: what a phone shows at once. A sentence is kept whole up to that."""


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A piece of the written sentence, from `start` to `end` (frames), highlighted while its spoken words play."""

    text: str
    start: int
    end: int


def shown_words(cue: Cue) -> tuple[ShownWord, ...]:
    """The written sentence in pieces, in the order of the text and of time; joined they are the whole of it.

    A piece is what one or more spoken words stand for ("S Q L" for `SQL`), with the spaces and marks around it
    that are not spoken. What is spoken out of order ("$4" as "four dollars") is one piece.
    """
    written = cue.utterance.written
    spans = _spoken_spans(cue)
    if not spans:
        return (ShownWord(written, cue.start, cue.end),) if written else ()
    cuts = [_cut(written, left.stop, right.start) for (left, _), (right, _) in pairwise(spans)]
    edges = [0, *cuts, len(written)]
    times = [cue.start, *(frame for _, frame in spans[1:]), cue.end]
    return tuple(
        ShownWord(written[edge:following], time, end)
        for (edge, following), (time, end) in zip(pairwise(edges), pairwise(times), strict=True)
    )


FORMAT = 3  # raise it when the same cues give other files
VTT, WORD_VTT, TRANSCRIPT, CHAPTERS = ".vtt", ".words.vtt", ".transcript.json", ".chapters.json"
"""How the files beside an audio file are named: its name with one of these in place of its suffix."""


def facts(utterances: Iterable[Utterance]) -> list[object]:
    """What the files show of a script, as JSON values: all that they are made of besides times."""
    return [
        [utterance.kind, utterance.written, [(word.start, word.end) for word in utterance.words]]
        for utterance in utterances
        if utterance.written
    ]


def lines_of(content: bytes) -> tuple[Line, ...]:
    """The sentences of a transcript that `transcript_json` wrote. Raises ValueError or KeyError for any other."""
    return tuple(
        Line(
            segment["body"],
            segment["kind"],
            segment["startTime"],
            segment["endTime"],
            tuple(TimedWord(word["text"], word["start"], word["end"]) for word in segment["words"]),
        )
        for segment in json.loads(content)["segments"]
    )


def vtt(cues: Iterable[Cue], rate: int, *, word_times: bool = False) -> bytes:
    """WebVTT with a numbered cue a sentence; one longer than a screen is split where a word begins.

    `word_times`: with the time at which each word but the first is said before it.
    """
    screens = (screen for cue in cues for screen in _screens(cue))
    blocks = [
        f"{number}\n{_clock(screen[0].start, rate)} --> {_clock(screen[-1].end, rate)}\n"
        f"{_timed_text(screen, rate) if word_times else _cue_text(screen)}\n"
        for number, screen in enumerate(screens, 1)
    ]
    return "\n".join(["WEBVTT\n", *blocks]).encode()


def transcript_json(cues: Iterable[Cue], rate: int) -> bytes:
    """The Podcasting 2.0 transcript, a segment a sentence.

    Each segment also has its `kind` and `words`: pieces of the `body` in order (joined they are the body), with the
    seconds from `start` to `end` in which they are spoken.
    """
    segments = [
        {
            "startTime": _seconds(cue.start, rate),
            "endTime": _seconds(cue.end, rate),
            "body": cue.utterance.written,
            "kind": cue.utterance.kind,
            "words": [
                {"text": word.text, "start": _seconds(word.start, rate), "end": _seconds(word.end, rate)}
                for word in shown_words(cue)
            ],
        }
        for cue in cues
        if cue.utterance.written
    ]
    return _json({"version": TRANSCRIPT_VERSION, "segments": segments})


def chapters_json(chapters: Iterable[ChapterTime], pictures: Sequence[tuple[ChapterTime, str]] = ()) -> bytes:
    """The Podcasting 2.0 chapters of one episode, with pictures: when each is shown, and its address.

    A picture that is shown from the start of a chapter is the chapter's. Each further one has an entry of its own that
    is none of the table of contents (`toc`); it has a title all the same, as there are apps that list every entry.
    """
    entries: list[dict[str, object]] = []
    for chapter in chapters:
        entry = _entry(chapter)
        entries.append(entry)
        within = [each for each in pictures if chapter.start_s <= each[0].start_s < chapter.end_s]
        for moment, address in within:
            if moment.start_s == chapter.start_s:
                entry["img"] = address
            else:
                entries.append({**_entry(moment), "img": address, "toc": False})
    return _json({"version": CHAPTERS_VERSION, "chapters": entries})


def _entry(chapter: ChapterTime) -> dict[str, object]:
    return {
        "startTime": round(chapter.start_s, 3),
        "endTime": round(chapter.end_s, 3),
        "title": chapter.title,
    }


def _spoken_spans(cue: Cue) -> list[tuple[slice, int]]:
    """Stretches of the written text and the frame at which each begins to be spoken: apart, and in order."""
    spans: list[tuple[slice, int]] = []
    for word, frame in zip(cue.utterance.words, cue.word_starts, strict=True):
        if word.start == word.end:  # a word that is not in the text, such as a count
            continue
        span, begin = slice(word.start, word.end), frame
        while spans and span.start < spans[-1][0].stop:
            earlier, begin = spans.pop()
            span = slice(min(span.start, earlier.start), max(span.stop, earlier.stop))
        spans.append((span, begin))
    return spans


def _cut(written: str, left: int, right: int) -> int:
    """Where, between the spans that end at `left` and start at `right`, one piece ends and the next begins.

    After the last space, so that an opening bracket or quote goes with its word; without one, before the word.
    """
    spaces = [at for at in range(left, right) if written[at].isspace()]
    return spaces[-1] + 1 if spaces else right


def _screens(cue: Cue) -> Iterator[tuple[ShownWord, ...]]:
    """The sentence in parts of about equal length, as few as keep to `_LONGEST_CUE`, give or take a word."""
    words = shown_words(cue)
    ends = list(accumulate(len(word.text) for word in words))
    parts = math.ceil(ends[-1] / _LONGEST_CUE) if words else 0

    def part(index: int) -> int:
        middle = ends[index] - len(words[index].text) / 2
        return int(middle * parts / ends[-1])

    for _, indexes in groupby(range(len(words)), part):
        yield tuple(words[index] for index in indexes)


def _clock(frame: int, rate: int) -> str:
    """A WebVTT time, hours always given."""
    seconds, milliseconds = divmod(_milliseconds(frame, rate), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def _cue_text(words: Iterable[ShownWord]) -> str:
    """On one line, as an empty line would end the cue, and with `&`, `<` and `>` escaped (WebVTT, section 4.2.2)."""
    return html.escape(" ".join("".join(word.text for word in words).split()), quote=False)


def _timed_text(words: Sequence[ShownWord], rate: int) -> str:
    """The same with times, which have to rise within the cue: of words said in one millisecond the first has one."""
    timed = ""
    last, end = _milliseconds(words[0].start, rate), _milliseconds(words[-1].end, rate)
    for word in words:
        begin = _milliseconds(word.start, rate)
        if last < begin < end:
            timed += f"<{_clock(word.start, rate)}>"
            last = begin
        timed += html.escape(word.text, quote=False)
    return " ".join(timed.split())


def _milliseconds(frame: int, rate: int) -> int:
    return (frame * 1000 + rate // 2) // rate


def _seconds(frame: int, rate: int) -> float:
    return _milliseconds(frame, rate) / 1000


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
