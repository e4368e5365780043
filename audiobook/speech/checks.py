"""What is refused, trimmed and verified: an engine gets only what it can say, and no clip is less than its text.

The bounds come from texts spoken by eSpeak NG at 170 words per minute: 700 of English lessons, with English, German
and French voices; and 80 hard ones (lone letters, numbers, abbreviations, words of 20 scripts) with each of its voices
that speaks at all: all but a handful pass, of voices that say no digits. Of a fitted text no clip came nearer than 20 %
to the lower bound. The English clips longer than 3 s, cut in the middle with silence put after the cut: all 410 are
refused.

How long a clip lasts is not the same for every voice: one that does not know a script says "Arabic letter meem" for
each letter of it, and where an abbreviation ends, or a number is round, none says what the text makes expect.
"""

from __future__ import annotations

import audioop
import re
import unicodedata
from collections.abc import Iterator

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech.engine import Limits

MARGIN_S = 0.02  # what is kept of the silence around speech, so that soft onsets and endings stay
_SILENCE_BELOW_PEAK = 200  # -46 dB: above the noise of neural voices, below the softest consonants
_SILENT_PEAK = 328  # -40 dBFS
_ABRUPT = 10  # speech that ends within 20 dB of its peak was cut
_ABRUPT_WINDOW_S = 0.01
_WINDOW_S = 0.005
_SHORTEST, _SHORTEST_SLACK_S = 0.65, 0.2
_LONGEST, _LONGEST_SLACK_S = 2.0, 1.0
_WORDS_WITHOUT_MARK = (
    2  # espeak merges function words: none of 538 texts had more than one after its last mark
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PAUSE = re.compile(r"[,;:](?=\s*\w)")
_STOP = re.compile(r"[.?!](?=\s*\w)")
_SURE_PAUSE = re.compile(r"[,;:](?=\s+\w)")  # not in "10:30"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LIKELY_STOP = re.compile(r"(?<=\w\w)[.?!]\s+(?=(\w))")  # not after a letter, as in "i. e." and "a. one"
#: Seconds of a letter's name beyond `_LONGEST` of the letter. The longest of eSpeak's: "Thai sign mai han akat".
_NAME_S = {"ascii": 0.2, "latin": 1.0, "other": 2.5}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def expected_seconds(text: str) -> float:
    """How long the speech of a text lasts, at the pace of eSpeak NG at 170 words per minute.

    A linear fit: letters, words, spelled letters, and the pauses at commas and full stops inside the text. Digits count
    as the words they become, and East Asian characters as the syllables they are.
    """
    pauses, stops = len(_PAUSE.findall(text)), len(_STOP.findall(text))
    return _fitted(text, pauses, stops, digit_s=0.3)


def _fitted(text: str, pauses: int, stops: int, digit_s: float) -> float:
    seconds = 0.12 + 0.28 * pauses + 0.54 * stops
    for word in (match[0] for match in _words(text)):
        if word.isascii():
            digits = sum(character.isdigit() for character in word)
            letters = len(word) - digits
            alone = word.isalpha() and letters == 1
            seconds += 0.175 if alone else 0.075 + 0.048 * letters + digit_s * digits
        else:
            wide = sum(unicodedata.east_asian_width(character) in "WF" for character in word)
            seconds += 0.075 + 0.048 * (len(word) - wide) + 0.24 * wide
    return seconds


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words, where they stand. A mark on a letter, such as a vowel of Hindi or Thai, is part of its word."""
    if not text.isascii():
        text = "".join("a" if unicodedata.category(character)[0] == "M" else character for character in text)
    return _WORD.finditer(text)


def _surely(text: str) -> float:
    """What of `expected_seconds` is sure: a number may be round, and an abbreviation be no end of a sentence."""
    text = _NUMBER.sub("1", text)
    stops = sum(not match[1].islower() for match in _LIKELY_STOP.finditer(text))
    return _fitted(text, len(_SURE_PAUSE.findall(text)), stops, digit_s=0.15)


def _spelled(text: str, spells: bool) -> float:
    """How much longer it may last when the voice does not know the script and says each letter by its name."""
    seconds = 0.0
    for character in text:
        if character.isascii():
            seconds += _NAME_S["ascii"] * (spells and character.isalpha())
        elif unicodedata.name(character, "").startswith("LATIN "):
            seconds += _NAME_S["latin"] * spells
        else:
            seconds += _NAME_S["other"]
    return seconds


def refuse_unspeakable(text: str, limits: Limits) -> None:
    """Raises EngineError for a text that no engine, or not this one, can say."""
    if len(text) > limits.max_characters:
        raise EngineError(
            f'a text of {len(text):,} characters is too long to speak at once: "{shortened(text)}"',
            f"Make it several sentences; the engine takes {limits.max_characters:,} characters",
        )
    if not any(character.isalnum() for character in text):
        raise EngineError(f'there is nothing to say in "{shortened(text)}"', "Give it words, or leave it out")
    if _CONTROL.search(text):
        raise EngineError(f"control characters in {shortened(text)!r}", "Remove them")


def finished(clip: Clip, text: str, limits: Limits, pace: float = 1.0) -> Clip:
    """The clip, trimmed, once it is sure to hold all of `text`.

    `pace` is that of the open voice (see `engine.Synthesizer`). Raises EngineError that says what is wrong.
    """
    if limits.sample_rate and clip.rate != limits.sample_rate:
        raise _wrong(f"came at {clip.rate} Hz instead of {limits.sample_rate}")
    if len(clip.pcm) % 2:
        raise _wrong("ends within a sample")
    peak = audioop.max(clip.pcm, 2)
    if peak < _SILENT_PEAK:
        raise _wrong("is silent" if clip.frames else "is empty")
    if audioop.max(clip.pcm[-_bytes(clip.rate, _ABRUPT_WINDOW_S) :], 2) > peak // _ABRUPT:
        raise _wrong("ends in the middle of a sound")
    trimmed = trim(clip, peak)
    _check_duration(trimmed, text, pace, limits.spells)
    if limits.word_marks:
        _check_marks(trimmed, text)
    return trimmed


def trim(clip: Clip, peak: int) -> Clip:
    """The clip without the silence around its speech, but for MARGIN_S of it; the marks move with the sound."""
    pcm, window = clip.pcm, _bytes(clip.rate, _WINDOW_S)
    threshold = peak // _SILENCE_BELOW_PEAK
    start, end = 0, len(pcm)
    while start < end and audioop.max(pcm[start : start + window], 2) <= threshold:
        start += window
    while end > start and audioop.max(pcm[max(start, end - window) : end], 2) <= threshold:
        end -= window
    margin = _bytes(clip.rate, MARGIN_S)
    start, end = max(0, start - margin), min(len(pcm), end + margin)
    last = (end - start) // 2 - 1
    marks = (WordMark(mark.char, min(max(0, mark.frame - start // 2), last)) for mark in clip.marks)
    return Clip(clip.rate, pcm[start:end], tuple(marks), clip.marked)


def shortened(text: str, width: int = 60) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _bytes(rate: int, seconds: float) -> int:
    return 2 * round(rate * seconds)


def _check_duration(clip: Clip, text: str, pace: float, spells: bool) -> None:
    seconds = clip.frames / clip.rate
    shortest = pace * _SHORTEST * (_surely(text) - _SHORTEST_SLACK_S)
    longest = pace * (_LONGEST * expected_seconds(text) + _LONGEST_SLACK_S + _spelled(text, spells))
    if not shortest <= seconds <= longest:
        raise _wrong(f"lasts {seconds:.1f} s where {shortest:.1f} to {longest:.1f} s are needed")


def _check_marks(clip: Clip, text: str) -> None:
    frames = [mark.frame for mark in clip.marks]
    if frames != sorted(frames) or any(not 0 <= mark.char < len(text) for mark in clip.marks):
        raise _wrong("has words in the wrong places")
    last = max((mark.char for mark in clip.marks), default=-1)
    unheard = sum(word.start() > last for word in _words(text))
    if unheard > _WORDS_WITHOUT_MARK or not clip.marks:
        raise _wrong(f"lacks the last {unheard} words")


def _wrong(what: str) -> EngineError:
    return EngineError(f"the engine's clip {what}", "Change the sentence, or try another voice")
