"""A narration script for people and programs: plain text, SSML, or the JSON of the command-line contract."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from audiobook.model import MARKUP_KINDS, Script


def render(script: Script, form: str) -> str:
    """The script as `text`, `ssml` or `json`."""
    return {"text": as_text, "ssml": as_ssml, "json": as_json}[form](script)


def as_text(script: Script) -> str:
    """One utterance a line with its source line, sections set apart, and what was not spoken as written at the end."""
    lines = [f"# {script.title}"]
    for section in script.sections:
        lines += ["", f"## {section.title}" if section.title else "##"]
        lines += [f"{utterance.line:>5}  {utterance.spoken}" for utterance in section.utterances]
    adapted = [
        entry for entry in script.ledger if entry.treatment != "spoken" and entry.kind not in MARKUP_KINDS
    ]
    if adapted:
        lines += ["", "Not read as written:"]
        lines += [
            f"{entry.line:>5}  {entry.kind} {entry.treatment}" + (f": {entry.reason}" if entry.reason else "")
            for entry in adapted
        ]
    return "\n".join(lines)


def as_ssml(script: Script) -> str:
    """SSML 1.1 (https://www.w3.org/TR/speech-synthesis11/): a paragraph a section, a sentence an utterance."""
    lines = ['<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">']
    for section in script.sections:
        lines.append(f"  <p><!-- {_comment(section.title)} -->")
        for utterance in section.utterances:
            lines.append(
                f"    <s>{escape(utterance.spoken)}</s><break time={quoteattr(f'{utterance.pause_ms}ms')}/>"
            )
        lines.append("  </p>")
    return "\n".join([*lines, "</speak>"])


def _comment(text: str) -> str:
    """Two hyphens in a row would end the comment."""
    return escape(text.replace("--", "- -"))


def as_json(script: Script) -> str:
    """The `narrate --format json` contract."""
    return json.dumps(contract(script), ensure_ascii=False, indent=1)


def contract(script: Script) -> dict[str, Any]:
    return {
        "lesson": script.lesson,
        "title": script.title,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "utterances": [
                    {
                        "text": utterance.spoken,
                        "written": utterance.written,
                        "kind": utterance.kind,
                        "line": utterance.line,
                        "end_line": utterance.end_line,
                        "pause_ms": utterance.pause_ms,
                    }
                    for utterance in section.utterances
                ],
            }
            for section in script.sections
        ],
        "ledger": [
            {
                "kind": entry.kind,
                "line": entry.line,
                "end_line": entry.end_line,
                "treatment": entry.treatment,
                "reason": entry.reason,
            }
            for entry in script.ledger
        ],
    }
