#!/usr/bin/env python3
"""Renders every base and overlay and holds what comes out against the rules.

usage: check_k8s.py K8S_DIRECTORY
"""

import pathlib
import re
import subprocess
import sys

import yaml

from k8s_fields import unknown_fields
from public_methods import check_reached

WORKLOADS = ("StatefulSet", "Deployment")
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def containers_of(manifest):
    pod = manifest["spec"]["template"]["spec"]
    return pod.get("containers", []) + pod.get("initContainers", [])


def check_pod(pod):
    security = pod.get("securityContext", {})
    if security.get("runAsNonRoot") is not True:
        yield "runs as root: runAsNonRoot is not true"
    if not security.get("runAsUser"):
        yield "runs as root: no runAsUser"
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "seccomp is not RuntimeDefault"
    if pod.get("automountServiceAccountToken") is not False:
        yield "a service account token is mounted"


def check_probes(container):
    ports = {port["containerPort"] for port in container.get("ports", [])}
    for name in PROBES:
        port = container.get(name, {}).get("grpc", {}).get("port")
        if port is None:
            yield f"no {name} by gRPC"
        elif port not in ports:
            yield f"{name} asks port {port}, which the container has not"


def check_confinement(container):
    security = container.get("securityContext", {})
    if security.get("readOnlyRootFilesystem") is not True:
        yield "the root file system can be written"
    if security.get("allowPrivilegeEscalation") is not False:
        yield "privileges can be gained"
    capabilities = security.get("capabilities", {})
    if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
        yield "capabilities are not all dropped"
    if security.get("privileged"):
        yield "is privileged"


def check_resources(container):
    resources = container.get("resources", {})
    for side in ("requests", "limits"):
        for what in ("cpu", "memory"):
            if what not in resources.get(side, {}):
                yield f"no {side} of {what}"


def check_image(container):
    image = container.get("image", "")
    tag = re.search(r":([^:/@]+)$", image.split("@")[0])
    if "@sha256:" in image:
        return
    if tag is None or tag.group(1) == "latest":
        yield f"image {image!r} has no version"


def check_readers(container):
    args = container.get("args", [])
    names = {arg.split("=")[0] for arg in args}
    if "--http-behind-proxy" in names and "--http-client-address" not in names:
        yield ("--http-behind-proxy without --http-client-address: readers "
               "have no rate limit")


def check_mounts(container, pod, claims):
    volumes = {volume["name"] for volume in pod.get("volumes", [])} | claims
    for mount in container.get("volumeMounts", []):
        if mount["name"] not in volumes:
            yield f"mounts {mount['name']}, which is no volume"


def check_workload(manifest):
    pod = manifest["spec"]["template"]["spec"]
    claims = {claim["metadata"]["name"]
              for claim in manifest["spec"].get("volumeClaimTemplates", [])}
    yield from check_pod(pod)
    for container in containers_of(manifest):
        for check in (check_probes, check_confinement, check_resources,
                      check_image, check_readers):
            yield from check(container)
        yield from check_mounts(container, pod, claims)


def selects(selector, workload):
    labels = workload["spec"]["template"]["metadata"].get("labels", {})
    wanted = selector.get("matchLabels", {})
    return bool(wanted) and wanted.items() <= labels.items()


def port_names(workload):
    return {port.get("name") for container in containers_of(workload)
            for port in container.get("ports", [])}


def port_numbers(workload):
    return {port["containerPort"] for container in containers_of(workload)
            for port in container.get("ports", [])}


def check_service(service, workloads):
    selector = {"matchLabels": service["spec"].get("selector", {})}
    chosen = [w for w in workloads if selects(selector, w)]
    if not chosen:
        yield "selects no pod"
    for workload in chosen:
        for port in service["spec"].get("ports", []):
            target = port.get("targetPort", port["port"])
            if target not in port_names(workload) | port_numbers(workload):
                yield f"port {target} is no port of the container"
            if target in ("health", 8081):
                yield "the health port must not be reached from outside"


def reaches(path, target):
    """Whether a path of an ingress passes the target on."""
    if path["pathType"] != "Prefix":
        return target == path["path"]
    return (target + "/").startswith(path["path"].rstrip("/") + "/")


