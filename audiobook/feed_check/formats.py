"""Findings and rules as people, programs and GitHub want them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from audiobook.errors import CheckFailed
from audiobook.feed_check.model import Finding, Report
from audiobook.feed_check.resources import on_web
from audiobook.feed_check.rules import RULES

_LEVELS = {"error": "error", "warning": "warning", "hint": "notice"}


def exit_code(reports: Sequence[Report], *, strict: bool) -> int:
    """7 when there are errors, or with `strict` warnings; hints never fail."""
    failed = any(report.count("error") or (strict and report.count("warning")) for report in reports)
    return CheckFailed.exit_code if failed else 0


def summary(report: Report) -> str:
    """One line: how many findings of each severity."""
    counts = ", ".join(
        _counted(report.count(kind), kind) for kind in ("error", "warning", "hint") if report.count(kind)
    )
    looked = f"{_counted(report.items, 'episode')}, {_counted(report.asked, 'file')}"
    return f"{report.place}: {looked}: {counts or 'nothing to mend'}"


def as_text(reports: Sequence[Report]) -> str:
    """A line a finding, as compilers write them."""
    return "\n".join(_line(report, finding) for report in reports for finding in report.findings)


def as_json(reports: Sequence[Report]) -> str:
    feeds = [
        {
            "feed": report.place,
            "title": report.title,
            "episodes": report.items,
            "files": report.asked,
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "hints": report.count("hint"),
            "findings": [asdict(finding) for finding in report.findings],
        }
        for report in reports
    ]
    return json.dumps({"feeds": feeds}, ensure_ascii=False)


def as_github(reports: Sequence[Report]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return "\n".join(_command(report, finding) for report in reports for finding in report.findings)


def rules_as_text() -> str:
    return "\n".join(f"{rule.severity:<8} {rule.name:<22} {rule.reason} [{rule.source}]" for rule in RULES)


def rules_as_json() -> str:
    rows = [
        {"rule": rule.name, "severity": rule.severity, "reason": rule.reason, "source": rule.source}
        for rule in RULES
    ]
    return json.dumps({"rules": rows}, ensure_ascii=False)


def _line(report: Report, finding: Finding) -> str:
    where = f' (in "{finding.item}")' if finding.item else ""
    place = f"{report.place}:{finding.line}"
    fix = f" -> {finding.fix}" if finding.fix else ""
    return f"{place}: {finding.severity}: {finding.rule}: {finding.message}{where}{fix} [{finding.source}]"


def _command(report: Report, finding: Finding) -> str:
    file = "" if on_web(report.place) else f"file={_property(report.place)},line={finding.line},"
    text = f"{finding.message}{f' (in {finding.item})' if finding.item else ''}. {finding.fix}"
    return f"::{_LEVELS[finding.severity]} {file}title={_property(finding.rule)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
