"""Every page, opened by whoever may: who opens what, and what the database is told meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.matrix.routes import Route, pages
from tests.matrix.world import NEAR, World

QUERIES = {
    **dict.fromkeys(("leader-list", "leader-table"), "what=waiting"),
    **dict.fromkeys(("leader-coverage", "leader-coverage-table"), "what=body"),
}
"""What an address cannot do without."""


def openers(world: World, route: Route) -> list[str]:
    """Everybody who may open the route."""
    if route.public:
        return ["nobody"]
    return [
        name
        for name, who in world.viewers.items()
        if name in world.clients and any(map(who.may, route.permissions))
    ]


def addresses_of(world: World, *, everybody: bool) -> Iterator[tuple[str, str, Route]]:
    """(person, path, route) of every address that can be opened, files and tables too.

    Not `everybody`: one person each, and all who may for the page of a case, which shows each something else.
    """
    for route in pages():
        if route.api or "GET" not in route.methods or not world.known(route):
            continue
        query = QUERIES.get(route.name, "")
        path = world.address(route, NEAR) + (f"?{query}" if query else "")
        names = openers(world, route)
        for name in names if everybody or route.name == "case" else names[:1]:
            yield name, path, route


def opened(world: World, name: str, path: str, **options: Any) -> HttpResponse:
    """The answer, an error of the program being an answer of 500; streamed bytes are gathered."""
    client = Client(raise_request_exception=False)
    client.cookies = world.clients[name].cookies
    return client.get(path, **options)


@contextmanager
def told_to_the_database() -> Iterator[list[str]]:
    """The texts of all statements sent meanwhile, without their values, which travel apart."""
    heard: list[str] = []

    def hear(execute: Any, query: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's call
        heard.append(str(query))
        return execute(query, values, many, context)

    with connection.execute_wrapper(hear):
        yield heard
