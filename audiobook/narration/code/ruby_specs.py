"""RSpec: groups, what is set up, and the examples with what they expect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.ruby_acts import steps
from audiobook.narration.code.ruby_nouns import held_pairs, noun
from audiobook.narration.code.ruby_tree import args, bare, block, body, method, options, receiver
from audiobook.narration.code.runs import Step, note_of, steps_says
from audiobook.narration.code.snippet import Snippet, text
from audiobook.narration.code.telling import Telling, idiom, size
from audiobook.narration.code.words import IT, code, comment_text, count, few, listing, plain, some

_GROUPS = frozenset(
    ["describe", "context", "feature", "shared_examples", "shared_context", "shared_examples_for"]
)
_EXAMPLES = frozenset(["it", "test", "specify", "scenario", "example", "its", "fit", "xit"])
_MATCHERS = {
    "eq": "equals {0}", "eql": "equals {0}", "equal": "is the same object as {0}", "be": "is {0}",
    "be_a": "is a {0}", "be_an": "is an {0}", "be_kind_of": "is a {0}", "be_an_instance_of": "is a {0}",
    "include": "includes {all}", "match": "matches {0}", "contain_exactly": "holds exactly {all}",
    "match_array": "holds exactly the items of {0}", "start_with": "starts with {all}",
    "end_with": "ends with {all}",
    "raise_error": "raises {all}", "have_attributes": "has {all}",
    "have_http_status": "has the HTTP status {0}",
    "render_template": "renders the template {0}", "redirect_to": "redirects to {all}",
    "be_truthy": "is truthy",
    "be_falsey": "is falsy", "be_nil": "is nil", "have_content": "shows {0}", "have_text": "shows {0}",
    "have_received": "has received {0}", "receive": "receives {0}", "have_enqueued_job": "enqueues a job",
    "have_been_enqueued": "has been enqueued", "have_been_performed": "has been performed",
    "perform_job": "performs {0}",
    "respond_to": "responds to {all}", "exist": "exists", "be_empty": "is empty", "be_valid": "is valid",
    "have_selector": "has the element {0}", "have_link": "has the link {0}",
    "have_css": "has the element {0}",
    "have_broadcasted_to": "broadcasts to {0}", "route_to": "routes to {all}", "be_routable": "can be routed",
    "be_present": "is present", "be_between": "is between {0} and {1}", "be_within": "is within {0}",
    "cover": "covers {all}", "have_key": "has the key {0}", "have_enqueued_mail": "enqueues the mail {all}",
    "output": "prints {0}", "be_a_new": "is a new {0}", "throw_symbol": "throws {0}",
    "satisfy": "satisfies a test",
    "send_email": "sends a mail", "have_stream_from": "streams from {0}",
    "have_rejected_connection": "rejects the connection",
    "enqueue_job": "enqueues {0}", "change": "changes {all}",
}  # fmt: skip


_LONGEST_LABEL = 4


@dataclass(slots=True)
class Example:
    """An example: its title, the groups it is in, what it does."""

    title: str
    groups: tuple[str, ...]
    nodes: list[Node] = field(default_factory=list)
    note: str = ""
    made: list[str] = field(default_factory=list)


def examples(
    nodes: Sequence[Node], groups: tuple[str, ...] = (), outer_note: str = "", made: Sequence[str] = ()
) -> Iterator[Example]:
    """The examples of a block, also inside `describe` and `context`, each with what its groups set up."""
    note = ""
    for node in nodes:
        if node.type == "comment":
            after = node.next_named_sibling
            beside = after is not None and after.start_point[0] == node.end_point[0] + 1
            note = note_of(comment_text(text(node))) if beside and "/" not in text(node) else ""
        if node.type != "call" or len(groups) > 4:
            continue
        name = method(node)
        above, note = (note if note and len(note.split()) <= _LONGEST_LABEL else "") or outer_note, ""
        about = args(node)
        if name in _GROUPS:
            title = plain(_title(about[0])) if about else ""
            inner = body(block(node))
            yield from examples(inner, (*groups, title), above, [*made, *setups(inner)])
        elif name in _EXAMPLES and (about or block(node) is not None):
            yield Example(
                plain(_title(about[0])) if about else "", groups, body(block(node)), above, list(made)
            )


def _title(node: Node) -> str:
    inner = [part for part in node.named_children if part.type == "string_content"]
    return " ".join(text(part) for part in inner) if inner else bare(node)


def setups(nodes: Sequence[Node]) -> list[str]:
    """What the `let`, `subject` and `before` of one group set up, as verb phrases."""
    told: list[str] = []
    for node in nodes:
        if node.type != "call":
            continue
        name, given, held = method(node), args(node), block(node)
        if name in {"let", "let!", "subject"} and held is not None:
            inner = [part for part in body(held) if part.type != "comment"]
            value = noun(inner[-1], 1) if inner else "a value"
            span = code(bare(given[0])) if given else "the subject"
            given_value = "a value of its own" if value == "a computed value" else value
            if told and told[-1].startswith("lets ") and IT not in told[-1]:
                told[-1] += f", and {span} be {given_value}"
            else:
                told.append(f"lets {span} be {given_value}")
        elif name in {"before", "setup"} and held is not None:
            inner_steps = [s.said for s in spec_steps(body(held))]
            when = "before all of them" if given and bare(given[0]) == "all" else "before each"
            told += [f"{when}, ⟨it⟩ {listing(few(inner_steps, 3))}"] if inner_steps else []
    return told


def spec_steps(nodes: Sequence[Node]) -> list[Step]:
    """The statements of an example; what is expected in the words of its matcher."""
    made: list[Step] = []
    rest: list[Node] = []
    for node in nodes:
        told = expectation(node)
        if not told:
            rest.append(node)
            continue
        made += steps(rest)
        rest = []
        made.append(Step(told))
    made += steps(rest)
    return [Step(re.sub(r"^gives (?=`\w+`$)", "calls ", step.said), step.note) for step in made if step.said]


def expectation(node: Node) -> str:
    """`expect(x).to eq(y)`, `is_expected.to`, `allow(x).to receive(:y)`; empty for anything else."""
    owner = receiver(node) if node.type == "call" else None
    if owner is None or method(node) not in {"to", "not_to", "to_not", "should", "should_not"}:
        return ""
    subject, verb = _subject(owner)
    if not subject:
        return ""
    matchers = args(node)
    if not matchers:
        return ""
    denied = method(node) in {"not_to", "to_not", "should_not"}
    told = _matcher(matchers[0])
    if verb == "lets":
        return f"lets {subject} {'not ' if denied else ''}{_to(told).removeprefix('to ')}"
    return f"{verb} {subject} {'not ' if denied else ''}{_to(told)}"


def _subject(owner: Node) -> tuple[str, str]:
    name, given = method(owner), args(owner)
    if name in {"expect", "allow"} and owner.type == "call":
        verb = "lets" if name == "allow" else "expects"
        if given:
            return noun(given[0], 1), verb
        inner = [part for part in body(block(owner)) if part.type != "comment"]
        acted = [s.said for s in spec_steps(inner)]
        return f"a block that {listing(few(acted, 2))}" if acted else "a block", verb
    if name in {"is_expected"}:
        return "the subject", "expects"
    if name in {"should", "expect"}:
        return "", ""
    return noun(owner, 1), "expects"


_INFINITIVES = (("has ", "have "), ("is ", "be "), ("does ", "do "))


def _to(told: str) -> str:
    """A clause in the third person as an infinitive: "equals 1" as "to equal 1"."""
    for form, plain_form in _INFINITIVES:
        if told.startswith(form):
            return f"to {plain_form}{told[len(form) :]}"
    head, _, rest = told.partition(" ")
    verb = re.sub(r"(?<=[a-z])ies$", "y", head)
    verb = re.sub(r"(?<=ch|sh|ss)es$", "", verb) if verb == head else verb
    verb = verb[:-1] if verb == head and verb.endswith("s") else verb
    return f"to {verb} {rest}".rstrip()


def _matcher(node: Node) -> str:
    """A matcher in the third person: "equals 1", "changes the count of `User` by 1"."""
    calls: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "call":
        calls.insert(0, current)
        current = receiver(current)
    if current is not None and current.type == "identifier":
        return _simple(bare(current), [], [], "") + _modifiers(calls)
    if not calls:
        return _simple(bare(node), [], [], "") if node.type == "identifier" else f"is {noun(node, 1)}"
    base = calls[0]
    given = [noun(arg, 1) for arg in args(base)]
    pairs = held_pairs(options(base).items(), 1)
    return _simple(method(base), given, pairs, _owned(base)) + _modifiers(calls[1:])


def _owned(node: Node) -> str:
    """`change(User, :count)` and `change { x }`: what changes."""
    if method(node) != "change":
        return ""
    given = args(node)
    if len(given) == 2:
        return f"the {noun(given[1], 1)} of {noun(given[0], 1)}"
    inner = body(block(node))
    return noun(inner[0], 1) if inner else (noun(given[0], 1) if given else "")


def _simple(name: str, given: list[str], pairs: list[str], owned: str) -> str:
    if owned:
        return f"changes {owned}"
    every = listing([*given, *pairs])
    template = _MATCHERS.get(name, "")
    if template:
        values = {
            "{all}": every,
            "{0}": given[0] if given else every,
            "{1}": given[1] if len(given) > 1 else "",
        }
        for hole, value in values.items():
            template = template.replace(hole, value)
        return template.strip()
    words = name.replace("_", " ")
    if words.startswith("be "):
        return f"is {words[3:]}" + (f" {every}" if every else "")
    if words.startswith("have "):
        return f"has {words[5:]}" + (f" {every}" if every else "")
    return f"{code(name)}" + (f" with {every}" if every else "")


_LINKS = {
    "by": "by {}", "from": "from {}", "to": "to {}", "with": "with {}", "once": "once", "twice": "twice",
    "of": "of {}",
    "times": "times", "exactly": "exactly {}", "and_return": "and returns {}", "and_raise": "and raises {}",
    "on_queue": "on the queue {}", "at": "at {}", "at_least": "at least {}", "at_most": "at most {}",
    "and_call_original": "and calls the original", "or": "or {}", "and": "and {}",
    "by_at_least": "by at least {}",
}  # fmt: skip


def _modifiers(calls: Sequence[Node]) -> str:
    told = ""
    for call in calls:
        given = [noun(arg, 1) for arg in args(call)] + held_pairs(options(call).items(), 1)
        form = _LINKS.get(method(call), f"{method(call).replace('_', ' ')} {{}}")
        told += f" {form.format(listing(given)).strip()}" if form and (given or "{}" not in form) else ""
    return told


def specs_telling(snippet: Snippet, found: Sequence[Example]) -> Telling:
    """The examples: one in full, more each in a sentence under their group."""
    subject = found[0].groups[0] if found[0].groups else ""
    subject = subject if all(one.groups[:1] == (subject,) for one in found) else ""
    scene = re.match(r"(?:when|with|without|if|as)\b", subject)
    of = (f", {subject}" if scene else f" of {subject}") if subject else ""
    says = [say(f"{count(len(found), 'RSpec example')}{of}, {size(snippet)} of Ruby", rank=0)]
    shared = [said for said in found[0].made if all(said in one.made for one in found)]
    shared += [said for said in setups(list(snippet.tops)) if said not in shared]
    if shared:
        says += steps_says(shared, "it", 2, most=1)
    if len(found) == 1:
        says += steps_says(spec_steps(found[0].nodes), f"the example{_titled(found[0])}", 1, most=3)
        return idiom("RSpec examples", *says)
    for example in found[:4]:
        own = [said for said in example.made if said not in shared]
        inner = [*own, *(step.said for step in spec_steps(example.nodes))]
        lead = f"{_where(example, subject)}the example{_titled(example)}"
        told = steps_says(inner, lead, 1, most=1)
        title = f"{_where(example, subject)}an example, {example.title}" if example.title else ""
        says.append(say(*told[0].forms, title, rank=1) if told else say(f"{lead} is empty", title, rank=2))
    if len(found) > 4:
        says.append(_others(found[4:]))
    return idiom("RSpec examples", *says)


def _titled(example: Example) -> str:
    return f", {example.title.rstrip('.')}," if example.title else ""


def _where(example: Example, subject: str) -> str:
    inner = [group for group in example.groups if group and group != subject]
    label = inner[-1] if inner else ""
    return "".join(f"{part}: " for part in (example.note, label) if part)


def _others(rest: Sequence[Example]) -> Say:
    titles = [example.title for example in rest if example.title]
    return say(f"then {some(titles, 3, 'other example')}", f"then {count(len(rest), 'more example')}", rank=2)


def is_group(node: Node) -> bool:
    """Whether a call is a `describe` or a `context`."""
    return node.type == "call" and method(node) in _GROUPS and block(node) is not None


def empty_groups(snippet: Snippet, tops: Sequence[Node]) -> Telling:
    """Groups that hold no example yet: what they set up."""
    says = [say(f"{count(len(tops), 'RSpec group')}, {size(snippet)} of Ruby", rank=0)]
    for node in tops:
        note = note_of(comment_text(text(node.prev_named_sibling))) if _commented(node) else ""
        title = _title(args(node)[0]) if args(node) else "one"
        lead = f"{f'{note}: ' if note else ''}the group {title}"
        says += steps_says(setups(body(block(node))), lead, 1, most=1) or [say(f"{lead} sets nothing up")]
    return idiom("RSpec groups", *says)


def _commented(node: Node) -> bool:
    above = node.prev_named_sibling
    return above is not None and above.type == "comment"
