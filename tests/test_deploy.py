"""The files in deploy/ are valid: probes and settings exist, nobody is root, only /tmp is written."""

import json
import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from starlette.routing import Route

from caveat import settings
from caveat.settings import ROOT
from caveat.web import server
from caveat.web.middleware.metrics import RouteNames
from caveat.web.routes import ROUTES
from tests.support.replicas import CONF, configuration

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KUBERNETES = (DEPLOY / "kubernetes" / "caveat.yaml").read_text(encoding="utf-8")
MANIFESTS: dict[str, dict[str, Any]] = {manifest["kind"]: manifest for manifest in yaml.safe_load_all(KUBERNETES)}
POD = MANIFESTS["Deployment"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]
POD_SETTINGS = {variable["name"]: variable["value"] for variable in CONTAINER["env"]}
NGINX = CONF.read_text(encoding="utf-8")
IMAGE = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
INSTRUCTIONS = [line.split(maxsplit=1) for line in IMAGE.splitlines() if line and line[0].isupper()]


def arguments(instruction: str) -> list[str]:
    """The arguments of each use of an instruction of the Containerfile, in order."""
    return [rest for name, rest in INSTRUCTIONS if name == instruction]


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_kubernetes_takes_each_manifest(version: str) -> None:
    """By the schema of an old version and of the newest, where no unknown key may stand."""
    for manifest in MANIFESTS.values():
        kubernetes_validate.validate(manifest, version, strict=True)
    misspelt = {**MANIFESTS["Service"], "spec": {**MANIFESTS["Service"]["spec"], "selektor": {}}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(misspelt, version, strict=True)


def test_kubernetes_manifests_belong_together() -> None:
    assert set(MANIFESTS) == {"Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress"}
    budget = MANIFESTS["PodDisruptionBudget"]["spec"]
    assert MANIFESTS["HorizontalPodAutoscaler"]["spec"]["minReplicas"] > budget["minAvailable"]
    labels = MANIFESTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert labels == MANIFESTS["Service"]["spec"]["selector"] == budget["selector"]["matchLabels"]


@pytest.mark.parametrize(
    ("probe", "path"), [("startupProbe", "/readyz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")]
)
def test_probes_ask_routes_that_exist(probe: str, path: str) -> None:
    assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "http"}
    assert RouteNames(ROUTES).name(path) == path


