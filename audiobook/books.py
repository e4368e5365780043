"""Make the forms of the whole course that have to be made; the others stay as they are published."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audiobook import outputs
from audiobook.editions.forms import Book
from audiobook.execute import default_jobs
from audiobook.manifest import HeldStream, PublishedForm
from audiobook.model import Edition, OutputFile
from audiobook.plan import FormPlan
from audiobook.prepare import Prepared
from audiobook.record import Gone
from audiobook.recordings import kind_of
from audiobook.tracks import Piece, Track


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A finished form: its file, and what the manifest tells of it."""

    piece: Piece
    published: PublishedForm


def make_books(
    prepared: Prepared, edition: Edition, tracks: Sequence[Track], staged: Path
) -> dict[str, MadeForm]:
    """Every form, by name, side by side. Raises Gone when a stream has vanished from the store, or AudioError."""
    with ThreadPoolExecutor(default_jobs(), thread_name_prefix="form") as makers:
        made = {
            plan.form.name: makers.submit(_form, plan, prepared, edition, tracks, staged)
            for plan in prepared.plan.forms
        }
    return {name: form.result() for name, form in made.items()}


def _form(
    plan: FormPlan, prepared: Prepared, edition: Edition, tracks: Sequence[Track], staged: Path
) -> MadeForm:
    return _kept(plan, prepared.output) or _made(plan, prepared, edition, tracks, staged)


def _kept(plan: FormPlan, output: Path) -> MadeForm | None:
    if plan.published is None or not plan.current:
        return None
    file = plan.published.file
    return MadeForm(Piece(file, output / file.path, staged=False), plan.published)


def _made(
    plan: FormPlan, prepared: Prepared, edition: Edition, tracks: Sequence[Track], staged: Path
) -> MadeForm:
    form = plan.form
    path = form.file_name(prepared.source.slug)
    streams = _streams(plan, prepared, staged)
    lengths = form.write(Book(prepared.source, edition, tracks, streams, prepared.store), staged / path) or ()
    keys = [lesson.streams[form.codec.name] for lesson in prepared.plan.lessons] if form.codec else []
    held = tuple(HeldStream(key, length) for key, length in zip(keys, lengths, strict=True))
    for stream in set(streams.values()):
        stream.unlink()
    file = OutputFile(path, (staged / path).stat().st_size, outputs.digest(staged / path))
    return MadeForm(Piece(file, staged / path, staged=True), PublishedForm(plan.key, file, held))


def _streams(plan: FormPlan, prepared: Prepared, staged: Path) -> dict[str, Path]:
    """The streams a form asks for, by lesson id: out of the store, else out of the published file.

    Lessons that sound alike share one.
    """
    if plan.form.codec is None:
        return {}
    name = plan.form.codec.name
    keys = {lesson.lesson.id: lesson.streams[name] for lesson in prepared.plan.lessons}
    prepared.store.fetch(kind_of(name), list(keys.values()))
    places = {key: staged / f"{key}.{name}" for key in keys.values()}
    lacking = {
        key: place
        for key, place in places.items()
        if prepared.store.extract(kind_of(name), key, place) is None
    }
    if lacking:
        held = plan.published.streams if plan.published else ()
        if (
            plan.published is None
            or plan.form.split is None
            or not lacking.keys() <= {stream.key for stream in held}
        ):
            raise Gone(
                f"{prepared.source.slug}: {name.upper()} streams have gone from the store", "Build again"
            )
        lengths = [stream.length for stream in held]
        wanted = [lacking.get(stream.key) for stream in held]
        plan.form.split(prepared.output / plan.published.file.path, lengths, wanted)
    return {lesson: places[key] for lesson, key in keys.items()}
