"""The route table as tests see it: every address with its permission, methods and parameters."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import get_resolver

from huiyin.ground.web.permissions import PUBLIC

BEARER = "bearer token"


@dataclass(frozen=True)
class Route:
    """One address. `permissions`: any of them opens it; `module` is where its view is written."""

    name: str
    pattern: str
    permissions: tuple[str, ...]
    methods: frozenset[str]
    parameters: tuple[str, ...]
    module: str

    @property
    def public(self) -> bool:
        """Whether anybody may open it."""
        return self.permissions == (PUBLIC,)

    @property
    def api(self) -> bool:
        """Whether programs use it, with a token."""
        return self.pattern.lstrip("^").startswith("api")

    def address(self, values: dict[str, object]) -> str:
        """The path with its parameters filled in."""
        path = self.pattern
        for name in self.parameters:
            for kind in ("", "str:", "int:", "uuid:", "slug:"):
                path = path.replace(f"<{kind}{name}>", str(values[name]))
        return "/" + path


def pages() -> list[Route]:
    """Every address of the URL table, in its order."""
    found = []
    for pattern in get_resolver().url_patterns:
        view = pattern.callback
        permission = getattr(view, "permission", None)
        found.append(
            Route(
                pattern.name,
                str(pattern.pattern),
                (str(permission),) if permission else (),
                frozenset(getattr(view, "methods", "").split()),
                tuple(pattern.pattern.converters),
                view.__module__,
            )
        )
    return found


def operations() -> list[Route]:
    """Every operation of the API, with the permissions it names itself."""
    from huiyin.api.urls import PREFIX, api

    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                pattern = (PREFIX + f"{prefix}{path}".strip("/")).replace("{", "<").replace("}", ">")
                parameters = tuple(part[1:-1] for part in pattern.split("/") if part.startswith("<"))
                permissions = tuple(map(str, getattr(operation.view_func, "permissions", ())))
                found.append(
                    Route(
                        operation.view_func.__name__,
                        pattern,
                        permissions,
                        frozenset(operation.methods),
                        parameters,
                        "api",
                    )
                )
    return found
