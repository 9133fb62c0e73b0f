#!/usr/bin/env python3
"""Every rule of check_k8s is broken once, and says so."""

import copy
import pathlib
import re
import unittest

import yaml

import check_k8s
import public_methods

K8S = pathlib.Path(__file__).resolve().parent.parent.parent / "k8s"


def base(folder="base"):
    manifests = []
    for path in sorted((K8S / folder).glob("*.yaml")):
        if path.name != "kustomization.yaml":
            manifests += yaml.safe_load_all(path.read_text())
    return manifests


class BrokenManifests(unittest.TestCase):
    def setUp(self):
        self.manifests = copy.deepcopy(base())
        workload = self.one("StatefulSet")
        self.pod = workload["spec"]["template"]["spec"]
        self.container = self.pod["containers"][0]

    def one(self, kind):
        return next(m for m in self.manifests if m["kind"] == kind)

    def remove(self, kind):
        self.manifests = [m for m in self.manifests if m["kind"] != kind]

    def assert_said(self, expected):
        said = check_k8s.check(self.manifests)
        self.assertTrue(any(expected in line for line in said),
                        f"{expected!r} is not in {said}")

    def test_the_base_holds(self):
        self.assertEqual(check_k8s.check(self.manifests), [])

    def test_a_misspelt_probe_is_no_field(self):
        self.container["readinessProb"] = self.container.pop("readinessProbe")
        self.assert_said("containers[0].readinessProb: no such field")
        self.assert_said("no readinessProbe by gRPC")

    def test_a_field_in_the_wrong_place_is_no_field(self):
        self.pod["readOnlyRootFilesystem"] = True
        self.assert_said("spec.readOnlyRootFilesystem: no such field")

    def test_a_list_is_not_a_value(self):
        self.container["args"] = "--data-dir=/data"
        self.assert_said("args: a list is wanted")

    def test_an_unknown_kind_is_refused(self):
        self.one("ServiceAccount")["kind"] = "ServiceAcount"
        self.assert_said("unknown kind ServiceAcount")

    def test_a_probe_of_a_port_that_is_not_there(self):
        self.container["livenessProbe"]["grpc"]["port"] = 9
        self.assert_said("livenessProbe asks port 9")

    def test_root(self):
        self.pod["securityContext"]["runAsNonRoot"] = False
        self.assert_said("runs as root")

    def test_user_zero(self):
        self.pod["securityContext"]["runAsUser"] = 0
        self.assert_said("no runAsUser")

    def test_no_seccomp(self):
        del self.pod["securityContext"]["seccompProfile"]
        self.assert_said("seccomp")

    def test_a_mounted_token(self):
        del self.pod["automountServiceAccountToken"]
        self.assert_said("token")

    def test_a_writable_root(self):
        self.container["securityContext"]["readOnlyRootFilesystem"] = False
        self.assert_said("root file system can be written")

    def test_a_kept_capability(self):
        self.container["securityContext"]["capabilities"]["add"] = ["SYS_TIME"]
        self.assert_said("capabilities")

    def test_privilege_escalation(self):
        del self.container["securityContext"]["allowPrivilegeEscalation"]
        self.assert_said("privileges can be gained")

    def test_no_limit(self):
        del self.container["resources"]["limits"]["memory"]
        self.assert_said("no limits of memory")

    def test_no_request(self):
        del self.container["resources"]["requests"]
        self.assert_said("no requests of cpu")

    def test_latest(self):
        self.container["image"] = "localofferd:latest"
        self.assert_said("has no version")

    def test_no_tag_behind_a_port(self):
        self.container["image"] = "registry:5000/localofferd"
        self.assert_said("has no version")

    def test_readers_who_are_not_told_apart(self):
        self.container["args"].remove("--http-client-address=X-Real-IP")
        self.assert_said("readers have no rate limit")

    def test_a_mount_of_no_volume(self):
        del self.pod["volumes"][0]
        self.assert_said("which is no volume")

    def test_no_disruption_budget(self):
        self.remove("PodDisruptionBudget")
        self.assert_said("no PodDisruptionBudget is for it")

    def test_a_network_policy_for_others(self):
        policy = self.one("NetworkPolicy")
        policy["spec"]["podSelector"]["matchLabels"] = {"app": "other"}
        self.assert_said("no NetworkPolicy is for it")

    def test_a_service_without_pods(self):
        self.one("Service")["spec"]["selector"] = {"app": "other"}
        self.assert_said("selects no pod")

    def test_a_service_port_that_the_container_has_not(self):
        self.one("Service")["spec"]["ports"][0]["targetPort"] = "gprc"
        self.assert_said("port gprc is no port")

    def test_a_service_on_the_health_port(self):
        self.one("Service")["spec"]["ports"][0]["targetPort"] = "health"
        self.assert_said("health port")

    def test_no_headless_service(self):
        del self.one("Service")["spec"]["clusterIP"]
        self.assert_said("no headless service")

    def test_an_ingress_to_nowhere(self):
        self.manifests.append({
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": {"name": "public"},
            "spec": {"rules": [{"http": {"paths": [{
                "path": "/", "pathType": "Prefix",
                "backend": {"service": {"name": "nobody",
                                        "port": {"number": 1}}}}]}}]}})
        self.assert_said("does not speak gRPC")
        self.assert_said("has no TLS")
        self.assert_said("no service nobody")

    def test_metrics_let_out_to_the_public(self):
        self.manifests.append({
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": {"name": "public"},
            "spec": {"rules": [{"http": {"paths": [{
                "path": "/", "pathType": "Prefix",
                "backend": {"service": {"name": "localoffer",
                                        "port": {"name": "http"}}}}]}}]}})
        self.assert_said("/metrics is not for the public")

    def public_grpc(self):
        paths = yaml.safe_load_all(
            (K8S / "overlays/example/public-ingress.yaml").read_text())
        ingress = next(paths)
        self.manifests.append(ingress)
        return ingress["spec"]["rules"][0]["http"]["paths"]

    def test_the_example_lets_everybody_read(self):
        self.public_grpc()
        self.assertEqual(check_k8s.check(self.manifests), [])

    def test_a_public_method_that_is_not_passed_on(self):
        paths = self.public_grpc()
        paths[:] = [path for path in paths
                    if path["path"] != "/localoffer.v1.KeysService/GetLogKeys"]
        self.assert_said("KeysService/GetLogKeys is public, and not passed on")

    def test_a_method_of_publishers_let_out_to_the_public(self):
        paths = self.public_grpc()
        paths[0] = dict(paths[0], path="/localoffer.v1.EditionsService",
                        pathType="Prefix")
        self.assert_said("EditionsService/CreateEdition is not for the public")

    def test_an_ingress_of_two_protocols(self):
        backend = lambda port: {"service": {"name": "localoffer",
                                            "port": {"name": port}}}
        self.manifests.append({
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": {"name": "public"},
            "spec": {"rules": [{"http": {"paths": [
                {"path": "/a", "pathType": "Prefix", "backend": backend("http")},
                {"path": "/b", "pathType": "Prefix", "backend": backend("grpc")},
            ]}}]}})
        self.assert_said("mixes HTTP and gRPC")


