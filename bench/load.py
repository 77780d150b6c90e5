"""Clients on kept-alive connections, in processes of their own; each knows one request it repeats."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from bench.instance import Bench

Ask = Callable[[http.client.HTTPConnection], bool]


def rate(bench: Bench, make: Callable[[Bench], Ask], *, clients: int, seconds: float) -> float:
    """Requests done a second by that many clients, in two processes beside the server's."""
    half = clients // 2
    with multiprocessing.get_context("fork").Pool(2) as pool:
        counts = pool.starmap(
            _clients, [(bench, make, half, seconds), (bench, make, clients - half, seconds)]
        )
    return sum(counts) / seconds


def _clients(bench: Bench, make: Callable[[Bench], Ask], clients: int, seconds: float) -> int:
    import threading

    done = [0] * clients

    def work(place: int) -> None:
        connection, ask = connect(bench), make(bench)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert ask(connection), "a request was refused"
            done[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


def connect(bench: Bench) -> http.client.HTTPConnection:
    """A connection that stays open."""
    address = urlsplit(bench.url)
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)


def by_api(bench: Bench) -> Ask:
    """POST /api/v1/cases, each with its own key."""

    def ask(connection: http.client.HTTPConnection) -> bool:
        body = json.dumps({"scope_id": bench.scope_id, "content": "楼道灯不亮", "category": "0901"})
        headers = {
            "Authorization": f"Bearer {bench.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        connection.request("POST", "/api/v1/cases", body.encode(), headers)
        response = connection.getresponse()
        response.read()
        return response.status == 201

    return ask


def by_form(bench: Bench) -> Ask:
    """The form behind the printed code, sent as a browser without scripts sends it."""
    path, connection = f"/q/{bench.code}/power", connect(bench)
    connection.request("GET", path)
    page = connection.getresponse()
    text = page.read().decode()
    cookie = "; ".join(
        value.split(";")[0] for name, value in page.getheaders() if name.lower() == "set-cookie"
    )
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert found, text[:500]
    token = found[1]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))

    def ask(connection: http.client.HTTPConnection) -> bool:
        body = urlencode({**fields, "csrfmiddlewaretoken": token, "key": uuid.uuid4(), "words": "楼道灯不亮"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status in (302, 303)

    return ask
