"""S-69: nginx keeps what it may in front of the program, a thousand answers mixed: nobody gets another's."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from tests.attack.walking import addresses_of
from tests.crash.killing import until
from tests.instance import free_port
from tests.matrix.world import World, build

NGINX = shutil.which("nginx")
REQUESTS = 1000
PLANTED = "/planted/page-without-a-word-about-caches"
"""A page as a careless program would answer it: the cache keeps it and gives it to everybody."""
CACHE = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off; {temporary}
  proxy_cache_path {folder}/kept keys_zone=kept:10m;
  server {{ listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host testserver;
      proxy_cache kept; proxy_cache_key $request_uri; proxy_cache_valid 200 301 302 303 404 10m;
      proxy_ignore_headers Set-Cookie Vary;
      add_header X-Kept $upstream_cache_status always;
    }} }} }}
"""
"""The most careless cache there is: cookies are no part of the key; only what an answer says keeps it out."""
App = Callable[[dict[str, Any], Callable[..., Any]], Any]


class _Silent(WSGIRequestHandler):
    def log_message(self, *told: Any) -> None:
        """Nothing: a thousand lines."""


def marked(app: App) -> App:
    """The program, each answer marked with whom it was made for (the cookies of the request)."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        mark = ("X-Made-For", environ.get("HTTP_X_WHO", "nobody"))
        if environ["PATH_INFO"] == PLANTED:
            start("200 OK", [("Content-Type", "text/plain"), mark])
            return [mark[1].encode()]
        return app(environ, lambda status, heads, *more: start(status, [*heads, mark], *more))

    return answer


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


@pytest.fixture
def behind() -> Iterator[int]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
    server.set_app(marked(get_wsgi_application()))
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def cache(behind: int, tmp_path: Path) -> Iterator[str]:
    """The address of an nginx that keeps answers."""
    port, kinds = free_port(), ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    tmp_path.chmod(0o711)
    temporary = " ".join(f"{kind}_temp_path {tmp_path / kind};" for kind in kinds)
    written = tmp_path / "nginx.conf"
    written.write_text(CACHE.format(folder=tmp_path, temporary=temporary, port=port, behind=behind), "utf-8")
    command = [str(NGINX), "-p", str(tmp_path), "-c", str(written), "-e", str(tmp_path / "error.log")]
    proxy = subprocess.Popen(command)
    try:
        until(lambda: asked(f"http://127.0.0.1:{port}/healthz", "nobody", "")[0] == 200)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.kill(proxy.pid, signal.SIGQUIT)
        proxy.wait(10)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told: Any) -> None:
        """An answer that leads elsewhere is an answer too."""


def asked(url: str, who: str, cookies: str) -> tuple[int, str, str, str]:
    """Status, whom the answer was made for, whether the cache had it, Cache-Control."""
    request = urllib.request.Request(url, headers={"Cookie": cookies, "X-Who": who})
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request, timeout=60)
    except urllib.error.HTTPError as refused:
        answer = refused
    except OSError:
        return 0, "", "", ""
    with answer:
        answer.read()
        heads = answer.headers
        return answer.status, heads["X-Made-For"], heads["X-Kept"] or "", heads["Cache-Control"] or ""


@pytest.mark.long
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")
def test_a_thousand_requests_through_a_careless_cache_bring_nobody_anothers_page(
    world: World, cache: str
) -> None:
    assert asked(cache + PLANTED, "first", "")[1] == "first"
    assert asked(cache + PLANTED, "second", "")[1:3] == ("first", "HIT"), "this cache keeps what it may"

    cookies = {
        name: f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        for name, client in world.clients.items()
        if settings.SESSION_COOKIE_NAME in client.cookies
    }
    paths = sorted(
        {path for _name, path, _route in addresses_of(world, everybody=False) if "events" not in path}
    )
    draw = random.Random(69)
    told: Counter[str] = Counter()
    foreign, kept = [], []
    for _ in range(REQUESTS // 2):  # each page by two people, one after the other
        path = draw.choice(paths)
        for who in draw.sample(sorted(cookies), 2):
            status, made_for, hit, control = asked(cache + path, who, cookies[who])
            told[str(status)] += 1
            if made_for != who or hit == "HIT":
                foreign.append((who, made_for, path, hit))
            if "no-store" not in control and "private" not in control:
                kept.append((path, status, control))
    assert foreign == []
    assert kept == []
    assert told["200"] > REQUESTS // 10, told
    assert told.total() == REQUESTS
