"""Files that say what to do step by step: GitHub Actions, GitLab CI, Ansible."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.steps import upto
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import IT, code, codes, count, listing, plain, some, spoken_length

_FEW = 4
_LONG_VALUE = 8


# -- GitHub Actions -------------------------------------------------------------------------------------------


def is_steps(value: Value) -> bool:
    """Whether a list is one of workflow steps."""
    items = as_items(value) if isinstance(value, list | tuple) else []
    return (
        bool(items)
        and all(isinstance(one, Mapping) and ("uses" in one or "run" in one) for one in items)
        and any("/" in str(as_map(one).get("uses", "")) or "run" in as_map(one) for one in items)
    )


def step_words(step: Doc) -> str:
    """A step as a verb phrase: "uses `actions/checkout`, with `path` `main`", "runs `mix test`"."""
    if isinstance(step.get("uses"), str):
        name, _, version = str(step["uses"]).partition("@")
        said = f"uses {code(name)}" + (f" {code(version)}" if re.fullmatch(r"v?\d[\d.]*", version) else "")
        given = [_given(key, value) for key, value in as_map(step.get("with")).items() if code(key)]
        return said + (f", with {some(given, _FEW)}" if given else "")
    script = str(step.get("run", ""))
    return _script(script)


def _given(key: str, value: Value) -> str:
    if isinstance(value, str) and ("${{" in value or "\n" in value):
        return code(key)
    told = scalar_words(value) if not isinstance(value, Mapping | list) else ""
    return (
        f"{code(key)} {told}"
        if told and spoken_length(told) <= _LONG_VALUE and told != "a longer text"
        else code(key)
    )


def _script(script: str) -> str:
    """A shell script of a step: what its one or two commands do, else how many lines it has."""
    from audiobook.narration.code.shell import acts_of_text

    lines = [line for line in script.split("\n") if line.strip()]
    acts = acts_of_text(script) if 0 < len(lines) <= 3 else []
    if acts and len(acts) <= 2 and IT not in "".join(acts):
        return listing(acts)
    if len(lines) == 1 and code(lines[0]) and len(lines[0]) < 40:
        return f"runs {code(lines[0])}"
    return f"runs {count(len(lines), 'line')} of shell" if lines else "runs nothing"


def _titled(step: Doc) -> str:
    """A step under its name, where it has one."""
    name = step.get("name")
    said = step_words(step)
    return (
        f"{plain(str(name)).rstrip('.,:;')}, which {said}"
        if isinstance(name, str) and plain(str(name))
        else said
    )


def steps_say(steps: list[Doc], lead: str, rank: int = 0) -> list[Say]:
    """Workflow steps: each with what it uses or runs, then their names, then their number."""
    total = f"{lead} {count(len(steps), 'step')}"
    full = [_titled(step) for step in steps]
    brief = [upto(_titled(step), ", with ") for step in steps]
    names = [
        plain(str(step["name"])).rstrip(".,:;")
        if isinstance(step.get("name"), str)
        else upto(step_words(step), ", with ")
        for step in steps
    ]
    joined = "; ".join
    return [
        say(
            f"{total}: {joined(full)}",
            f"{total}: {joined(brief)}",
            f"{total}: {joined(names)}",
            f"{total}: {joined(names[:4])}; and {count(len(names) - 4, 'other')}" if len(names) > 5 else "",
            total,
            rank=rank,
        )
    ]


def workflow(doc: Doc) -> list[Say]:
    """A workflow: when it runs, and the steps of its jobs."""
    on = doc.get("on", doc.get("True", doc.get("true")))
    jobs = as_map(doc.get("jobs"))
    title = plain(str(doc["name"])).rstrip(".,") if isinstance(doc.get("name"), str) else ""
    when = _events(on)
    name = f" called {title}" if title else ""
    what = "a GitHub Actions workflow" if title or when else "part of a GitHub Actions workflow"
    says = [say(f"{what}{name}" + (f" that runs {when}" if when else ""), rank=0)]
    for job, held in list(jobs.items())[:3]:
        steps = [as_map(step) for step in as_items(as_map(held).get("steps"))]
        runner = as_map(held).get("runs-on")
        place = f" on {code(str(runner))}" if isinstance(runner, str) and "$" not in runner else ""
        needs = as_texts(as_map(held).get("needs"))
        after = f", after {listing(codes(needs))}" if needs else ""
        grid = (
            ", once for each "
            + listing(codes(list(as_map(as_map(as_map(held).get("strategy")).get("matrix")))))
            if as_map(as_map(held).get("strategy")).get("matrix")
            else ""
        )
        lead = f"the job {code(job)} runs{place}{after}{grid}"
        says += steps_say(steps, f"{lead}, in", 1) if steps else [say(lead, rank=1)]
    if len(jobs) > 3:
        says[-1] = says[-1].followed_by(f"; and {count(len(jobs) - 3, 'more job')}")
    return says


def _events(on: Value) -> str:
    """When a workflow runs: "on a push to `main` and on every pull request"."""
    events = as_map(on) or {str(one): None for one in as_texts(on)}
    told = []
    for event, held in events.items():
        spoken = {
            "push": "on a push",
            "pull_request": "on a pull request",
            "workflow_dispatch": "by hand",
            "schedule": "on a schedule",
            "release": "on a release",
            "workflow_call": "when another calls it",
        }.get(event, f"on {code(event)}")
        branches = as_texts(as_map(held).get("branches"))
        told.append(spoken + (f" to {listing(codes(branches), 'or')}" if branches else ""))
    return listing(told)


def steps_document(value: Value) -> list[Say] | None:
    """A list of steps, or a mapping with one, on its own; None for any other document."""
    steps = value if isinstance(value, list) else as_map(value).get("steps")
    if not is_steps(steps):
        return None
    others = [key for key in as_map(value) if key != "steps"]
    says = steps_say([as_map(step) for step in as_items(steps)], "part of a GitHub Actions workflow, with")
    return [*says, say(f"it also gives {some(codes(others), 4)}", rank=2)] if codes(others) else says


# -- GitLab CI ------------------------------------------------------------------------------------------------


def is_gitlab(doc: Doc) -> bool:
    return any(isinstance(held, Mapping) and "script" in held and "run" not in held for held in doc.values())


def gitlab(doc: Doc) -> list[Say]:
    """`.gitlab-ci.yml`: its stages and jobs."""
    jobs = {
        name: as_map(held) for name, held in doc.items() if isinstance(held, Mapping) and "script" in held
    }
    stages = as_texts(doc.get("stages"))
    lead = f"a GitLab pipeline with {count(len(jobs), 'job')}" + (
        f", in the stages {listing(codes(stages))}" if stages else ""
    )
    says = [say(lead, rank=0)]
    for name, held in list(jobs.items())[:3]:
        told = _script("\n".join(as_texts(held.get("script"))))
        stage = f", in the stage {code(str(held['stage']))}," if isinstance(held.get("stage"), str) else ""
        says.append(say(f"the job {code(name)}{stage} {told}", f"the job {code(name)} {told}", rank=1))
    return says


# -- Ansible --------------------------------------------------------------------------------------------------


def is_playbook(value: Value) -> bool:
    items = as_items(value) if isinstance(value, list | tuple) else []
    return bool(items) and all(isinstance(one, Mapping) and "hosts" in one for one in items)


def playbook(value: Value) -> list[Say]:
    """An Ansible playbook: for each play its hosts and its tasks by name."""
    plays = [as_map(one) for one in as_items(value)]
    says = [say(f"an Ansible playbook with {count(len(plays), 'play')}", rank=0)]
    for play in plays[:3]:
        tasks = [as_map(one) for one in as_items(play.get("tasks"))]
        names = [
            plain(str(one["name"])).rstrip(".") if isinstance(one.get("name"), str) else _module(one)
            for one in tasks
        ]
        where = f"on the hosts {code(str(play.get('hosts')))}"
        roles = as_texts(play.get("roles"))
        told = (
            f"it does {count(len(tasks), 'task')}: {'; '.join(name for name in names if name)}"
            if tasks
            else ""
        )
        told = told or (f"it takes the roles {some(codes(roles), 4)}" if roles else "it does nothing yet")
        says.append(
            say(f"{where}, {told}", f"{where}, it does {count(len(tasks), 'task')}" if tasks else "", rank=1)
        )
    return says


def _module(task: Doc) -> str:
    module = next(
        (
            key
            for key in task
            if key not in {"name", "become", "when", "register", "notify", "tags", "loop", "vars"}
        ),
        "",
    )
    return f"runs {code(module)}" if code(module) else "a task"
