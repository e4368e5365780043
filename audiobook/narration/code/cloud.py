"""Documents of cloud services: policies, templates, and what their command lines answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import article, code, codes, count, listing, some


def _last(value: str) -> str:
    """The name at the end of an ARN."""
    last = value.rpartition(":")[2] if value.startswith("arn:") else value
    return last if len(last) < 50 else last.rpartition("/")[2]


def is_policy(doc: Doc) -> bool:
    statements = as_items(doc.get("Statement"))
    return bool(statements) and all(isinstance(one, Mapping) and "Effect" in one for one in statements)


def policy(doc: Doc) -> list[Say]:
    """An access policy: what is allowed or denied on what, and for whom."""
    statements = [as_map(one) for one in as_items(doc.get("Statement"))]
    says = [say(f"an access policy with {count(len(statements), 'statement')}", rank=0)]
    for held in statements[:3]:
        verb = "allows" if held.get("Effect") == "Allow" else "denies"
        actions = as_texts(held.get("Action") or held.get("NotAction"))
        told = "every action" if actions == ["*"] else some(codes(actions), 4, "other action")
        told = f"all but {told}" if "NotAction" in held else told
        resources = [_last(one) for one in as_texts(held.get("Resource"))]
        where = (
            "on everything"
            if resources == ["*"]
            else f"on {some(codes(resources), 2)}"
            if codes(resources)
            else ""
        )
        who = as_texts(held.get("Principal")) or [
            one for value in as_map(held.get("Principal")).values() for one in as_texts(value)
        ]
        whom = (
            " to everybody"
            if who == ["*"]
            else f" to {some(codes([_last(one) for one in who]), 2)}"
            if codes(who)
            else ""
        )
        limits = (
            f", under {'a condition' if len(as_map(held.get('Condition'))) == 1 else 'conditions'}"
            if as_map(held.get("Condition"))
            else ""
        )
        few = count(len(actions), "action") if len(actions) > 1 else told
        says.append(
            say(f"it {verb} {told} {where}{whom}{limits}", f"it {verb} {few} {where}{whom}{limits}", rank=1)
        )
    return says


def is_template(doc: Doc) -> bool:
    held = as_map(doc.get("Resources"))
    return bool(held) and all(isinstance(one, Mapping) and "Type" in one for one in held.values())


def _resource(kind: str) -> str:
    """`AWS::DynamoDB::Table` is "a DynamoDB table"."""
    service, _, name = kind.removeprefix("AWS::").rpartition("::")
    spoken = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return article(f"{code(service)} {spoken}") if code(service) and spoken else ""


def template(doc: Doc) -> list[Say]:
    """A CloudFormation or SAM template: its resources with their types."""
    resources = as_map(doc.get("Resources"))
    details = [_resource(str(as_map(held).get("Type", ""))) for held in resources.values()]
    says = [
        say("a CloudFormation template", rank=0),
        listed("it has", codes(list(resources)), details, noun="resource", rank=1),
    ]
    for key, noun in (("Parameters", "parameter"), ("Outputs", "output")):
        if names := codes(list(as_map(doc.get(key)))):
            says.append(say(f"it has {count(len(names), noun)}, {listing(names[:4])}", rank=2))
    return says
