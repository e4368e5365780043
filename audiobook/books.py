"""Make the forms of the whole course that have to be made; the others stay as they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from audiobook import publish
from audiobook.editions.forms import Book, Form
from audiobook.manifest import PublishedForm
from audiobook.model import Edition, OutputFile
from audiobook.plan import CoursePlan
from audiobook.prepare import Prepared
from audiobook.record import Gone
from audiobook.recordings import kind_of
from audiobook.tracks import Piece, Track


def make_books(
    prepared: Prepared, edition: Edition, tracks: Sequence[Track], staged: Path
) -> dict[str, Piece]:
    """The file of every form, by name. Raises Gone when a stream has vanished from the store, or AudioError."""
    pieces = {}
    for plan in prepared.plan.forms:
        path = f"{prepared.source.slug}{plan.form.suffix}"
        if plan.file is not None:
            pieces[plan.form.name] = Piece(plan.file, prepared.output / path, staged=False)
            continue
        out = staged / path
        streams = _extracted(plan.form, prepared, staged)
        plan.form.write(Book(prepared.source, edition, tracks, streams), out)
        for stream in streams.values():
            stream.unlink()
        file = OutputFile(path, out.stat().st_size, publish.digest(out))
        pieces[plan.form.name] = Piece(file, out, staged=True)
    return pieces


def published_forms(plan: CoursePlan, pieces: Mapping[str, Piece]) -> dict[str, PublishedForm]:
    """What the manifest tells of the forms."""
    return {made.form.name: PublishedForm(made.key, pieces[made.form.name].file) for made in plan.forms}


def _extracted(form: Form, prepared: Prepared, staged: Path) -> dict[str, Path]:
    """The streams a form asks for, out of the store, by lesson id."""
    if form.codec is None:
        return {}
    name = form.codec.name
    streams = {}
    for lesson in prepared.plan.lessons:
        path = staged / f"{lesson.lesson.id}.{name}"
        if prepared.store.extract(kind_of(name), lesson.streams[name], path) is None:
            raise Gone(f"{lesson.place}: its {name.upper()} stream has gone from the store", "Build again")
        streams[lesson.lesson.id] = path
    return streams
