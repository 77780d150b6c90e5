"""Plant a node in the scope tree."""

from .models import Scope
from .tree import forget_tree


def plant_scope(*, name: str, kind: str, parent: Scope | None = None, region: str = "") -> Scope:
    """Create a scope under `parent`; the region code is inherited when not given."""
    inherited = region or (parent.region if parent else "000000")
    scope = Scope.objects.create(name=name, kind=kind, parent=parent, region=inherited)
    scope.path = f"{parent.path if parent else '/'}{scope.pk}/"
    scope.save(update_fields=["path"])
    forget_tree()
    return scope
