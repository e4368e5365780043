"""The cards in the M4B: a track of pictures that the sound refers to, each seen until the next one begins.

Pictures are compared an eighth as wide and high, in grey: there a pixel is the mean of one block of the JPEG, which is
kept well however much the block is simplified. Among the 74 cards of the Ecto course, no pixel of a card and of its
JPEG differs by more than 1, and between two cards some pixel by at least 157 of 255. (The means of all pixels are at
most 0.3 and at least 2.8: most of every card is its frame.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import ffmpeg
from audiobook.cards.canvas import SIDE
from audiobook.cards.jpeg import square
from audiobook.check.book_chapters import nero_chapters, stream_lengths
from audiobook.check.model import MAKE_ANEW, Edition, Fault
from audiobook.check.samples import Track
from audiobook.editions.book_pictures import Shown, Sight
from audiobook.editions.m4b import Part, sights_of
from audiobook.errors import AudioError
from audiobook.manifest import PublishedForm
from audiobook.model import Card

if TYPE_CHECKING:
    from PIL.Image import Image

_SLACK_MS = 1
_REDUCED = 8
_LIKE = 4  # of 255
_REFERRED = "(timed thumbnails)"
"""So ffmpeg calls a track of pictures that the sound refers to for its chapters."""


def book_cards(edition: Edition) -> Iterator[Fault]:
    form = edition.manifest.forms.get("m4b")
    place = edition.whole(form.file.path) if form else None
    if form is None or place is None:
        return
    try:
        told = list(_told(edition, form, place))
    except (AudioError, ValueError) as error:
        told = [f"its cards cannot be read ({error})"]
    for each in told:
        yield Fault(each, MAKE_ANEW, form.file.path)


def _told(edition: Edition, form: PublishedForm, book: Path) -> Iterator[str]:
    track = Track(book, "v:1", f"reading the cards of {book.name}")
    samples = [sample for sample in track.samples() if sample.size]
    if not samples:
        if _asked_for(edition):
            yield "it has no cards, and the settings ask for them"
        return
    if not _is_referred_to(track):
        yield "players do not find its cards: the sound does not refer to them"
    wanted = _expected(edition, form, book)
    pictures = [list(same) for _, same in groupby(samples, lambda sample: (sample.size, sample.checksum))]
    if len(pictures) != len(wanted):
        yield f"the number of its pictures is {len(pictures)}, not {len(wanted)}"
        return
    begins = accumulate((sight.ticks for sight in wanted[:-1]), initial=0)
    for number, ((sample, *_), begin) in enumerate(zip(pictures, begins, strict=True), 1):
        if abs(round(1000 * sample.start_s) - begin) > _SLACK_MS:
            yield f"its picture {number} is seen from {sample.start_s:.3f} s on, not from {begin / 1000:.3f} s on"
            break  # a picture is seen until the next one: those behind it are late or early, too
    looking = _Looking(
        edition,
        [
            (sample.size, sight if sample is first else None)
            for (first, *more), sight in zip(pictures, wanted, strict=True)
            for sample in (first, *more)
        ],
    )
    track.read(looking.take)
    yield from looking.told


def _asked_for(edition: Edition) -> bool:
    """Whether a book of this content has cards; that it is of other content or settings is told of elsewhere."""
    if edition.content is None or not any(each.cards for each in edition.manifest.episodes.values()):
        return False
    current = any(plan.form.name == "m4b" and plan.current for plan in edition.content.plan.forms)
    return current and edition.content.prepared.source.settings.cards.m4b


def _is_referred_to(track: Track) -> bool:
    one = ["-i", ffmpeg.url(track.file), "-map", f"0:{track.which}", "-codec", "copy", "-frames:v", "1"]
    return _REFERRED in ffmpeg.run([*one, "-f", "null", "-"], track.task)


def _expected(edition: Edition, form: PublishedForm, book: Path) -> list[Sight]:
    """What is to be seen in the book. A card is called by its dark picture here, whichever its theme."""
    parts = [
        Part(
            episode.title,
            Path(),
            episode.chapters,
            tuple(Shown(card.start_s, card.end_s, Path(card.dark.path)) for card in episode.cards),
        )
        for episode in edition.manifest.episodes.values()
    ]
    rate, _ = nero_chapters(book)
    sights = sights_of(parts, stream_lengths(edition, form.streams, rate))
    same = (list(each) for _, each in groupby(sights, lambda sight: sight.picture))
    return [Sight(each[0].picture, sum(sight.ticks for sight in each)) for each in same]


class _Looking:
    """Takes the pictures as they stream by, and tells which are not what is to be seen then. One is held at a time."""

    def __init__(self, edition: Edition, awaited: Sequence[tuple[int, Sight | None]]) -> None:
        """`awaited`: for each picture, its length in bytes, and what it is to be; None: the one before it once more."""
        self.told: list[str] = []
        self._edition = edition
        self._cards = {
            Path(card.dark.path): card
            for episode in edition.manifest.episodes.values()
            for card in episode.cards
        }
        self._awaited = deque(awaited)
        self._held = bytearray()
        self._begin = 0

    def take(self, piece: bytes) -> None:
        self._held += piece
        while self._awaited and len(self._held) >= self._awaited[0][0]:
            size, sight = self._awaited.popleft()
            if sight:
                self._look(bytes(self._held[:size]), sight)
                self._begin += sight.ticks
            del self._held[:size]

    def _look(self, picture: bytes, sight: Sight) -> None:
        found = _reduced(BytesIO(picture))
        card = self._cards[sight.picture] if sight.picture else None
        when = f"at {self._begin / 1000:.3f} s"
        if found is None:
            self.told.append(f"its picture {when} cannot be decoded")
        elif not self._is(found, card):
            what = f"the card `{card.label}`" if card else "the cover"
            self.told.append(f"its picture {when} is not {what}")

    def _is(self, found: Image, card: Card | None) -> bool:
        """Whether this is a card, in either theme, or the cover; it may be one when there is no whole file of that."""
        paths = (card.dark.path, card.light.path) if card else (self._edition.manifest.cover,)
        for path in paths:
            place = self._edition.whole(path)
            if place is None or _alike(found, _reduced(place)):
                return True
        return False


def _alike(one: Image, other: Image | None) -> bool:
    from PIL import ImageChops, ImageStat

    if other is None or one.size != other.size:
        return False
    ((_, most),) = ImageStat.Stat(ImageChops.difference(one, other)).extrema
    return most <= _LIKE


def _reduced(picture: Path | BytesIO) -> Image | None:
    """A picture in grey, an eighth as wide and high as a card; of a JPEG, nothing more is decoded. None: it is none."""
    from PIL import Image

    try:
        with Image.open(picture) as image:
            if image.format == "JPEG" and image.size == (SIDE, SIDE):
                image.draft("L", (SIDE // _REDUCED, SIDE // _REDUCED))
                return image.convert("L")
            return square(image).convert("L").reduce(_REDUCED)
    except (OSError, SyntaxError, ValueError):
        return None
