"""The fields that each kind of manifest may have: those that ours use and a
few next to them. A misspelt field is one that is not here: the API server
would drop it in silence, and a probe or a limit with it."""

# A scalar; a map whose keys are free; [x] a list of x; a dict its fields.
SCALAR = "scalar"
MAP = "map"

METADATA = {"name": SCALAR, "namespace": SCALAR, "labels": MAP,
            "annotations": MAP, "creationTimestamp": SCALAR}

SELECTOR = {
    "matchLabels": MAP,
    "matchExpressions": [
        {"key": SCALAR, "operator": SCALAR, "values": [SCALAR]}],
}

PROBE = {
    "grpc": {"port": SCALAR, "service": SCALAR},
    "initialDelaySeconds": SCALAR, "periodSeconds": SCALAR,
    "timeoutSeconds": SCALAR, "successThreshold": SCALAR,
    "failureThreshold": SCALAR, "terminationGracePeriodSeconds": SCALAR,
}

CONTAINER = {
    "name": SCALAR, "image": SCALAR, "imagePullPolicy": SCALAR,
    "command": [SCALAR], "args": [SCALAR],
    "env": [{"name": SCALAR, "value": SCALAR,
             "valueFrom": {
                 "fieldRef": {"fieldPath": SCALAR, "apiVersion": SCALAR},
                 "configMapKeyRef": {"name": SCALAR, "key": SCALAR},
                 "secretKeyRef": {"name": SCALAR, "key": SCALAR}}}],
    "ports": [{"name": SCALAR, "containerPort": SCALAR, "protocol": SCALAR}],
    "startupProbe": PROBE, "readinessProbe": PROBE, "livenessProbe": PROBE,
    "resources": {"requests": MAP, "limits": MAP},
    "securityContext": {
        "allowPrivilegeEscalation": SCALAR, "readOnlyRootFilesystem": SCALAR,
        "runAsNonRoot": SCALAR, "runAsUser": SCALAR, "runAsGroup": SCALAR,
        "privileged": SCALAR,
        "capabilities": {"drop": [SCALAR], "add": [SCALAR]},
        "seccompProfile": {"type": SCALAR}},
    "volumeMounts": [{"name": SCALAR, "mountPath": SCALAR, "subPath": SCALAR,
                      "readOnly": SCALAR}],
}

POD = {
    "serviceAccountName": SCALAR, "automountServiceAccountToken": SCALAR,
    "terminationGracePeriodSeconds": SCALAR, "nodeSelector": MAP,
    "priorityClassName": SCALAR,
    "securityContext": {
        "runAsNonRoot": SCALAR, "runAsUser": SCALAR, "runAsGroup": SCALAR,
        "fsGroup": SCALAR, "fsGroupChangePolicy": SCALAR,
        "seccompProfile": {"type": SCALAR}},
    "containers": [CONTAINER], "initContainers": [CONTAINER],
    "volumes": [{
        "name": SCALAR,
        "secret": {"secretName": SCALAR, "defaultMode": SCALAR,
                   "items": [{"key": SCALAR, "path": SCALAR}]},
        "configMap": {"name": SCALAR, "defaultMode": SCALAR},
        "emptyDir": {"medium": SCALAR, "sizeLimit": SCALAR}}],
}

CLAIM = {
    "apiVersion": SCALAR, "kind": SCALAR, "metadata": METADATA,
    "spec": {"accessModes": [SCALAR], "storageClassName": SCALAR,
             "resources": {"requests": MAP}},
}

PEER = {
    "podSelector": SELECTOR, "namespaceSelector": SELECTOR,
    "ipBlock": {"cidr": SCALAR, "except": [SCALAR]},
}
POLICY_PORTS = [{"protocol": SCALAR, "port": SCALAR, "endPort": SCALAR}]