def check_ingress(ingress, services):
    by_name = {s["metadata"]["name"]: s for s in services}
    annotations = ingress["metadata"].get("annotations", {})
    backends = [(path, path["backend"]["service"])
                for rule in ingress["spec"].get("rules", [])
                for path in rule["http"]["paths"]]
    over_http = {backend.get("port", {}).get("name") == "http"
                 for _, backend in backends}
    grpc = annotations.get(
        "nginx.ingress.kubernetes.io/backend-protocol") in ("GRPC", "GRPCS")
    if over_http == {True, False}:
        yield "mixes HTTP and gRPC"
    elif grpc != (over_http == {False}):
        yield "does not speak gRPC to the server" if not grpc else (
            "speaks gRPC to the HTTP front")
    for path, _ in backends:
        # What they say is the operator's; a prefix of / would let them out.
        reached = [inner for inner in ("/metrics", "/healthz")
                   if reaches(path, inner)]
        if over_http == {True} and reached:
            yield f"{path['path']}: {reached[0]} is not for the public"
    if grpc:
        yield from check_reached(lambda method: any(
            reaches(path, method) for path, _ in backends))
    if not ingress["spec"].get("tls"):
        yield "has no TLS"
    for rule in ingress["spec"].get("rules", []):
        for path in rule["http"]["paths"]:
            backend = path["backend"]["service"]
            service = by_name.get(backend["name"])
            if service is None:
                yield f"{path['path']}: no service {backend['name']}"
                continue
            names = {p.get("name") for p in service["spec"]["ports"]}
            numbers = {p["port"] for p in service["spec"]["ports"]}
            port = backend.get("port", {})
            if port.get("name") not in names and (
                    port.get("number") not in numbers):
                yield f"{path['path']}: no such port of {backend['name']}"


def check_together(manifests):
    """The rules about more than one manifest. Pairs of (manifest, message)."""
    def of_kind(kind):
        return [m for m in manifests if m["kind"] == kind]
    workloads = [m for m in manifests if m["kind"] in WORKLOADS]
    for workload in workloads:
        for kind, field in (("PodDisruptionBudget", "selector"),
                            ("NetworkPolicy", "podSelector")):
            if not any(selects(m["spec"].get(field, {}), workload)
                       for m in of_kind(kind)):
                yield workload, f"no {kind} is for it"
        if workload["kind"] == "StatefulSet" and workload["spec"].get(
                "serviceName") not in {
                m["metadata"]["name"] for m in of_kind("Service")
                if m["spec"].get("clusterIP") == "None"}:
            yield workload, "serviceName names no headless service"
    for service in of_kind("Service"):
        for message in check_service(service, workloads):
            yield service, message
    for ingress in of_kind("Ingress"):
        for message in check_ingress(ingress, of_kind("Service")):
            yield ingress, message
    if not workloads:
        yield {"kind": " or ".join(WORKLOADS), "metadata": {"name": "?"}}, (
            "is missing")


def check(manifests):
    """What is wrong with `manifests`, rendered together: a list of lines."""
    said = []

    def say(manifest, message):
        said.append(f"{manifest.get('kind')}/"
                    f"{manifest.get('metadata', {}).get('name')}: {message}")
    for manifest in manifests:
        for message in unknown_fields(manifest):
            say(manifest, message)
        if manifest.get("kind") in WORKLOADS:
            for message in check_workload(manifest):
                say(manifest, message)
    for manifest, message in check_together(manifests):
        say(manifest, message)
    return said


def render(directory):
    result = subprocess.run(["kubectl", "kustomize", str(directory)],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    return [m for m in yaml.safe_load_all(result.stdout) if m]


def main():
    root = pathlib.Path(sys.argv[1])
    directories = sorted(p.parent for p in root.rglob("kustomization.yaml"))
    failed = not directories
    for directory in directories:
        manifests = render(directory)
        said = check(manifests)
        failed = failed or bool(said)
        for line in said:
            print(f"{directory}: {line}", file=sys.stderr)
        if not said:
            print(f"{directory}: {len(manifests)} manifests hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
