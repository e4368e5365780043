"""A narration diff for people and programs.

    narration of content/demo/01-one.md since HEAD~1 (3f2a91c04)

    ## Associations
        12    12    Nothing changed here.
    -   13          This was said.
    +         13    This is said now.
    ~   15    16    A post {-has-} {+belongs to+} a user.

The numbers are the lines of the source, then and now.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any

from audiobook.errors import UsageError
from audiobook.model import Utterance
from audiobook.narration_diff import Change, NarrationDiff
from audiobook.progress import clock

CONTEXT = 2
"""Unchanged sentences shown before and after each change."""

_CONTEXT_WIDTH = 100
_SIGNS = {"same": " ", "removed": "-", "added": "+", "changed": "~"}


def as_text(diff: NarrationDiff) -> str:
    """The changes with what stands around them, by section, and a summary."""
    lines = [_title(diff)]
    near = _near_a_change(diff)
    sections = _section_ids(diff)
    shown, hidden = "", False
    for index, change in enumerate(diff.changes):
        if index not in near:
            hidden = True
            continue
        if change.section.id != shown:
            shown = change.section.id
            lines += ["", _heading(change, *sections)]
        if hidden:
            lines.append("   ...")
        hidden = False
        lines.append(_row(change))
    if diff.newly_left_out:
        lines += ["", "Newly left out:"]
        lines += [f"{entry.line:>12}    {entry.kind}: {entry.reason}" for entry in diff.newly_left_out]
    return "\n".join([*lines, "", _summary(diff)])


def as_json(diff: NarrationDiff) -> str:
    """The `narrate --diff REV --format json` contract: every changed sentence, and the sums."""
    return json.dumps(
        {
            "revision": diff.revision,
            "before": diff.before_path,
            "after": diff.after_path,
            "changes": [_entry(change) for change in diff.changes if change.step != "same"],
            "newly_left_out": [
                {"kind": entry.kind, "line": entry.line, "end_line": entry.end_line, "reason": entry.reason}
                for entry in diff.newly_left_out
            ],
            "sentences": {step: diff.count(step) for step in ("added", "removed", "changed", "same")},
            "added_s": round(diff.added_s, 1),
            "removed_s": round(diff.removed_s, 1),
            "pauses_s": round(diff.pauses_s, 1),
        },
        ensure_ascii=False,
        indent=1,
    )


def marked(before: str, after: str) -> str:
    """One sentence of two, what is gone in `{-...-}` and what is new in `{+...+}`, by whole words."""
    old, new = before.split(), after.split()
    parts = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += old[i:i_end]
            continue
        if i < i_end:
            parts.append("{-" + " ".join(old[i:i_end]) + "-}")
        if j < j_end:
            parts.append("{+" + " ".join(new[j:j_end]) + "+}")
    return " ".join(parts)


def _title(diff: NarrationDiff) -> str:
    since = f"since {diff.revision}"
    if diff.before_path is None:
        return f"narration of {diff.after_path}, new {since}"
    if diff.after_path is None:
        return f"narration of {diff.before_path}, deleted {since}"
    moved = f", {diff.before_path} before" if diff.before_path != diff.after_path else ""
    return f"narration of {diff.after_path}{moved}, {since}"


def _near_a_change(diff: NarrationDiff) -> set[int]:
    return {
        near
        for index, change in enumerate(diff.changes)
        if change.step != "same"
        for near in range(index - CONTEXT, index + CONTEXT + 1)
    }


def _section_ids(diff: NarrationDiff) -> tuple[frozenset[str], frozenset[str]]:
    sides = (diff.before, diff.after)
    then, now = (frozenset(part.id for part in side.sections) if side else frozenset() for side in sides)
    return then, now


def _heading(change: Change, then: frozenset[str], now: frozenset[str]) -> str:
    section, former = change.section, change.former
    if not then or not now:
        state = ""  # the whole lesson is new or gone, which the title says
    elif section.id not in now:
        state = "  (removed)"
    elif section.id not in then:
        state = f"  (was: {former.title})" if former and former.id not in now else "  (new)"
    else:
        state = ""
    return f"## {section.title}{state}"


def _row(change: Change) -> str:
    before, after = change.before, change.after
    if before and after and change.step == "changed":
        said = marked(before.spoken, after.spoken)
    else:
        said = (after or before).spoken  # type: ignore[union-attr]  # a change has at least one side
    if change.step == "same" and len(said) > _CONTEXT_WIDTH:
        said = said[: _CONTEXT_WIDTH - 3] + "..."
    return f"{_SIGNS[change.step]} {_line(before)} {_line(after)}    {said}"


def _line(utterance: Utterance | None) -> str:
    return f"{utterance.line if utterance else '':>5}"


def _summary(diff: NarrationDiff) -> str:
    counts = [f"{diff.count(step)} {step}" for step in ("added", "removed", "changed") if diff.count(step)]
    pauses = diff.pauses_s
    silence = (
        f"pauses {clock(abs(pauses))} {'longer' if pauses > 0 else 'shorter'}" if abs(pauses) >= 1 else ""
    )
    if not counts:
        return "nothing changes in what is said" + (f"; {silence}" if silence else "")
    speech = f"about {clock(diff.added_s)} of speech added, {clock(diff.removed_s)} removed"
    return f"sentences: {', '.join(counts)}; {speech}" + (f"; {silence}" if silence else "")


def _entry(change: Change) -> dict[str, Any]:
    return {
        "change": change.step,
        "section": {"id": change.section.id, "title": change.section.title},
        "before": _side(change.before),
        "after": _side(change.after),
    }


def _side(utterance: Utterance | None) -> dict[str, Any] | None:
    if utterance is None:
        return None
    return {"text": utterance.spoken, "written": utterance.written, "line": utterance.line}


def render(diff: NarrationDiff, form: str) -> str:
    """The diff as `text` or `json`. Raises UsageError for another form."""
    forms = {"text": as_text, "json": as_json}
    if form not in forms:
        raise UsageError(f"there is no {form} form of a diff", "Give --format text or --format json")
    return forms[form](diff)
