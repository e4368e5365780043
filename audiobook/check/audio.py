"""The sound of lessons, as it comes out of a decoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audiobook.check.model import MAKE_ANEW, Edition, Fault, Lesson
from audiobook.check.sound import Measured, overlapping
from audiobook.editions.adts import SAMPLES
from audiobook.editions.codec import CODECS
from audiobook.loudness import CEILING_DBTP, TARGET_LUFS, TOLERANCE_LU

LENGTH_SLACK_S = 0.05
"""How far a decoded lesson may be from what the manifest says."""

BOOK_FRAMES = 2
"""How many frames an AAC stream is longer than its lesson at most: the encoder's delay, and a full last frame."""

SILENCE_SLACK_S = 1.0
"""What a stretch of silence may be longer than the longest pause: engines pause within what they say, too."""

_NO_FRAME = "between its frames there is something else"


def decodes(lesson: Lesson) -> Iterator[Fault]:
    for path in _files(lesson):
        sound = lesson.sounds.get(path)
        if sound is None:
            yield Fault(lesson.unreadable.get(path, "it cannot be decoded"), MAKE_ANEW, path)
        elif sound.complaints:
            yield Fault(f"the decoder complains: {sound.complaints[0]}", MAKE_ANEW, path)


def lengths(lesson: Lesson) -> Iterator[Fault]:
    for path, sound in lesson.sounds.items():
        difference = sound.duration_s - lesson.episode.duration_s
        if abs(difference) > LENGTH_SLACK_S:
            told = f"{sound.duration_s:.3f} s come out of it, and the edition says {lesson.episode.duration_s:.3f} s"
            yield Fault(told, MAKE_ANEW, path)


def loudness(lesson: Lesson) -> Iterator[Fault]:
    for path, sound in lesson.sounds.items():
        yield from _loudness(sound, path)


def peaks(lesson: Lesson) -> Iterator[Fault]:
    for path, sound in lesson.sounds.items():
        yield from _peaks(sound, path)


def constant_bit_rate(lesson: Lesson) -> Iterator[Fault]:
    """Where it varies, players guess where a chapter begins."""
    place = lesson.edition.whole(lesson.audio)
    if place is None:
        return
    try:
        rates = bit_rates(place)
    except ValueError as error:
        yield Fault(str(error), MAKE_ANEW, lesson.audio)
        return
    if rates != {CODECS["mp3"].bit_rate}:
        found = " and ".join(f"{rate / 1000:g}" for rate in sorted(rates)) or "no"
        wanted = CODECS["mp3"].bit_rate / 1000
        yield Fault(f"its frames have {found} kbit/s, not {wanted:g} throughout", MAKE_ANEW, lesson.audio)


def silence(lesson: Lesson) -> Iterator[Fault]:
    """Between sentences, where a clip may be missing; what is silent within one is told of by its cue."""
    sound, lines = lesson.sound, lesson.lines
    if sound is None or lines is None:
        return
    silences = list(sound.silences())
    edges = [0.0, *(edge for line in lines for edge in (line.start_s, line.end_s)), sound.duration_s]
    longest = lesson.longest_pause_s + SILENCE_SLACK_S
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for begin, stop in overlapping(silences, start, end):
            if stop - begin > longest:
                asked = lesson.longest_pause_s
                told = f"{stop - begin:.1f} s of silence from {begin:.1f} s on; the longest pause is {asked:.1f} s"
                yield Fault(told, "Listen there: a sentence may be missing. " + MAKE_ANEW, lesson.audio)


def book(edition: Edition) -> Iterator[Fault]:
    """The M4B decodes in full, is as long as its lessons together, and as loud as they are."""
    form = edition.manifest.forms.get("m4b")
    if form is None or edition.book is None:
        if form is not None and edition.whole(form.file.path):
            yield Fault("it cannot be decoded", MAKE_ANEW, form.file.path)
        return
    path, sound = form.file.path, edition.book
    if sound.complaints:
        yield Fault(f"the decoder complains: {sound.complaints[0]}", MAKE_ANEW, path)
    lessons = edition.manifest.duration_s
    rate = CODECS["aac"].rates[0]
    slack = len(edition.manifest.episodes) * BOOK_FRAMES * SAMPLES / rate
    if not lessons - LENGTH_SLACK_S <= sound.duration_s <= lessons + slack + LENGTH_SLACK_S:
        told = f"{sound.duration_s:.2f} s come out of it, and its lessons last {lessons:.2f} s"
        yield Fault(told, MAKE_ANEW, path)
    yield from _loudness(sound, path)
    yield from _peaks(sound, path)


def _files(lesson: Lesson) -> list[str]:
    """The whole ones."""
    episode = lesson.episode
    paths = [lesson.audio, *(alternate.file.path for alternate in episode.alternates.values())]
    return [path for path in paths if lesson.edition.whole(path)]


def _loudness(sound: Measured, path: str) -> Iterator[Fault]:
    found = sound.loudness.integrated_lufs
    if abs(found - TARGET_LUFS) > TOLERANCE_LU:
        yield Fault(f"it has {found:.1f} LUFS, not {TARGET_LUFS:.0f} ± {TOLERANCE_LU}", MAKE_ANEW, path)


def _peaks(sound: Measured, path: str) -> Iterator[Fault]:
    found = sound.loudness.true_peak_dbtp
    if found > CEILING_DBTP:
        yield Fault(f"its true peak is {found:.2f} dBTP, above {CEILING_DBTP:.0f}", MAKE_ANEW, path)


# -- MPEG frames ---------------------------------------------------------------------------------------------

_RATES_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s of MPEG 1, layer III
_RATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # of MPEG 2, layer III
_SAMPLE_RATES = (44_100, 48_000, 32_000)
_LAYER_3 = 0xE2


def bit_rates(audio: Path) -> set[int]:
    """The bit rates (bits a second) of all frames of an MP3 file (ISO 11172-3, 2.4.2.3). Raises ValueError."""
    found = set()
    with audio.open("rb") as file:
        head = file.read(10)
        if head[:3] == b"ID3":
            size = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
            file.seek(10 + size)
        else:
            file.seek(0)
        while header := file.read(4):
            rate, size = _frame(header)
            found.add(rate)
            file.seek(size - 4, 1)
    return found


def _frame(header: bytes) -> tuple[int, int]:
    """Its bit rate, and its size in bytes."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != _LAYER_3:
        raise ValueError(_NO_FRAME)
    rate_index, sampling, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if not 0 < rate_index < 15 or sampling == 3:
        raise ValueError(_NO_FRAME)
    one = header[1] & 0x18 == 0x18
    rate = 1000 * (_RATES_1 if one else _RATES_2)[rate_index - 1]
    sample_rate = _SAMPLE_RATES[sampling] // (1 if one else 2 if header[1] & 0x10 else 4)
    return rate, (144 if one else 72) * rate // sample_rate + padding
