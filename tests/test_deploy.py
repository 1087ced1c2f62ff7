"""What deploy/ says holds: it parses, its probes are doors that exist, nobody is root, nothing is written but /tmp, and each setting is one that the server knows."""

import re
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import yaml
from starlette.routing import Route

from caveat import settings
from caveat.settings import ROOT
from caveat.web.middleware.metrics import RouteNames
from caveat.web.routes import ROUTES
from tests.support.replicas import CONF, configuration

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
MANIFESTS: dict[str, dict[str, Any]] = {
    one["kind"]: one for one in yaml.safe_load_all((DEPLOY / "kubernetes" / "caveat.yaml").read_text(encoding="utf-8"))
}
POD = MANIFESTS["Deployment"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]
LINES = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8")).splitlines()
    if line and line[0].isupper()
]


def said(word: str) -> list[str]:
    """What follows an instruction of the Containerfile, in order."""
    return [rest for name, rest in LINES if name == word]


def test_all_kinds_are_there() -> None:
    assert set(MANIFESTS) == {"Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress"}
    assert (
        MANIFESTS["HorizontalPodAutoscaler"]["spec"]["minReplicas"]
        > MANIFESTS["PodDisruptionBudget"]["spec"]["minAvailable"]
    )
    labels = MANIFESTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert (
        labels
        == MANIFESTS["Service"]["spec"]["selector"]
        == MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"]
    )


@pytest.mark.parametrize(
    ("probe", "path"), [("startupProbe", "/readyz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")]
)
def test_probes_are_doors(probe: str, path: str) -> None:
    assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "http"}
    assert RouteNames(ROUTES).name(path) == path


def test_pods_are_not_root_and_write_to_tmp_only() -> None:
    assert (
        POD["securityContext"]["runAsNonRoot"] is True
        and POD["securityContext"]["runAsUser"] > 0
        and POD["automountServiceAccountToken"] is False
    )
    own = CONTAINER["securityContext"]
    assert (
        own["readOnlyRootFilesystem"] is True
        and own["allowPrivilegeEscalation"] is False
        and own["capabilities"]["drop"] == ["ALL"]
    )
    assert CONTAINER["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}] and "emptyDir" in POD["volumes"][0]
    assert CONTAINER["resources"]["limits"]["memory"] and CONTAINER["resources"]["requests"]["cpu"]
    assert POD["terminationGracePeriodSeconds"] > float(dict(settings_of_pod())["CAVEAT_DRAIN_SECONDS"]) + 10


def settings_of_pod() -> list[tuple[str, str]]:
    return [(one["name"], one["value"]) for one in CONTAINER["env"]]


@pytest.mark.parametrize(
    "environment", [dict(settings_of_pod()), COMPOSE["x-replica"]["environment"]], ids=["kubernetes", "compose"]
)
def test_settings_are_known(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    described = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert all(isinstance(value, str) for value in environment.values()), "YAML takes a bare yes for true"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = settings.current()
    assert found.replica and found.drain_seconds > 0 and found.proxies != ("127.0.0.1",)
    assert {one for one in environment if f"| `{one}` |" not in described} == set()


def test_compose() -> None:
    replicas = {name: one for name, one in COMPOSE["services"].items() if name.startswith("caveat-")}
    assert {f"{name}:8501" for name in replicas} == set(
        re.findall(r"server (caveat-\d:8501)", CONF.read_text(encoding="utf-8"))
    )
    for one in COMPOSE["services"].values():
        assert (
            one["read_only"] is True
            and one["cap_drop"] == ["ALL"]
            and one["tmpfs"]
            and "no-new-privileges:true" in one["security_opt"]
        )
    build = COMPOSE["x-replica"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    for one in COMPOSE["services"]["nginx"]["volumes"]:
        assert (DEPLOY / one.split(":")[0]).is_file() and one.endswith(":ro")


def test_the_image() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", said("USER")[-1]) and LINES.index(
        ["USER", said("USER")[-1]]
    ) > LINES.index(["FROM", said("FROM")[-1]])
    assert any("--require-hashes -r requirements.txt" in one for one in said("RUN"))
    for one in said("COPY"):
        *sources, _ = [part for part in one.split() if not part.startswith("--")]
        assert "--from=build" in one or all((ROOT / source).exists() for source in sources), one
    assert "/healthz" in said("HEALTHCHECK")[0] and "0.0.0.0" in said("CMD")[0] and said("STOPSIGNAL") == ["SIGTERM"]
    copied = {one.split()[0] for one in said("COPY")}
    assert {"app.py", "caveat", "pages", "data", ".streamlit", "requirements.txt"} <= copied and not copied & {
        "tests",
        ".",
        ".git",
    }


def test_nginx_writes_to_tmp_only_and_keeps_no_reader() -> None:
    text = CONF.read_text(encoding="utf-8")
    assert set(re.findall(r"(?<=[\s=])/(?!etc/nginx|static|api|metrics|readyz|healthz|_stcore)\w+", text)) <= {"/tmp"}
    assert "access_log off;" in text and "server_tokens off;" in text and "$proxy_add_x_forwarded_for" not in text
    for door in re.findall(r"location = (\S+)", text):
        assert door == "/_stcore/stream" or RouteNames(ROUTES).name(door) == door


def test_what_may_be_kept_goes_through_the_cache() -> None:
    """Each address of ours that is no page and no door for machines is kept as the replica says, not for ten seconds."""
    (kept,) = re.findall(r"location ~ (\S+) \{", CONF.read_text(encoding="utf-8"))
    paths = [
        route.path
        for route in ROUTES
        if isinstance(route, Route) and route.path not in ("/healthz", "/readyz", "/metrics")
    ]
    assert {"/card.png", "/feed.xml"} <= set(paths)
    assert [path for path in paths if not re.match(kept, path)] == []


def test_a_silent_replica_is_given_up_and_a_quiet_reader_is_not() -> None:
    """The server pings its sessions well within the time after which the proxy gives up a silent line."""
    pings = uvicorn.Config("app:app").ws_ping_interval
    annotations = MANIFESTS["Ingress"]["metadata"]["annotations"]
    text = CONF.read_text(encoding="utf-8")
    (sessions,) = re.findall(r"location = /_stcore/stream \{[^}]*proxy_read_timeout (\d+)s;", text)
    assert (
        pings
        and 2 * pings < int(sessions) <= 60
        and annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"] == sessions
    )
    # There is time left to ask another replica after one was waited for.
    (waited, tried) = re.findall(r"^    proxy_(?:read|next_upstream)_timeout (\d+)s;", text, re.M)
    assert int(waited) < int(tried)
    assert "ws_ping_interval" not in (ROOT / "caveat" / "web" / "server.py").read_text(encoding="utf-8")


def test_there_is_room_for_all_sessions() -> None:
    assert COMPOSE["x-replica"]["pids_limit"] > settings.current().sessions
    text = CONF.read_text(encoding="utf-8")
    files, connections = (
        int(re.findall(rf"{name} (\d+);", text)[0]) for name in ("worker_rlimit_nofile", "worker_connections")
    )
    assert files >= connections >= settings.current().sessions


def test_every_replica_is_replaced_for_a_test(tmp_path: Path) -> None:
    assert "caveat-" not in re.sub(
        r"caveat_\w+|caveat-\d$", "", configuration(tmp_path, 1, [2, 3]).replace(str(tmp_path), "")
    )
