"""W3C's own JSON schemas of publication manifests and audiobooks, read from where the tester has put them.

They are no part of this project. `W3C_SCHEMAS` names a folder with a checkout each of
https://github.com/w3c/pub-manifest and https://github.com/w3c/audiobooks, in any layout: the files are told apart by
their `$id`, and every reference between them is resolved among them, without a network. No package brings them, so
that tests are skipped without the folder, in CI too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require_package

PUBLICATION = "https://www.w3.org/ns/pub-schema/manifest/publication.schema.json"
AUDIOBOOK = "https://www.w3.org/ns/pub-schema/audiobooks/audiobooks.schema.json"


class Schemas:
    """All schemas below a folder."""

    def __init__(self, folder: Path) -> None:
        from jsonschema import Draft7Validator
        from referencing import Registry, Resource

        self.found = {schema["$id"]: schema for schema in map(_read, sorted(folder.rglob("*.schema.json")))}
        # A reference to what is not in the registry is an error, never a download.
        registry = Registry().with_resources(
            (identifier, Resource.from_contents(schema)) for identifier, schema in self.found.items()
        )
        self.checked_formats = set(Draft7Validator.FORMAT_CHECKER.checkers)
        self._validators = {
            identifier: Draft7Validator(
                self.found[identifier], registry=registry, format_checker=Draft7Validator.FORMAT_CHECKER
            )
            for identifier in (PUBLICATION, AUDIOBOOK)
        }

    def faults(self, manifest: object) -> dict[str, list[tuple[str | int, ...]]]:
        """Where the values stand that each of the two schemas refuses; a schema that accepts all is left out."""
        faults = {
            identifier: [tuple(error.absolute_path) for error in validator.iter_errors(manifest)]
            for identifier, validator in self._validators.items()
        }
        return {identifier: paths for identifier, paths in faults.items() if paths}

    def values(self, keyword: str) -> Iterator[str]:
        """What stands for a keyword anywhere in the schemas."""
        return (value for schema in self.found.values() for value in _values(schema, keyword))


def require_w3c_schemas() -> Schemas:
    """The schemas; skips without `W3C_SCHEMAS`, and fails where it names a folder that does not have them."""
    place = os.environ.get("W3C_SCHEMAS")
    if not place:
        pytest.skip("W3C_SCHEMAS names no folder with w3c/pub-manifest and w3c/audiobooks")
    for package in ("jsonschema", "rfc3339_validator", "rfc3986_validator"):
        require_package(package)
    try:
        return Schemas(Path(place))
    except KeyError as error:
        pytest.fail(f"W3C_SCHEMAS={place}: {error} is not there")


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _values(schema: object, keyword: str) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get(keyword), str):
            yield schema[keyword]
        for value in schema.values():
            yield from _values(value, keyword)
    elif isinstance(schema, list):
        for value in schema:
            yield from _values(value, keyword)
