"""Files that say what runs where: Docker Compose files and Kubernetes manifests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.docker_words import image, port_words
from audiobook.narration.code.kubernetes import kind_words
from audiobook.narration.code.scalars import scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import article, code, codes, count, listing, some

_FEW = 3


# -- Docker Compose -------------------------------------------------------------------------------------------


def is_service(value: object) -> bool:
    """Whether a mapping reads like a service of a compose file."""
    return isinstance(value, Mapping) and bool({"image", "build"} & set(value)) and "uses" not in value


def compose(doc: Doc) -> list[Say]:
    """A compose file: each service with its image, ports, settings and what it waits for."""
    services = as_map(doc.get("services")) or {key: held for key, held in doc.items() if is_service(held)}
    names = codes(list(services))
    what = "a Docker Compose file" if "services" in doc else "part of a Docker Compose file"
    says = [say(f"{what} with {count(len(services), 'service')}: {some(names, 5)}", rank=0)]
    for name, service in list(services.items())[:4]:
        facts = service_facts(as_map(service))
        if facts:
            brief = [fact for fact in facts if fact.startswith(("runs", "is built", "depends"))] or facts[:1]
            short = [
                f"sets {count(_settings(as_map(service)), 'variable')}" if fact.startswith("sets ") else fact
                for fact in facts
            ]
            forms = (listing(facts), listing(short), listing(brief), facts[0])
            says.append(say(*(f"{code(name)} {form}" for form in forms), rank=1))
    return says


def _settings(held: Doc) -> int:
    return len(as_map(held.get("environment")) or as_texts(held.get("environment")))


def service_facts(held: Doc) -> list[str]:
    """What a service of a compose file is and has, as verb phrases."""
    facts = []
    if "build" in held:
        build = held["build"]
        folder = build if isinstance(build, str) else as_map(build).get("context")
        where = (
            f"from {code(folder)}"
            if isinstance(folder, str) and code(folder.strip("./"))
            else "from the current folder"
        )
        facts.append(f"is built {where}")
    elif isinstance(held.get("image"), str):
        facts.append(f"runs the image {image(str(held['image']))}")
    if command := held.get("command"):
        whole = code(" ".join(as_texts(command)))
        facts.append(
            f"starts with {whole}" if whole and len(whole) < 50 else "starts with a command of its own"
        )
    if ports := as_texts(held.get("ports")):
        told = [port_words(port) for port in ports[:2]]
        facts.append(f"publishes {'port' if len(told) == 1 else 'ports'} {listing(told)}")
    env = as_map(held.get("environment")) or [one.split("=")[0] for one in as_texts(held.get("environment"))]
    if env:
        facts.append(f"sets {some(codes(list(env)), _FEW)}")
    if isinstance(held.get("env_file"), str):
        facts.append(f"takes its settings from {code(str(held['env_file']))}")
    if volumes := as_texts(held.get("volumes")):
        facts.append(_volumes(volumes))
    if "healthcheck" in held:
        facts.append("has a health check")
    if replicas := as_map(held.get("deploy")).get("replicas"):
        facts.append(f"runs {scalar_words(replicas)} times")
    if needs := as_texts(held.get("depends_on")) or list(as_map(held.get("depends_on"))):
        facts.append(f"depends on {listing(codes(needs))}")
    return facts


def _volumes(volumes: list[str]) -> str:
    if len(volumes) > 1:
        return f"mounts {count(len(volumes), 'volume')}"
    source, _, target = volumes[0].partition(":")
    target = target.partition(":")[0]
    what = (
        "the current folder"
        if source in {".", "./"}
        else f"{'the folder' if source[:1] in './~' else 'the volume'} {code(source)}"
    )
    return f"mounts {what} at {code(target)}" if code(target) else f"mounts the volume {code(source)}"


# -- Kubernetes -----------------------------------------------------------------------------------------------


def manifest_title(doc: Doc) -> str:
    """`a Kubernetes deployment named X`."""
    kind, meta = str(doc.get("kind")), as_map(doc.get("metadata"))
    spoken = (
        kind_words(kind)
        if "k8s.io" in str(doc.get("apiVersion"))
        or "/" not in str(doc.get("apiVersion"))
        or (
            str(doc.get("apiVersion")).partition("/")[0]
            in {"apps", "batch", "autoscaling", "policy", "extensions"}
        )
        else ""
    )
    name = code(str(meta["name"])) if isinstance(meta.get("name"), str) else ""
    if not name and isinstance(meta.get("generateName"), str):
        return f"a Kubernetes {spoken or code(kind)} with a generated name"
    return f"a Kubernetes {spoken or code(kind)}" + (f" named {name}" if name else "")


def manifest(doc: Doc) -> list[Say]:
    """A manifest: its kind and name, and what matters for that kind."""
    facts = manifest_facts(doc)
    says = [say(manifest_title(doc), rank=0)]
    space = as_map(doc.get("metadata")).get("namespace")
    if isinstance(space, str):
        facts.append(f"is in the namespace {code(space)}")
    if facts:
        says.append(say(f"it {listing(facts)}", f"it {listing(facts[:3])}", f"it {facts[0]}", rank=0))
    return says


def manifests(docs: list[Doc]) -> list[Say]:
    """Several manifests in one file: how many, and each in a sentence."""
    says = [say(f"{count(len(docs), 'Kubernetes manifest')}", rank=0)]
    for doc in docs[:4]:
        title = manifest_title(doc).replace("a Kubernetes ", "", 1)
        facts = manifest_facts(doc)
        lead = article(title)
        says.append(
            say(
                f"{lead}, which {listing(facts)}" if facts else lead,
                f"{lead}, which {facts[0]}" if facts else lead,
                lead,
                rank=1,
            )
        )
    if len(docs) > len(says) - 1:
        says[-1] = says[-1].followed_by(f"; and {count(len(docs) - 4, 'more manifest')}")
    return says


def manifest_facts(doc: Doc) -> list[str]:
    """What a manifest asks for, as verb phrases, by its kind; the keys of its specification for a kind not known."""
    kind, spec = str(doc.get("kind")), as_map(doc.get("spec"))
    told = _KINDS.get(kind)
    facts = (told(doc) if told else []) or _workload(spec)
    if facts:
        return facts
    held = spec or {key: value for key, value in doc.items() if key not in {"apiVersion", "kind", "metadata"}}
    plain = [
        f"sets {code(key)} to {scalar_words(value)}"
        for key, value in held.items()
        if not isinstance(value, Mapping | list) and code(key)
    ][:_FEW]
    rest = [key for key, value in held.items() if isinstance(value, Mapping | list)]
    return [*plain, *([f"gives {some(codes(rest), _FEW)}"] if codes(rest) else [])]


def _workload(spec: Doc) -> list[str]:
    """A pod, or what makes pods: how many, which images, which ports and volumes."""
    facts = []
    if isinstance(spec.get("schedule"), str):
        facts.append(f"runs on the schedule {code(str(spec['schedule']))}")
    if "replicas" in spec:
        size = scalar_words(spec["replicas"])
        facts.append(f"asks for {size} {'replica' if size == '1' else 'replicas'}")
    job = as_map(as_map(spec.get("jobTemplate")).get("spec"))
    template = as_map(as_map((job or spec).get("template")).get("spec")) or spec
    containers = [as_map(one) for one in as_items(template.get("containers")) if as_map(one)]
    for held in [as_map(one) for one in as_items(template.get("initContainers"))][:1]:
        facts.append(f"first runs {image(str(held.get('image', '')))}, to prepare")
    for held in containers[:2]:
        facts.append(_container(held))
    if len(containers) > 2:
        facts.append(f"runs {count(len(containers) - 2, 'more container')}")
    volumes = [str(as_map(one).get("name", "")) for one in as_items(template.get("volumes"))]
    if codes(volumes):
        facts.append(f"has the {'volume' if len(volumes) == 1 else 'volumes'} {some(codes(volumes), _FEW)}")
    claims = [as_map(one) for one in as_items(spec.get("volumeClaimTemplates"))]
    if claims:
        facts.append("claims a volume for each pod")
    return [fact for fact in facts if fact]


def _container(held: Doc) -> str:
    name, picture = code(str(held.get("name", ""))), image(str(held.get("image", "")))
    if not picture:
        return f"runs the container {name}" if name else ""
    said = f"runs the image {picture}" + (f" as {name}" if name and name != picture else "")
    ports = [
        scalar_words(as_map(one).get("containerPort")) for one in as_items(held.get("ports")) if as_map(one)
    ]
    said += f" on {'port' if len(ports) == 1 else 'ports'} {listing(ports[:2])}" if ports else ""
    env = [str(as_map(one).get("name", "")) for one in as_items(held.get("env")) if as_map(one)]
    return said + (f" with {some(codes(env), 2)} set" if codes(env) else "")


def _service(doc: Doc) -> list[str]:
    spec = as_map(doc.get("spec"))
    facts = [f"is of type {scalar_words(spec['type'])}"] if "type" in spec else []
    for port in [as_map(one) for one in as_items(spec.get("ports"))][:2]:
        target = port.get("targetPort")
        leads = (
            f", which leads to port {scalar_words(target)}"
            if target is not None and target != port.get("port")
            else ""
        )
        facts.append(f"serves port {scalar_words(port.get('port'))}{leads}")
    selector = as_map(spec.get("selector"))
    if selector:
        facts.append(
            "finds its pods by "
            + listing([f"{code(key)} {scalar_words(value)}" for key, value in list(selector.items())[:2]])
        )
    return facts


def _data(doc: Doc) -> list[str]:
    """Config maps and secrets: the keys they hold."""
    held = {**as_map(doc.get("data")), **as_map(doc.get("stringData"))}
    if not held:
        return []
    if len(held) <= _FEW and str(doc.get("kind")) == "ConfigMap":
        return [f"sets {listing([f'{code(key)} to {scalar_words(value)}' for key, value in held.items()])}"]
    return [f"holds {some(codes(list(held)), 4)}"]


def _ingress(doc: Doc) -> list[str]:
    spec = as_map(doc.get("spec"))
    facts = []
    for rule in [as_map(one) for one in as_items(spec.get("rules"))][:2]:
        for path in [as_map(one) for one in as_items(as_map(rule.get("http")).get("paths"))][:2]:
            backend = as_map(path.get("backend"))
            name = as_map(backend.get("service")).get("name") or backend.get("serviceName")
            where = code(str(rule.get("host", ""))) if "host" in rule else "any host"
            at = f" under {code(str(path.get('path')))}" if code(str(path.get("path") or "")) else ""
            facts.append(f"sends {where}{at} to the service {code(str(name))}")
    return facts


def _claim(doc: Doc) -> list[str]:
    spec = as_map(doc.get("spec"))
    size = as_map(as_map(spec.get("resources")).get("requests")).get("storage") or as_map(
        spec.get("capacity")
    ).get("storage")
    facts = [f"{'asks for' if 'resources' in spec else 'has'} {code(str(size))} of storage"] if size else []
    modes = [str(one) for one in as_items(spec.get("accessModes"))]
    if modes:
        facts.append(f"has the access mode {listing(codes(modes))}")
    if isinstance(spec.get("storageClassName"), str) and code(str(spec["storageClassName"])):
        facts.append(f"is of the storage class {code(str(spec['storageClassName']))}")
    return facts


def _role(doc: Doc) -> list[str]:
    facts = []
    for rule in [as_map(one) for one in as_items(doc.get("rules"))][:_FEW]:
        verbs, resources = as_texts(rule.get("verbs")), as_texts(rule.get("resources"))
        told = "do everything with" if "*" in verbs else listing(verbs[:4])
        facts.append(f"allows to {told} {listing(codes(resources)[:_FEW]) or 'everything'}")
    return facts


def _binding(doc: Doc) -> list[str]:
    role = as_map(doc.get("roleRef")).get("name")
    subjects = [as_map(one) for one in as_items(doc.get("subjects"))]
    told = [
        f"the {kind_words(str(one.get('kind'))) or 'subject'} {code(str(one.get('name')))}"
        for one in subjects[:2]
    ]
    return [f"gives the role {code(str(role))} to {listing(told)}"] if role and told else []


def _scaler(doc: Doc) -> list[str]:
    spec = as_map(doc.get("spec"))
    target = as_map(spec.get("scaleTargetRef")).get("name")
    return (
        [
            f"scales {code(str(target))} between {scalar_words(spec.get('minReplicas'))} and "
            f"{scalar_words(spec.get('maxReplicas'))} replicas"
        ]
        if target
        else []
    )


def _nothing(_: Doc) -> list[str]:
    return []


_KINDS: dict[str, Callable[[Doc], list[str]]] = {
    "Service": _service, "ConfigMap": _data, "Secret": _data, "Ingress": _ingress,
    "PersistentVolumeClaim": _claim, "PersistentVolume": _claim, "Role": _role, "ClusterRole": _role,
    "RoleBinding": _binding, "ClusterRoleBinding": _binding, "HorizontalPodAutoscaler": _scaler,
    "Namespace": _nothing,
}  # fmt: skip
