"""Values of settings: the kinds there are, and what is wrong with one in plain words.

A validator raises ValueError(message, hint), said of the value; other findings of pydantic are worded here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    ValidationError,
)

from audiobook.documents import Document
from audiobook.errors import Problem
from audiobook.letters import one_spelling
from audiobook.names import ID_RULE, did_you_mean, is_id, slugify
from audiobook.safe_text import NOT_XML, xml_text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f]"
)  # printable, yet nothing
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # RFC 5646, without the forms no voice has
_WEB = re.compile(r"https?://[^\s\"<>]+")
_EMAIL = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[^@\s\"<>.]+")
_URL = re.compile(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?")


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    hint = "Write it as YYYY-MM-DD, such as 2024-05-31"
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("is not a date", hint)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"is not a date in the calendar: {error}", hint) from None


def _language(value: object) -> object:
    if isinstance(value, str) and not _LANGUAGE.fullmatch(value):
        raise ValueError("is not a language tag", "Write one such as en-US, de or pt-BR")
    return value


def _url(value: object) -> object:
    """The URL of a folder, with its slash at the end."""
    if not isinstance(value, str):
        return value
    if not _URL.fullmatch(value):
        raise ValueError(
            "is not the address of a folder on the web", "Write one such as https://example.com/audio/"
        )
    return value.rstrip("/") + "/"


def _web(value: object) -> object:
    if isinstance(value, str) and not _WEB.fullmatch(value.strip()):
        raise ValueError("is not an address on the web", "Write one such as https://example.com/license")
    return value


def _email(value: object) -> object:
    if isinstance(value, str) and not _EMAIL.fullmatch(value.strip()):
        raise ValueError("is not an e-mail address", "Write one such as courses@example.com")
    return value


def _id(value: object) -> object:
    if isinstance(value, str) and not is_id(value):
        better = slugify(value)
        hint = f"Write `{better}`" if better else f"Write {ID_RULE}"
        raise ValueError(f"cannot name files and URLs: an id is {ID_RULE}", hint)
    return value


def _guid(value: object) -> object:
    if isinstance(value, str):
        try:
            return str(UUID(value))
        except ValueError:
            hint = "Remove it to have one made from base_url, or keep the one of the published feed"
            raise ValueError("is not a UUID", hint) from None
    return value


def _one_line(value: str) -> str:
    line = _showable(" ".join(value.split()))
    if not any(
        character.isprintable() and not character.isspace() and not _INVISIBLE.match(character)
        for character in line
    ):
        raise ValueError(
            "shows nothing: all its characters are invisible", "Write letters, or remove the key"
        )
    return line


def _showable(value: str) -> str:
    if found := NOT_XML.search(value):
        code = f"U+{ord(found[0]):04X}"
        raise ValueError(
            f"holds the control character {code}, which can stand in no feed or page", "Delete it"
        )
    return value


def one_or_more(value: object) -> object:
    """A single text stands for a list of one."""
    return [value] if isinstance(value, str) else value


def _speakable(value: object) -> object:
    from audiobook.narration.spoken.draft import speakable

    if isinstance(value, str):
        value = one_spelling(value.replace("’", "'"))
        for word in value.split():
            if not speakable(word):
                hint = "Use letters and apostrophes, with only , . ? ! between words; write numbers as words"
                raise ValueError(f"cannot be said: `{word}`", hint)
    return value


# One line of text that has to be there, and text that may be empty or have paragraphs.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
Words = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_showable)]
Day = Annotated[date, BeforeValidator(_date)]
Language = Annotated[Text, BeforeValidator(_language)]
FolderUrl = Annotated[Text, BeforeValidator(_url)]
Url = Annotated[Text, BeforeValidator(_web)]
Email = Annotated[Text, BeforeValidator(_email)]
Id = Annotated[Text, BeforeValidator(_id)]
Guid = Annotated[Text, BeforeValidator(_guid)]
Spelling = Annotated[Text, AfterValidator(one_spelling)]
Spoken = Annotated[Text, BeforeValidator(_speakable)]
Milliseconds = Annotated[StrictInt, Field(ge=0, le=30_000)]


class Settings(BaseModel):
    """A table of settings: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Model = TypeVar("Model", bound=Settings)

# What pydantic calls a fault, what is said of the value, and what to do.
_FAULTS = {
    "string_type": ("is not text", "Put it in quotes"),
    "string_too_short": ("is empty", "Fill it in, or remove the key"),
    "bool_type": ("is neither true nor false", "Write true or false, without quotes"),
    "int_type": ("is not a whole number", "Write it without quotes and without a decimal point"),
    "tuple_type": (
        "is not a list",
        "Write it in brackets, with commas between (tables: double brackets, such as [[word]])",
    ),
    "model_type": ("is not a table", "Write its settings as `key = value` lines under their own header"),
    "path_type": ("is not a path", "Put it in quotes"),
}


def validated(
    model: type[Model], document: Document, defaults: Mapping[str, object], problems: list[Problem]
) -> Model:
    """The document's values over `defaults`. A key with a problem keeps its default: reading goes on."""
    try:
        return model.model_validate({**defaults, **document.values})
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems.extend(_explain(model, document, detail) for detail in details)
    wrong = {detail["loc"][0] for detail in details}
    sound = {key: value for key, value in document.values.items() if key not in wrong}
    return model.model_validate({**defaults, **sound})


def _explain(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    keys = detail["loc"]
    key = next(str(part) for part in reversed(keys) if isinstance(part, str))
    kind = detail["type"]
    if kind == "extra_forbidden":
        hint = did_you_mean(key, _model_at(model, keys[:-1]).model_fields)
        return document.problem(keys, f"unknown key `{key}`", hint)
    if kind == "missing":
        return document.problem(keys, f"`{key}` is missing", f'Add `{key} = "..."`')
    said = f"`{key}` {_display(detail['input'])}"
    context = detail.get("ctx", {})
    if kind == "value_error":
        message, hint = context["error"].args
        return document.problem(keys, f"{said} {message}", hint)
    if kind == "literal_error":
        return document.problem(keys, f"{said} is not a choice", f"Choose {context['expected']}")
    message, hint = _FAULTS.get(kind, ("is out of range", detail["msg"]))
    return document.problem(keys, f"{said} {message}", hint)


def _model_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> type[BaseModel]:
    """The model of the table at `keys`, which pydantic has already walked."""
    for key in keys:
        if isinstance(key, str):
            annotation: Any = model.model_fields[key].annotation
            model = next((part for part in get_args(annotation) if isinstance(part, type)), annotation)
    return model


def _display(value: object) -> str:
    if isinstance(value, str):
        value = xml_text(value)  # what a terminal would obey is not shown to it
        return f'"{value if len(value) <= 60 else value[:57] + "..."}"'
    if isinstance(value, bool):
        return str(value).lower()
    return "(a table)" if isinstance(value, dict) else "(a list)" if isinstance(value, list) else str(value)
