"""Rules about pictures, as their files are: Apple's for artwork."""

from __future__ import annotations

import io
from collections.abc import Iterator

from audiobook.cover import EXTENSIONS, LARGEST, SMALLEST, Picture, picture_in
from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Resource, Rule, Subject
from audiobook.feed_check.resources import extension, shown


def _pictures(subject: Subject) -> Iterator[tuple[Resource, Picture | None]]:
    seen: set[str] = set()
    for resource, answer in subject.reached("image"):
        if resource.url not in seen and answer.content is not None:
            seen.add(resource.url)
            yield resource, picture_in(io.BytesIO(answer.content))


def _extension(subject: Subject) -> Iterator[Hit]:
    seen: set[str] = set()
    for resource in subject.resources:
        end = extension(resource.url)
        if resource.kind == "image" and resource.url not in seen and end not in EXTENSIONS:
            seen.add(resource.url)
            message = f"the address of the artwork, {shown(resource.url)}, does not end in .jpg or .png"
            yield Hit(resource.node, resource.item, message, "Name the file after what it is")


def _format(subject: Subject) -> Iterator[Hit]:
    for resource, picture in _pictures(subject):
        if picture is None:
            message = f"the artwork {shown(resource.url)} is neither a JPEG nor a PNG picture"
            yield Hit(resource.node, resource.item, message, "Save it as one of the two")


def _true_extension(subject: Subject) -> Iterator[Hit]:
    for resource, picture in _pictures(subject):
        end = extension(resource.url)
        if picture and end in EXTENSIONS and end not in picture.extensions:
            message = (
                f"the artwork {shown(resource.url)} is a {picture.format.upper()} picture by another name"
            )
            yield Hit(resource.node, resource.item, message, f"Let it end in {picture.extensions[0]}")


def _square(subject: Subject) -> Iterator[Hit]:
    for resource, picture in _pictures(subject):
        if picture and picture.width != picture.height:
            message = f"the artwork measures {picture.width} x {picture.height} pixels"
            yield Hit(resource.node, resource.item, message, "Make it square")


def _size(subject: Subject) -> Iterator[Hit]:
    for resource, picture in _pictures(subject):
        if picture and not (SMALLEST <= picture.width <= LARGEST and SMALLEST <= picture.height <= LARGEST):
            message = f"the artwork measures {picture.width} x {picture.height} pixels"
            yield Hit(
                resource.node, resource.item, message, f"Make it {SMALLEST} to {LARGEST} pixels wide and high"
            )


def _colours(subject: Subject) -> Iterator[Hit]:
    for resource, picture in _pictures(subject):
        if picture and not picture.rgb:
            yield Hit(resource.node, resource.item, "the artwork is not in RGB colours", "Save it as RGB")


RULES = (
    Rule(
        "image-extension", "warning", "Apple asks for the extension of the format", sources.APPLE, _extension
    ),
    Rule("image-format", "error", "Apple takes JPEG and PNG", sources.APPLE, _format),
    Rule(
        "image-true-extension",
        "error",
        "Apple refuses a picture that is not what its name says",
        sources.APPLE,
        _true_extension,
    ),
    Rule("image-square", "error", "Apple refuses artwork that is not square", sources.APPLE, _square),
    Rule("image-size", "error", "Apple refuses artwork under 1400 or over 3000 pixels", sources.APPLE, _size),
    Rule(
        "image-colours",
        "warning",
        "Apple asks for RGB; other colours come out wrong",
        sources.APPLE,
        _colours,
    ),
)
