"""Sentences about one definition: what a function takes and does, what a class is, holds and can do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.definitions import Definition
from audiobook.narration.code.kinds import FUNCTIONS, LAMBDAS
from audiobook.narration.code.telling import does_all, in_sentences
from audiobook.narration.code.typewords import type_name, type_words
from audiobook.narration.code.verbs import as_fact, states
from audiobook.narration.code.words import IT, code, codes, count, listing, some, spoken_length


def takes_act(made: Definition) -> Act | None:
    """What a function takes: with the types where they are written and short, else the names."""
    names = codes([one.name for one in made.takes])
    if not names:
        return None
    plain = f"takes {some(names, 5)}"
    typed = [(code(one.name), type_words(one.type)) for one in made.takes if code(one.name)]
    if not made.steps and all(kind for _, kind in typed) and len(typed) <= 3:
        full = f"takes {listing([f'{name}, {kind}' for name, kind in typed])}"
        return act(full if spoken_length(full) <= 24 else plain, plain, plain)
    return act(plain, "", plain)


def function_acts(made: Definition) -> list[Act]:
    """What a function takes, then the author's words about it or what it does, as verb phrases."""
    takes = takes_act(made)
    told = [act(mark, "", mark) for mark in made.marks] + ([takes] if takes else [])
    if fact := fact_of(made.note):
        return [*told, act(fact)]
    told += made.steps
    if not made.steps and made.gives:
        told.append(act(f"gives {made.gives}"))
    return told


def fact_of(note: str) -> str:
    """The author's words as a verb phrase about what they describe; empty when they are none."""
    return note if states(note) else as_fact(note)


def function_says(made: Definition, subject: str, rank: int = 1, most: int = 1) -> list[Say]:
    """Up to `most` sentences about a function."""
    acts = function_acts(made)
    if made.note and not fact_of(made.note):
        return _noted_says(made, subject, acts, rank, most)
    if not acts:
        return [say(f"{subject} is empty" if subject != "it" else "its body is empty", rank=rank + 1)]
    return in_sentences(acts, subject, rank, most) if most > 1 else [does_all(acts, subject, rank)]


def _noted_says(made: Definition, subject: str, acts: Sequence[Act], rank: int, most: int) -> list[Say]:
    """A function with the author's remark about it, then what it takes and does while there is room."""
    note = made.note.rstrip(".")
    of = "" if subject == "it" else f", of {subject}"
    alone = f"in its author's words{of}: {note}"
    if not acts:
        return [say(alone, rank=rank)]
    if most > 1:
        return [say(alone, rank=rank), *in_sentences(acts, "it", rank, most - 1)]
    brief = "; ".join(f"it {form}" for form in [listing([one.brief for one in acts[:3]])])
    takes = takes_act(made)
    return [
        say(
            f"{alone}; {does_all(acts).forms[0][:1].lower()}{does_all(acts).forms[0][1:].rstrip('.')}",
            f"{alone}; {brief}" if len(acts) <= 3 else "",
            f"{subject} {takes.plain}; in its author's words: {note}" if takes else alone,
            f"{subject} {takes.plain}" if takes else "",
            rank=rank,
        )
    ]


def function_say(made: Definition, subject: str, rank: int = 1) -> Say:
    """One sentence about a function: what it takes, and the author's words about it or what it does."""
    return function_says(made, subject, rank)[0]


_ACCESSOR = re.compile(r"^(get|set|is)([A-Z]\w*)$")


def _accessors(made: Definition) -> tuple[list[Definition], str]:
    """The methods that are more than getters and setters of the fields, and those in words."""
    fields = {name.lower() for name, _ in made.fields}
    kinds = {
        member.name: hit[1]
        for member in made.members
        if (hit := _ACCESSOR.match(member.name)) and hit[2].lower() in fields
    }
    if len(kinds) < 2:
        return list(made.members), ""
    both = {"set" if kind == "set" else "get" for kind in kinds.values()}
    words = listing([{"get": "getters", "set": "setters"}[kind] for kind in ("get", "set") if kind in both])
    if len(kinds) == 2 and len(both) == 2 and len({name[3:] for name in kinds}) == 1:
        words = "a getter and a setter"
    return [
        member for member in made.members if member.name not in kinds
    ], f"{words} for its field{'s' if len(made.fields) > 1 else ''}"


_FIELD_NOUNS = {"enum": "variant", "class": "attribute", "record": "component"}


def _kinship(made: Definition) -> list[str]:
    """What a class extends and implements, as verb phrases."""
    if made.kind == "implementation":
        return []
    told = [f"extends {listing(list(map(type_name, made.parents)))}"] if made.parents else []
    return [*told, f"implements {listing(list(map(type_name, made.follows)))}"] if made.follows else told


