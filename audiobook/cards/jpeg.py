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
    """The picture in the size of a card, in red, green and blue, as viewers show it.

    What can be seen through is laid on white, and what is not square, such as some covers, centred on black.
    """
    from PIL import Image as Images
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):
        upright = upright.point(lambda level: level / 256, "L")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        upright = Images.alpha_composite(Images.new("RGBA", seen.size, "white"), seen)
    return ImageOps.pad(upright.convert("RGB"), (SIDE, SIDE))


def _jpeg(picture: bytes) -> bytes:
    """Raises ValueError for what is no picture, or not a whole one."""
    from PIL import Image

    try:
        with Image.open(BytesIO(picture)) as image:
            shown = square(image)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    written = BytesIO()
    shown.save(written, "JPEG", quality=_QUALITY, subsampling="4:2:0", optimize=True)
    return written.getvalue()