SPECS = {
    ("apps/v1", "StatefulSet"): {
        "replicas": SCALAR, "serviceName": SCALAR, "selector": SELECTOR,
        "podManagementPolicy": SCALAR, "revisionHistoryLimit": SCALAR,
        "updateStrategy": {"type": SCALAR},
        "template": {"metadata": METADATA, "spec": POD},
        "volumeClaimTemplates": [CLAIM]},
    ("apps/v1", "Deployment"): {
        "replicas": SCALAR, "selector": SELECTOR,
        "revisionHistoryLimit": SCALAR, "minReadySeconds": SCALAR,
        "progressDeadlineSeconds": SCALAR,
        "strategy": {"type": SCALAR,
                     "rollingUpdate": {"maxSurge": SCALAR,
                                       "maxUnavailable": SCALAR}},
        "template": {"metadata": METADATA, "spec": POD}},
    ("v1", "Service"): {
        "type": SCALAR, "clusterIP": SCALAR, "selector": MAP,
        "publishNotReadyAddresses": SCALAR, "externalTrafficPolicy": SCALAR,
        "loadBalancerSourceRanges": [SCALAR],
        "ports": [{"name": SCALAR, "port": SCALAR, "targetPort": SCALAR,
                   "protocol": SCALAR, "appProtocol": SCALAR}]},
    ("networking.k8s.io/v1", "NetworkPolicy"): {
        "podSelector": SELECTOR, "policyTypes": [SCALAR],
        "ingress": [{"from": [PEER], "ports": POLICY_PORTS}],
        "egress": [{"to": [PEER], "ports": POLICY_PORTS}]},
    ("policy/v1", "PodDisruptionBudget"): {
        "minAvailable": SCALAR, "maxUnavailable": SCALAR,
        "selector": SELECTOR},
    ("networking.k8s.io/v1", "Ingress"): {
        "ingressClassName": SCALAR,
        "tls": [{"hosts": [SCALAR], "secretName": SCALAR}],
        "rules": [{"host": SCALAR, "http": {"paths": [{
            "path": SCALAR, "pathType": SCALAR,
            "backend": {"service": {
                "name": SCALAR,
                "port": {"name": SCALAR, "number": SCALAR}}}}]}}]},
    ("v1", "Namespace"): {"finalizers": [SCALAR]},
}
# Kinds without a spec.
BODIES = {
    ("v1", "ServiceAccount"): {"automountServiceAccountToken": SCALAR},
    ("v1", "ConfigMap"): {"data": MAP, "binaryData": MAP,
                          "immutable": SCALAR},
}


def unknown_fields(manifest):
    """What `manifest` has that its kind does not, each as one line."""
    kind = (manifest.get("apiVersion"), manifest.get("kind"))
    allowed = {"apiVersion": SCALAR, "kind": SCALAR, "metadata": METADATA}
    if kind in SPECS:
        allowed["spec"] = SPECS[kind]
    elif kind in BODIES:
        allowed.update(BODIES[kind])
    else:
        return [f"unknown kind {kind[1]} of {kind[0]}"]
    return list(_walk(manifest, allowed, ""))


def _walk(value, allowed, path):
    if allowed == SCALAR:
        if isinstance(value, (dict, list)):
            yield f"{path}: one value is wanted"
    elif allowed == MAP:
        if not isinstance(value, dict):
            yield f"{path}: a map is wanted"
        elif any(isinstance(v, (dict, list)) for v in value.values()):
            yield f"{path}: its values must be single"
    elif isinstance(allowed, list):
        if not isinstance(value, list):
            yield f"{path}: a list is wanted"
            return
        for index, item in enumerate(value):
            yield from _walk(item, allowed[0], f"{path}[{index}]")
    elif not isinstance(value, dict):
        yield f"{path}: fields are wanted"
    else:
        for name, item in value.items():
            if name not in allowed:
                yield f"{path}.{name}: no such field"
            else:
                yield from _walk(item, allowed[name], f"{path}.{name}")