def test_pods_are_not_root_and_write_to_tmp_only() -> None:
    assert POD["securityContext"]["runAsNonRoot"] is True and POD["securityContext"]["runAsUser"] > 0
    assert POD["automountServiceAccountToken"] is False
    context = CONTAINER["securityContext"]
    assert context["readOnlyRootFilesystem"] is True and context["allowPrivilegeEscalation"] is False
    assert context["capabilities"]["drop"] == ["ALL"]
    assert CONTAINER["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}] and "emptyDir" in POD["volumes"][0]
    assert CONTAINER["resources"]["limits"]["memory"] and CONTAINER["resources"]["requests"]["cpu"]
    assert POD["terminationGracePeriodSeconds"] > float(POD_SETTINGS["CAVEAT_DRAIN_SECONDS"]) + 10


@pytest.mark.parametrize(
    "environment", [POD_SETTINGS, COMPOSE["x-replica"]["environment"]], ids=["kubernetes", "compose"]
)
def test_settings_are_known(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(isinstance(value, str) for value in environment.values()), "YAML takes a bare yes for true"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    chosen = settings.from_environment()
    assert chosen.replica and chosen.drain_seconds > 0 and chosen.proxies != ("127.0.0.1",)
    described = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert [name for name in environment if f"| `{name}` |" not in described] == []


def test_compose_services_are_confined_and_known_to_nginx() -> None:
    replicas = {f"{name}:8501" for name in COMPOSE["services"] if name.startswith("caveat-")}
    assert replicas == set(re.findall(r"server (caveat-\d:8501)", NGINX))
    for service in COMPOSE["services"].values():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"] and service["tmpfs"]
        assert "no-new-privileges:true" in service["security_opt"]
    build = COMPOSE["x-replica"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    for volume in COMPOSE["services"]["nginx"]["volumes"]:
        assert (DEPLOY / volume.split(":")[0]).is_file() and volume.endswith(":ro")


def test_image_copies_what_it_needs_and_ends_without_root() -> None:
    names = [name for name, _ in INSTRUCTIONS]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", arguments("USER")[-1])
    assert names[::-1].index("USER") < names[::-1].index("FROM"), "the last stage sets the user"
    assert any("--require-hashes -r requirements.txt" in command for command in arguments("RUN"))
    for copy in arguments("COPY"):
        *sources, _ = [part for part in copy.split() if not part.startswith("--")]
        assert "--from=build" in copy or all((ROOT / source).exists() for source in sources), copy
    copied = {copy.split()[0] for copy in arguments("COPY")}
    assert {"app.py", "caveat", "pages", "data", ".streamlit", "requirements.txt"} <= copied
    assert not copied & {"tests", ".", ".git"}
    assert "/healthz" in arguments("HEALTHCHECK")[0] and "0.0.0.0" in arguments("CMD")[0]
    assert arguments("STOPSIGNAL") == ["SIGTERM"]
    # Images in the OCI format have no health check.
    check = COMPOSE["x-replica"]["healthcheck"]
    assert f"--interval={check['interval']} " in arguments("HEALTHCHECK")[0]
    assert arguments("HEALTHCHECK")[0].endswith(f"CMD {json.dumps(check['test'][1:])}")


def test_nginx_writes_to_tmp_only_and_logs_no_reader() -> None:
    paths = re.findall(r"(?<=[\s=])/(?!etc/nginx|static|api|metrics|readyz|healthz|_stcore)\w+", NGINX)
    assert set(paths) <= {"/tmp"}
    assert "access_log off;" in NGINX and "server_tokens off;" in NGINX and "$proxy_add_x_forwarded_for" not in NGINX
    for path in re.findall(r"location = (\S+)", NGINX):
        assert path == "/_stcore/stream" or RouteNames(ROUTES).name(path) == path


def test_nginx_caches_our_routes_as_the_replica_says() -> None:
    """Every route but the pages and the endpoints for machines: pages are cached for ten seconds."""
    (cached,) = re.findall(r"location ~ (\S+) \{", NGINX)
    machines = ("/healthz", "/readyz", "/metrics")
    paths = [route.path for route in ROUTES if isinstance(route, Route) and route.path not in machines]
    assert {"/card.png", "/feed.xml"} <= set(paths)
    assert [path for path in paths if not re.match(cached, path)] == []


def test_a_silent_replica_is_given_up_and_a_quiet_reader_is_not() -> None:
    """The server pings its sessions well within the time after which the proxy gives up a silent connection."""
    ping_seconds = server.PING_SECONDS
    annotations = MANIFESTS["Ingress"]["metadata"]["annotations"]
    (timeout,) = re.findall(r"location = /_stcore/stream \{[^}]*proxy_read_timeout (\d+)s;", NGINX)
    assert 2 * ping_seconds < int(timeout) < 15, "its readers come back within 15 s"
    for place in ("location / {", "location /_stcore/ {"):
        (page,) = re.findall(rf"{re.escape(place)}[^}}]*proxy_read_timeout (\d+)ms;", NGINX)
        assert int(page) < 3_000, "new pages come within 3 s"
    assert annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"] == timeout
    # After waiting for one replica there is time to ask another.
    one_replica, all_replicas = re.findall(r"^    proxy_(?:read|next_upstream)_timeout (\d+)s;", NGINX, re.M)
    assert int(one_replica) < int(all_replicas)


def test_there_is_room_for_all_sessions() -> None:
    sessions = settings.current().sessions
    assert COMPOSE["x-replica"]["pids_limit"] > sessions
    files, connections = (
        int(re.findall(rf"{name} (\d+);", NGINX)[0]) for name in ("worker_rlimit_nofile", "worker_connections")
    )
    assert files >= connections >= sessions


def test_load_tests_replace_every_replica_of_the_configuration(tmp_path: Path) -> None:
    text = configuration(tmp_path, 1, [2, 3]).replace(str(tmp_path), "")
    assert "caveat-" not in re.sub(r"caveat_\w+|caveat-\d$", "", text)
