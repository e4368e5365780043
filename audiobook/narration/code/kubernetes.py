"""What `kubectl` and `helm` commands do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audiobook.narration.code.addresses import place_of
from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.docker_words import inside
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import IT, clause, code, codes, listing, plural, some

FLAGS = frozenset(
    [
        "--watch",
        "--all-namespaces",
        "--all",
        "--force",
        "--follow",
        "--now",
        "--record",
        "--previous",
        "--show-labels",
        "--no-headers",
        "--recursive",
        "--stdin",
        "--tty",
        "--overwrite",
        "--help",
        "--client",
        "--short",
        "--create-namespace",
        "--install",
        "--rm",
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--wait",
        "--ignore-not-found",
        "--raw",
        "--embed-certs",
        "--minify",
        "--flatten",
        "--local",
        "--list",
        "--current",
        "--prune",
        "--server-side",
        "--export",
        "--atomic",
        "--debug",
        "--dry-run",
        "--generate-name",
        "--devel",
        "--reuse-values",
        "--sort",
        "--watch-only",
        "--quiet",
        "--privileged",
    ]
)
_SHORT_NAMES = {
    "po": "pod", "svc": "service", "deploy": "deployment", "ns": "namespace", "no": "node",
    "cm": "configmap", "pvc": "persistentvolumeclaim", "pv": "persistentvolume", "sts": "statefulset",
    "ds": "daemonset", "rs": "replicaset", "ing": "ingress", "sa": "serviceaccount",
    "crd": "customresourcedefinition", "hpa": "horizontalpodautoscaler", "cj": "cronjob", "ep": "endpoint",
    "ev": "event", "rc": "replicationcontroller", "sc": "storageclass", "netpol": "networkpolicy",
    "csr": "certificatesigningrequest", "quota": "resourcequota", "cs": "componentstatus",
    "pdb": "poddisruptionbudget",
}  # fmt: skip
_PARTS = (
    "persistent volume claim", "persistent volume", "config map", "stateful set", "daemon set",
    "replica set", "service account", "custom resource definition", "horizontal pod autoscaler", "cron job",
    "replication controller", "storage class", "network policy", "certificate signing request",
    "resource quota", "cluster role binding", "cluster role", "role binding", "ingress class",
    "pod disruption budget", "limit range", "priority class", "pod security policy", "component status",
)  # fmt: skip
_BY_JOINED = {words.replace(" ", ""): words for words in _PARTS}


def kind_words(kind: str) -> str:
    """A kind of object as it is said: `pvc` and `PersistentVolumeClaim` are "persistent volume claim"."""
    name = kind.lower().partition(".")[0]
    name = _SHORT_NAMES.get(name, name)
    for candidate in (name, name[:-1], name[:-2], re.sub("ies$", "y", name)):
        if candidate in _BY_JOINED:
            return _BY_JOINED[candidate]
    if name.endswith("s") and not name.endswith(("ss", "us")):
        name = re.sub("ies$", "y", name) if name.endswith("ies") else name[:-1]
    return name if re.fullmatch(r"[a-z]+", name) else ""


def _object(args: Sequence[str]) -> str:
    """What the arguments name: "the pod `web`", "the pods `a` and `b`", "the pods", "`deployment/web`"."""
    if not args:
        return ""
    kind, *names = args
    if "/" in kind:
        told = [
            f"the {kind_words(one.partition('/')[0]) or 'object'} {code(one.partition('/')[2])}"
            for one in args
            if "/" in one
        ]
        return listing(told)
    if "," in kind:
        return f"the {listing([plural(kind_words(one) or 'object') for one in kind.split(',')])}"
    spoken = kind_words(kind)
    many = plural(spoken) if spoken else f"objects of kind {code(kind)}"
    if not codes(names):
        return f"the {many}"
    return (
        f"the {spoken or code(kind)} {code(names[0])}"
        if len(names) == 1
        else f"the {many} {some(codes(names), 3)}"
    )


def limits(line: Line) -> str:
    """The namespace and the label that a command is limited to."""
    space, label = line.get("-n", "--namespace"), line.get("-l", "--selector")
    said = ", in all namespaces" if line.has("-A", "--all-namespaces") else ""
    said += f", in the namespace {code(space)}" if code(space) else ""
    return said + (f", with the label {code(label)}" if code(label) else "")


_GIVEN = {"wide": ", with more columns", "yaml": ", as YAML", "json": ", as JSON", "name": ", by name"}


def kubectl(words: Words) -> str:
    """A `kubectl` command as a verb phrase."""
    inner = list(words[words.index("--") + 1 :]) if "--" in words else []
    head = list(words[: words.index("--")]) if inner else list(words)
    verb = next(
        (word for at, word in enumerate(head[1:], 1) if not word.startswith("-") and not _is_value(head, at)),
        "",
    )
    short = {"logs": "cnl", "patch": "pnf", "exec": "cn"}.get(verb, "fnlocp")
    line = Line(head, FLAGS, short)
    args = line.args[1:]
    file = line.get("-f", "--filename", "-k", "--kustomize")
    told = _VERBS.get(verb)
    said = told(Given(args, line, file, inner)) if told else _plainly(verb, args)
    return said + limits(line) if said else runs("kubectl", words[1:])


def _is_value(words: Sequence[str], at: int) -> bool:
    return words[at - 1] in {
        "-n",
        "--namespace",
        "--context",
        "--kubeconfig",
        "-s",
        "--server",
        "--user",
        "--cluster",
    }


@dataclass(frozen=True, slots=True)
class Given:
    """What stands after the verb: the arguments, the options, the file, and the command to run inside."""

    args: Sequence[str]
    line: Line
    file: str
    inner: Sequence[str]


_Tell = Callable[[Given], str]


def _files(file: str) -> str:
    return "what it is given" if file == "-" else place_of(file) or "a file"


def _apply(given: Given) -> str:
    return f"applies {_files(given.file)} to the cluster" if given.file else ""


def _create(given: Given) -> str:
    if given.file:
        return (
            f"creates what is described in {_files(given.file)}"
            if given.file != "-"
            else "creates what it is given"
        )
    rest = [
        arg
        for arg in given.args
        if arg not in {"generic", "docker-registry", "tls", "clusterip", "nodeport", "loadbalancer"}
    ]
    said = f"creates {_object(rest)}" if len(rest) > 1 else ""
    values = [value.partition("=")[0] for value in given.line.all("--from-literal", "--from-file")]
    said += f", with {some(codes(values), 3)}" if said and codes(values) else ""
    said += (
        f", from the image {code(given.line.get('--image'))}" if said and given.line.get("--image") else ""
    )
    return said + (
        f", with {given.line.get('--replicas')} replicas" if said and given.line.get("--replicas") else ""
    )


def _get(given: Given) -> str:
    if not given.args:
        return f"gets what is described in {_files(given.file)}" if given.file else ""
    one = "/" in given.args[0] or len(given.args) > 1
    said = f"{'gets' if one else 'lists'} {_object(given.args)}"
    form = given.line.get("-o", "--output")
    said += _GIVEN.get(
        form, ", as a template picks it" if form.startswith(("jsonpath", "go-template", "custom")) else ""
    )
    return said + (", and watches for changes" if given.line.has("-w", "--watch") else "")


def _logs(given: Given) -> str:
    of = (
        _object(given.args)
        if given.args and "/" in given.args[0]
        else f"the pod {code(given.args[0])}"
        if given.args
        else "the pods"
    )
    box = given.line.get("-c", "--container") or (given.args[1] if len(given.args) > 1 else "")
    said = f"shows the logs of {of}" + (f", container {code(box)}" if code(box) else "")
    said += ", of the run before" if given.line.has("-p", "--previous") else ""
    return said + (", and follows them" if given.line.has("-f", "--follow") else "")


def _exec(given: Given) -> str:

    what = given.inner or given.args[1:]
    pod = (
        _object(given.args[:1])
        if given.args and "/" in given.args[0]
        else f"the pod {code(given.args[0])}"
        if given.args and code(given.args[0])
        else "a pod"
    )
    said = inside(what) if what else "runs a command"
    return f"inside {pod}, {clause(IT, said)}"


def _scale(given: Given) -> str:
    size = given.line.get("--replicas")
    return (
        f"scales {_object(given.args) or _files(given.file)} to {size} {'replica' if size == '1' else 'replicas'}"
        if size
        else ""
    )


def _rollout(given: Given) -> str:
    verbs = {
        "status": "follows the rollout of", "undo": "undoes the last rollout of", "restart": "restarts",
        "history": "shows the rollouts of", "pause": "pauses the rollout of",
        "resume": "resumes the rollout of",
    }  # fmt: skip
    return (
        f"{verbs[given.args[0]]} {_object(given.args[1:])}"
        if given.args and given.args[0] in verbs and len(given.args) > 1
        else ""
    )


def _expose(given: Given) -> str:
    port, target, kind = given.line.get("--port"), given.line.get("--target-port"), given.line.get("--type")
    said = f"exposes {_object(given.args)}" + (f" on port {port}" if port else "")
    said += f", which leads to port {target}" if target else ""
    return said + (f", as a service of type {code(kind)}" if kind else "")


def _forward(given: Given) -> str:
    what = (
        _object(given.args[:1])
        if given.args and "/" in given.args[0]
        else f"the pod {code(given.args[0])}"
        if given.args
        else ""
    )
    if len(given.args) < 2:
        return ""
    outer, _, far = given.args[1].partition(":")
    return f"forwards the local port {outer or far} to port {far or outer} of {what}"


def _config(given: Given) -> str:
    verb, *names = given.args or [""]
    name = code(names[0]) if names else ""
    told = {
        "use-context": f"switches to the context {name}", "current-context": "shows the current context",
        "get-contexts": "lists the contexts", "view": "shows the configuration of kubectl",
        "set-cluster": f"writes the cluster {name} into the configuration",
        "delete-context": f"deletes the context {name}",
        "set-credentials": f"writes the user {name} into the configuration",
        "get-clusters": "lists the clusters",
        "set-context": f"writes the context {name} into the configuration" if name else "changes the current context",
    }  # fmt: skip
    return told.get(verb, "")


def _label(given: Given) -> str:
    at = next((at for at, arg in enumerate(given.args) if "=" in arg or arg.endswith("-")), len(given.args))
    what, labels = _object(given.args[:at]), given.args[at:]
    if not labels or not what:
        return ""
    gone = [code(one[:-1]) for one in labels if one.endswith("-")]
    noun = given.line.args[0]
    if gone:
        return f"takes the {noun} {listing(gone)} off {what}"
    return f"gives {what} the {noun} {listing(codes(labels))}"


def _run(given: Given) -> str:
    name = code(given.args[0]) if given.args else ""
    said = f"starts the pod {name}" + (
        f" from the image {code(given.line.get('--image'))}" if given.line.get("--image") else ""
    )

    what = inside(given.inner) if given.inner else ""
    return (
        said
        + (f", and in it, {what}" if what else "")
        + (", and removes it afterwards" if given.line.has("--rm") else "")
    )


def _on(verb: str) -> _Tell:
    """A verb on what is named, or on what a file describes."""

    def tell(given: Given) -> str:
        if given.file:
            return (
                f"{verb} what is described in {_files(given.file)}"
                if given.file != "-"
                else f"{verb} what it is given"
            )
        return (
            f"{verb} {'all ' if given.line.has('--all') else ''}{_object(given.args)}".replace(
                "all the", "all"
            )
            if given.args
            else ""
        )

    return tell


def _on_node(verb: str) -> _Tell:
    return lambda given: f"{verb} the node {code(given.args[0])}" if given.args else ""


def _plainly(verb: str, args: Sequence[str]) -> str:
    return {
        "cluster-info": "shows information on the cluster", "version": "shows the version of Kubernetes",
        "api-resources": "lists the kinds of objects",
        "api-versions": "lists the versions of the interface",
        "explain": f"explains {code(args[0]) if args else 'a field'}",
        "proxy": "opens a proxy to the cluster", "auth": "asks what it may do",
        "kustomize": "prints what the overlay gives", "completion": "prints completions for the shell",
    }.get(verb, "")  # fmt: skip


def _top(given: Given) -> str:
    what = _object(given.args)
    return f"shows how much {what} {'use' if what.endswith('s') else 'uses'}" if what else ""


def _taint(given: Given) -> str:
    return f"taints {_object(given.args[:2])}"


def _copy(given: Given) -> str:
    return f"copies {' to '.join(codes(given.args[:2]))}"


def _set(given: Given) -> str:
    if len(given.args) < 3:
        return ""
    return (
        f"sets the {given.args[0]} of {_object(given.args[1:2])} to {code(given.args[2].partition('=')[2])}"
    )


_VERBS: dict[str, _Tell] = {
    "apply": _apply, "create": _create, "get": _get, "logs": _logs, "exec": _exec, "scale": _scale,
    "rollout": _rollout, "expose": _expose, "port-forward": _forward, "config": _config, "label": _label,
    "annotate": _label, "run": _run, "delete": _on("deletes"), "describe": _on("describes"),
    "edit": _on("opens an editor on"), "patch": _on("patches"), "replace": _on("replaces"),
    "wait": _on("waits for"), "attach": _on("attaches to"), "autoscale": _on("autoscales"),
    "diff": _on("compares with the cluster"), "top": _top, "cordon": _on_node("closes to new pods"),
    "uncordon": _on_node("opens to new pods"), "drain": _on_node("moves all pods off"), "taint": _taint,
    "cp": _copy, "set": _set,
}  # fmt: skip


PROGRAMS: dict[str, Callable[[Words], str]] = {"kubectl": kubectl, "k": kubectl, "oc": kubectl}
