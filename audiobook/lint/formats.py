"""Findings as people, programs, GitHub and SARIF readers want them. Deterministic: no clock, no absolute path."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from audiobook import __version__, github
from audiobook.lint.rules import RULES

if TYPE_CHECKING:
    from audiobook.lint import Report
    from audiobook.lint.finding import Finding

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, form: str) -> str:
    """The report as `text`, `json`, `github` or `sarif`, without a last newline; empty when there is nothing to say."""
    return _FORMS[form](report.findings)


def summary(report: Report) -> str:
    """One line: how many findings of each severity, in how many lessons."""
    counts = Counter(finding.level for finding in report.findings)
    errors, warnings = _count(counts["error"], "error"), _count(counts["warning"], "warning")
    found = f"{errors}, {warnings}" if report.findings else "nothing to mend"
    return f"{_count(report.lessons, 'lesson')}: {found}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _message(finding: Finding) -> str:
    reason = _sentence(finding.reason)
    return f"{reason}{'' if reason.endswith(('.', '?', '!')) else '.'} {finding.fix}."


def _text(findings: Sequence[Finding]) -> str:
    return "\n".join(f"{f.path}:{f.line}: {f.level}: {_message(f)} [{f.rule}]" for f in findings)


def _json(findings: Sequence[Finding]) -> str:
    rows = [
        {
            "file": finding.path,
            "line": finding.line,
            "rule": finding.rule,
            "severity": finding.level,
            "reason": finding.reason,
            "fix": finding.fix,
        }
        for finding in findings
    ]
    return json.dumps({"findings": rows}, ensure_ascii=False, indent=2)


def _github(findings: Sequence[Finding]) -> str:
    return "\n".join(github.annotation(f.level, _message(f), f.path, f.line, f.rule) for f in findings)


def _sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""
    rules = [
        {
            "id": rule.name,
            "shortDescription": {"text": f"{rule.about}."},
            "defaultConfiguration": {"level": rule.level},
        }
        for rule in RULES
    ]
    driver = {"name": "audiobook", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(finding) for finding in findings]}
    return json.dumps(
        {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _result(finding: Finding) -> dict[str, Any]:
    location = {
        "artifactLocation": {"uri": _uri(finding.path)},
        "region": {"startLine": finding.line},
    }
    return {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": location}],
    }


def _uri(path: str) -> str:
    """A path as a URI reference relative to the working directory, be it outside of it."""
    relative = os.path.relpath(path) if Path(path).is_absolute() else path
    return quote(Path(relative).as_posix())


_FORMS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
