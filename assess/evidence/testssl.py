"""A TLS scan by testssl.sh, as its JSON says (`--jsonfile` or `--jsonfile-pretty`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

WEAK = ("SSLv2", "SSLv3", "TLS1", "TLS1_1")
STRONG = ("TLS1_2", "TLS1_3")

SOURCE = "testssl.sh"


@dataclass(slots=True)
class Offered:
    """Which protocols a host was found to offer."""

    weak: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)


def is_testssl(found: Any) -> bool:
    """Tell whether JSON data is such a scan."""
    if isinstance(found, dict):
        return isinstance(found.get("scanResult"), list)
    first = found[0] if isinstance(found, list) and found else None
    return isinstance(first, dict) and {"id", "finding", "severity"} <= first.keys()


def testssl_rows(found: Any) -> Iterator[dict[str, str]]:
    """Yield one observation a host and port: of kind `tls`, its day and partner left to others."""
    hosts: dict[str, Offered] = {}
    for host, check in _checks(found):
        name, finding = str(check.get("id")), str(check.get("finding"))
        if name in WEAK + STRONG:
            seen = hosts.setdefault(host, Offered())
            if finding.startswith(("offered", "supported")):
                (seen.weak if name in WEAK else seen.strong).append(name)
    for host, seen in hosts.items():
        result = "weak-protocol" if seen.weak else "strong" if seen.strong else "no-tls"
        offered = ", ".join([*seen.weak, *seen.strong]) or "no protocol"
        yield {
            "kind": "tls",
            "result": result,
            "subject": host,
            "source": SOURCE,
            "detail": f"{offered} offered",
        }


def _checks(found: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(found, list):
        for check in found:
            if isinstance(check, dict):
                yield _host(check.get("ip"), check.get("port")), check
        return
    for host in found["scanResult"]:
        if isinstance(host, dict):
            name = _host(host.get("targetHost"), host.get("port"))
            protocols = host.get("protocols")
            for check in protocols if isinstance(protocols, list) else []:
                if isinstance(check, dict):
                    yield name, check


def _host(name: Any, port: Any) -> str:
    """Write `mail.example/192.0.2.1` and `443` as `mail.example:443`."""
    host = str(name or "host").split("/", maxsplit=1)[0]
    return f"{host}:{port}" if port else host
