"""Watch for calls to other machines: a test has nobody to call."""

from __future__ import annotations

import ipaddress

calls: list[str] = []
"""What was refused since the list was last cleared."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every connection and look-up that leaves this machine (an audit hook)."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not _is_loopback(str(name)):
        calls.append(f"{event} {name}")
        raise OSError("a test may not leave this machine")


def _is_loopback(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
