"""Makefiles: targets, what they need, and what they run."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.words import IT, code, codes, count, listing, some

_RULE = re.compile(r"^([\w./%$(){}-]+(?:\s+[\w./%$(){}-]+)*)\s*::?\s*([^=\n]*)$")
_VARIABLE = re.compile(r"^(?:export\s+)?([A-Za-z_]\w*)\s*[:?+]?=")


def _rules(source: str) -> list[tuple[str, list[str], list[str]]]:
    """Each rule: its target, what it needs, the lines it runs."""
    found: list[tuple[str, list[str], list[str]]] = []
    for line in source.split("\n"):
        if re.match(r"\s+\S", line) and found:
            found[-1][2].append(line.strip().lstrip("@-"))
        elif (hit := _RULE.match(line.split("#")[0].rstrip())) and not line.startswith("."):
            found.append((hit[1], [word for word in hit[2].split() if word != "|"], []))
    return found


def _rule(target: str, needs: list[str], lines: list[str]) -> Say:
    from audiobook.narration.code.shell import acts_of_text

    acts = acts_of_text("\n".join(lines)) if lines else []
    after = f", after {some(codes(needs), 3)}," if codes(needs) else ""
    told = listing([act.replace(IT, "it") for act in acts[:3]]) + (
        f"; and runs {count(len(acts) - 3, 'more command')}" if len(acts) > 3 else ""
    )
    if not acts:
        return say(
            f"the target {code(target)} needs {some(codes(needs), 4)}"
            if codes(needs)
            else f"the target {code(target)} does nothing",
            rank=1,
        )
    return say(
        f"the target {code(target)}{after} {told}",
        f"the target {code(target)} {listing([act.replace(IT, 'it') for act in acts[:1]])}",
        rank=1,
    )


def tell(snippet: Snippet) -> Telling | None:
    """The targets in order, and the variables; None when there are neither."""
    rules = [rule for rule in _rules(snippet.source) if code(rule[0])]
    names = [hit[1] for line in snippet.source.split("\n") if (hit := _VARIABLE.match(line))]
    if not rules and not names:
        return None
    told = codes([target for target, _, _ in rules])
    head = f"a makefile, {size(snippet)}{where(snippet)}" + (
        f", with {count(len(told), 'target')}: {some(told, 5)}" if len(told) > 1 else ""
    )
    says = [say(head, rank=0)]
    if names:
        says.append(say(f"it sets {some(codes(names), 4)}", rank=2))
    return outline("a makefile", *says, *[_rule(*rule) for rule in rules[:4]])
