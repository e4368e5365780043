"""Pages to subscribe on for editions that lie in the output folder."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook import manifest
from audiobook.config import ProjectSettings
from audiobook.course import course_slug, find_courses
from audiobook.errors import UsageError
from audiobook.feed import FEED_NAME, PAGE_NAME
from audiobook.manifest import Manifest
from audiobook.subscribe import Show, page


def page_of(names: Sequence[str], project: ProjectSettings, address: str | None = None) -> str:
    """A page for these courses, or for all that are built; it may lie anywhere.

    `address`: of one subscriber's own feed of the one course. Raises UsageError for a course that is not there or not
    built, PublishError for an edition that cannot be read.
    """
    found: list[Manifest] = []
    for folder in find_courses(project.content, names):
        edition = manifest.load(project.output / course_slug(folder))
        if edition is not None:
            found.append(edition)
        elif names:
            raise UsageError(
                f"{course_slug(folder)} is not built", f"Run `audiobook build {course_slug(folder)}`"
            )
    if not found:
        raise UsageError("no course is built", "Run `audiobook build`")
    if address is not None and len(found) != 1:
        raise UsageError("--url is the address of one feed", "Name the one course it is of")
    shows = [_show(edition, address or edition.base_url + FEED_NAME) for edition in found]
    return page(shows, personal=address is not None)


def _show(edition: Manifest, feed: str) -> Show:
    folder = feed.partition("?")[0].rpartition("/")[0] + "/"
    return Show(
        title=edition.title,
        subtitle=edition.subtitle,
        author=edition.author,
        language=edition.language,
        cover=folder + edition.cover,
        page=folder + PAGE_NAME,
        feed=feed,
    )
