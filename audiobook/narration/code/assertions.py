"""What a test expects, in the fluent notations: `expect(x).toBe(3)`, `assertThat(x).isEqualTo(3)`, `should`."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.calls import given_words
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.snippet import text
from audiobook.narration.code.trees import arguments, callee, chain, method_name
from audiobook.narration.code.words import code, listing

_MATCHERS = {
    "toBe": "is {}", "toEqual": "equals {}", "toStrictEqual": "strictly equals {}", "toMatch": "matches {}",
    "toContain": "contains {}", "toHaveLength": "has length {}", "toThrow": "throws {}", "toThrowError": "throws {}",
    "toBeTruthy": "is truthy", "toBeFalsy": "is falsy", "toBeNull": "is `null`", "toBeUndefined": "is undefined",
    "toBeDefined": "is defined", "toBeInTheDocument": "is in the document", "toHaveBeenCalled": "was called",
    "toHaveBeenCalledTimes": "was called {} times", "toHaveBeenCalledWith": "was called with {}",
    "toBeGreaterThan": "is greater than {}", "toBeLessThan": "is less than {}", "toBeCloseTo": "is close to {}",
    "toHaveTextContent": "has the text {}", "toMatchSnapshot": "matches the snapshot", "toBeVisible": "is visible",
    "toMatchObject": "matches {}", "toHaveProperty": "has the property {}", "toBeInstanceOf": "is an instance of {}",
    "isEqualTo": "equals {}", "isNotEqualTo": "is not {}", "isTrue": "is true", "isFalse": "is false",
    "isNull": "is null", "isNotNull": "is not null", "contains": "contains {}", "containsExactly": "holds exactly {}",
    "containsOnly": "holds only {}", "hasSize": "has size {}", "isEmpty": "is empty", "isNotEmpty": "is not empty",
    "isInstanceOf": "is an instance of {}", "startsWith": "starts with {}", "isPresent": "is present",
    "exist": "exists",
    "isGreaterThan": "is greater than {}", "isLessThan": "is less than {}", "hasMessage": "has the message {}",
    "equal": "equals {}", "eql": "equals {}", "deepEqual": "deeply equals {}",
}  # fmt: skip
_DENIED = (("is ", "is not "), ("equals", "does not equal"), ("contains", "does not contain"),
           ("has ", "does not have "),
           ("matches", "does not match"), ("throws", "does not throw"), ("was ", "was not "))  # fmt: skip
_STARTS = frozenset(
    {"expect", "assertThat", "assert_that", "assertThatThrownBy", "assertThatExceptionOfType"}
)


def expectation(node: Node) -> Act | None:
    """An expectation as a verb phrase: "expects that the sum is 3"; None when the call is none."""
    start, links = chain(node)
    if (
        start.type not in {"call_expression", "method_invocation", "call"}
        or callee(start).rpartition(".")[2] not in _STARTS
    ):
        if not links or callee(links[0]) not in _STARTS:
            return None
        start, links = links[0], links[1:]
    given = arguments(start)
    if not given or not links:
        return None
    subject = noun(given[0], 1)
    told = []
    for link in links:
        name = method_name(link)
        values = listing(given_words(link, 0, noun))
        words = _MATCHERS.get(name)
        if words is None:
            told.append(f"passes {code(name)}" + (f" with {values}" if values else ""))
        elif "{}" in words:
            told.append(
                words.format(values)
                if values
                else words.replace(" {}", " an error" if "throws" in words else "")
            )
        else:
            told.append(words)
    negated = ".not." in text(node).replace("\n", "").replace(" ", "") or ".not.to" in text(node)
    if negated and told:
        told[-1] = _denied(told[-1])
    return act(f"expects that {subject} {listing(told)}", "", f"checks {subject}")


def _denied(words: str) -> str:
    return next(
        (words.replace(there, denied, 1) for there, denied in _DENIED if words.startswith(there.strip())),
        f"not {words}",
    )
