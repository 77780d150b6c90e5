"""Is the instance up? Asked over HTTP, the way everybody else asks."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

from huiyin.project.command.failure import CommandError


def answers(url: str) -> bool:
    """Whether `url`/healthz answers 200 within two seconds. No proxy is used."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/healthz", timeout=2) as response:
            return bool(response.status == 200)  # noqa: PLR2004 - OK
    except (urllib.error.URLError, OSError):
        return False


def require_free(host: str, port: int) -> None:
    """Raise `CommandError` when the port cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"{port} is not a port number (1-65535).", 2) from None
        except PermissionError:
            raise CommandError(
                f"This account may not listen on port {port}. Choose one above 1023."
            ) from None
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Choose another, such as --port {port + 1} (make demo PORT={port + 1})."
            ) from None