def class_says(made: Definition, subject: str) -> list[Say]:
    """What a class, struct or module is and holds; each of its functions gets a sentence that may be dropped."""
    says = []
    if states(made.note):
        says.append(say(f"{subject} {made.note}", rank=2))
        subject = "it"
    elif made.note:
        said = made.note[:1].upper() + made.note[1:]
        lead = "in its author's words" if subject == "it" else f"in its author's words, of {subject}"
        says.append(say(f"{lead}: {said}", rank=2))
    is_a = list(made.marks)
    extends = _kinship(made)
    if is_a or extends:
        says.append(say(f"{subject} {listing([*is_a, *extends])}", rank=1))
        subject = "it"
    if made.gives:
        says.append(say(f"{subject} is {made.gives}", rank=0))
    if made.fields:
        word = _FIELD_NOUNS.get(made.kind, "field")
        details = [kind for _, kind in made.fields]
        names = codes([name for name, _ in made.fields])
        keep = (made.kind != "class" and all(details[: len(names)])) or made.kind == "enum"
        says.append(
            listed(f"{subject} has", names, details[: len(names)] if keep else (), noun=word, grouped=True)
        )
        subject = "it"
    return says + _method_says(made, subject)


def class_say(made: Definition, subject: str) -> Say:
    """A class among others in one sentence: what it extends, holds and can do."""
    facts = [act(mark) for mark in made.marks]
    if states(made.note):
        facts.append(act(made.note))
    facts += [act(one) for one in _kinship(made)]
    if made.gives:
        facts.append(act(f"is {made.gives}"))
    if made.fields:
        names = codes([name for name, _ in made.fields])
        noun = _FIELD_NOUNS.get(made.kind, "field")
        few = f"has {count(len(names), noun)}"
        kinds = [kind for _, kind in made.fields]
        shown = [f"{name}, {kind}" for name, kind in zip(names, kinds, strict=False)]
        told = f"{few}, {listing(names)}" if len(names) <= 6 else few
        detailed = len(names) <= 3 and all(kinds) and len(shown) == len(names)
        facts.append(act(f"{few}: {listing(shown)}" if detailed else told, told, few))
    noun_ = "function" if made.kind in {"module", "namespace"} else "method"
    members, accessors = _accessors(made)
    names = [*dict.fromkeys(member.spoken for member in members if member.spoken)]
    if made.kind in {"module", "namespace"} and any(not is_function(member) for member in members):
        facts.append(act(f"holds {listing([member.title for member in members][:6])}"))
    elif len(names) == 1 and (steps := function_acts(members[0])):
        word = "the constructor" if members[0].kind == "constructor" else f"the {noun_} {names[0]}"
        inner = [one.plain for one in steps]
        brief = f"has {word}"
        told = f"{brief}, which {listing(inner)}"
        facts.append(
            act(
                told if not any(IT in one for one in inner) and spoken_length(told) < 26 else brief, "", brief
            )
        )
    elif names:
        few = f"has {count(len(names), noun_)}"
        facts.append(act(f"{few}, {listing(names)}" if len(names) <= 6 else few, "", few))
    if accessors:
        facts.append(act(f"has {accessors}"))
    return does_all(facts, subject) if facts else Say((), 2)


def _method_says(made: Definition, subject: str) -> list[Say]:
    members, accessors = _accessors(made)
    if made.kind in {"module", "namespace"} and any(not is_function(member) for member in members):
        return (
            [say(f"{subject} holds {listing([member.title for member in members][:6])}")] if members else []
        )
    methods = [member for member in members if code(member.name)]
    word = "method" if made.kind not in {"module", "namespace"} else "function"
    says = []
    names = list(dict.fromkeys(member.spoken for member in methods))
    routes = _route_says(methods, subject)
    if routes:
        return routes
    if accessors and not methods:
        return [say(f"{subject} has {accessors}")]
    if accessors:
        says.append(say(f"{subject} has {listing([some(names, 5), accessors])}"))
    elif len(methods) > 1:
        says.append(listed(f"{subject} has", names, noun=word))
    told = [member for member in methods if member.steps or member.takes or member.note or member.gives]
    alone = len(methods) == 1 and not accessors
    for member in told:
        of = "its" if subject == "it" else "the"
        whose = "" if subject == "it" else f" of {subject}"
        owned = (
            f"{of} {word} {code(member.name)}{whose}"
            if alone and member.kind != "constructor"
            else member.spoken
        )
        usual = member.name in {"equals", "hashCode", "toString", "__repr__", "__str__", "__eq__", "__hash__"}
        plain_constructor = member.kind == "constructor" and [
            step.plain.split(" ")[0] for step in member.steps
        ] == ["keeps"]
        says += function_says(member, owned, 3 if plain_constructor or usual else 2, 2 if alone else 1)
    if alone and not told:
        says.append(say(f"{subject} has one {word}, {names[0]}"))
    return says


_ROUTE = re.compile(r"^answers (.+?) requests(?: to (.+))?$")


def _route_says(methods: Sequence[Definition], subject: str) -> list[Say]:
    """A controller with at least three routes: which requests go to which of its methods."""
    told = [
        (f"{hit[1]} requests" + (f" to {hit[2]}" if hit[2] else ""), member.spoken)
        for member in methods
        for mark in member.marks
        if (hit := _ROUTE.match(mark))
    ]
    if len(told) < 3:
        return []
    full = "; ".join(f"{requests} go to {name}" for requests, name in told)
    names = listing([name for _, name in told])
    return [
        say(
            f"{subject} answers {count(len(told), 'kind')} of request: {full}",
            f"{subject} answers requests with {names}",
            rank=0,
        )
    ]


def is_function(made: Definition) -> bool:
    return made.node is not None and (made.node.type in FUNCTIONS | LAMBDAS | {"declaration"})