class Nginx(unittest.TestCase):
    def test_the_readme_lets_everybody_read_and_nothing_else(self):
        patterns = re.findall(r"location ~ (\S*localoffer\S*) \{",
                              (K8S / "README.md").read_text())
        self.assertTrue(patterns)
        self.assertEqual(list(public_methods.check_reached(
            lambda method: any(re.search(p, method) for p in patterns))), [])

    def test_every_method_of_the_protos_has_a_row(self):
        found = set()
        protos = K8S.parent / "proto/localoffer/v1"
        for path in protos.glob("*.proto"):
            text = path.read_text()
            service = re.search(r"^service (\w+) \{", text, re.MULTILINE)
            found |= {f"/localoffer.v1.{service.group(1)}/{method}"
                      for method in re.findall(r"^  rpc (\w+)\(", text,
                                               re.MULTILINE)}
        self.assertEqual(found, set(public_methods.methods()))


class BrokenReplicas(unittest.TestCase):
    def setUp(self):
        self.manifests = base("replicas")
        self.deployment = next(m for m in self.manifests
                               if m["kind"] == "Deployment")

    def assert_said(self, expected):
        said = check_k8s.check(self.manifests)
        self.assertTrue(any(expected in line for line in said),
                        f"{expected!r} is not in {said}")

    def test_the_replicas_hold(self):
        self.assertEqual(check_k8s.check(self.manifests), [])

    def test_a_deployment_is_held_to_the_rules_of_pods(self):
        container = self.deployment["spec"]["template"]["spec"]["containers"][0]
        del container["startupProbe"]
        del container["resources"]["limits"]["memory"]
        self.assert_said("no startupProbe by gRPC")
        self.assert_said("no limits of memory")

    def test_a_deployment_tells_readers_apart(self):
        container = self.deployment["spec"]["template"]["spec"]["containers"][0]
        container["args"].remove("--http-client-address=X-Real-IP")
        self.assert_said("readers have no rate limit")

    def test_a_deployment_wants_a_policy(self):
        self.manifests = [m for m in self.manifests
                          if m["kind"] != "NetworkPolicy"]
        self.assert_said("no NetworkPolicy is for it")


if __name__ == "__main__":
    unittest.main()
