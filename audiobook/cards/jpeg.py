"""Pictures as JPEG files of one size, for players that take nothing else: kept in the store as cards are."""

from __future__ import annotations

import hashlib
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from audiobook.cards.canvas import SIDE
from audiobook.editions.book_pictures import Jpegs
from audiobook.keys import stable_hash
from audiobook.store import Store

if TYPE_CHECKING:
    from PIL.Image import Image

KIND = "jpeg"
STAGE = 1  # raise it when the same picture gives another file
_QUALITY = 70
"""Letters of code have clear edges; at 90 the file is a half larger."""


def jpegs(store: Store) -> Jpegs:
    """The maker of pictures of the size of a card; what it has made, `store` keeps."""
    return Jpegs(SIDE, partial(_kept, store))


def _kept(store: Store, picture: bytes) -> bytes:
    from PIL import __version__

    key = stable_hash([STAGE, __version__, hashlib.sha256(picture).hexdigest()])
    found = store.get(KIND, key)
    if found:
        return found.payload
    made = _jpeg(picture)
    store.put(KIND, key, {}, made)
    return made


def square(image: Image) -> Image:
    """The picture in the size of a card; what is not square, such as some covers, is centred on black."""
    from PIL import ImageOps

    return ImageOps.pad(image, (SIDE, SIDE))


def _jpeg(picture: bytes) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        shown = square(image.convert("RGB"))
    written = BytesIO()
    shown.save(written, "JPEG", quality=_QUALITY, subsampling="4:2:0", optimize=True)
    return written.getvalue()
