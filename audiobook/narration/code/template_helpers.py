"""Helpers that templates call to make links, fields and forms, as noun phrases."""

from __future__ import annotations

import re

from audiobook.narration.code.words import article, code, plain

_FIELDS = {
    "text_field": "text field", "text_input": "text field", "email_field": "email field",
    "email_input": "email field", "password_field": "password field", "password_input": "password field",
    "number_field": "number field", "number_input": "number field", "check_box": "check box",
    "checkbox": "check box", "text_area": "text area", "textarea": "text area", "select": "selection",
    "collection_select": "selection", "hidden_field": "hidden field", "hidden_input": "hidden field",
    "file_field": "file field", "file_input": "file field", "date_field": "date field",
    "date_select": "date selection", "radio_button": "radio button", "url_field": "web address field",
    "search_field": "search field", "telephone_field": "telephone field", "color_field": "color field",
    "datetime_field": "date-time field", "rich_text_area": "rich text area",
    "rich_textarea": "rich text area",
    "label": "label", "error_tag": "error message", "collection_checkboxes": "group of check boxes",
    "collection_check_boxes": "group of check boxes", "collection_radio_buttons": "group of radio buttons",
    "fields_for": "group of fields", "inputs_for": "group of fields",
    "grouped_collection_select": "selection",
    "time_zone_select": "time zone selection", "datetime_select": "date-time selection",
}  # fmt: skip
_QUOTE = '"'
_CALL = re.compile(r"^(?:\w+\.)?(?P<name>\w+[?!]?)\s*\(?(?P<rest>.*?)\)?$", re.S)
_ARGUMENT = re.compile(r"""(?<![\w:]):(?P<symbol>\w+)|"(?P<text>[^"#]*)"|'(?P<single>[^'#]*)'""")
_TARGET = re.compile(r",\s*(?:to:\s*)?(?!\w+:)(@?[\w.]+(?:\([^)]*\))?|\"/[^\"]*\"|~p\"[^\"]*\"|\"[^\"]+\")")


def _first(rest: str) -> str:
    """The first symbol or text among the arguments."""
    found = _ARGUMENT.search(rest)
    return next(filter(None, (found["symbol"], found["text"], found["single"])), "") if found else ""


def _option(rest: str, key: str) -> str:
    hit = re.search(rf"\b{key}:\s*(?:@|:|\")?([\w./]+)", rest)
    return code(hit[1]) if hit else ""


def _leads_to(rest: str) -> str:
    """Where a link leads, from its second argument: " to `edit_path`"."""
    target = _TARGET.search(rest)
    return f" to {code(target[1].removeprefix('~p').strip(_QUOTE).lstrip('@'))}" if target else ""


def helper(expression: str) -> str:
    """A call of a helper as what it puts on the page; empty for any other expression."""
    hit = _CALL.match(expression.strip())
    if hit is None:
        return ""
    name, rest = hit["name"].removesuffix("_tag") if hit["name"] != "error_tag" else "error_tag", hit["rest"]
    given = _first(rest)
    if name in _FIELDS and (given or name == "label"):
        return f"{article(_FIELDS[name])} for {code(given)}" if given else ""
    if name.endswith("_field") and given:
        return f"{article(name.replace('_', ' '))} for {code(given)}"
    if name in {"submit", "button"}:
        return f"a submit button that says {plain(given)}" if given else "a submit button"
    if name in {"form_with", "form_for", "form"} and rest:
        goal = _option(rest, "model") or _option(rest, "for") or _option(rest, "scope")
        where = _option(rest, "url")
        told = f" for {goal}" if goal else ""
        return f"a form{told}" + (f" that is sent to {where}" if where else "")
    if name in {"link_to", "button_to", "link", "live_patch", "live_redirect"} and rest:
        to = _leads_to(rest)
        kind = "a button" if name == "button_to" else "a link"
        return f"{kind}{to}" + (f" that says {plain(given)}" if given else "")
    if name in {"render", "render_partial"} and rest:
        about = given or _option(rest, "partial") or re.sub(r"\W", "", rest.split(",")[0])
        return f"the partial {about if about.startswith('`') else code(about)}" if about else "a partial"
    if name == "yield":
        return f"the content for {code(given)}" if given else "the content of the page"
    if name == "image":
        return "an image"
    if name == "content_for" and given:
        return f"content for {code(given)}"
    return ""
