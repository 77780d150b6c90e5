"""Who sits for a party, by the registers: its organisation, or who holds its post."""

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.people.models import Post
from huiyin.registers.rules.deliberations import Party


def holders_of(scope_id: int, party: Party) -> list[str]:
    """Names for the seats of a party, nearest first; empty where the registers know nobody.

    An organisation is named by itself: whom it sends is its own affair, and is written when the person comes.
    """
    path = scope_tree().up(scope_id)
    if party.posts:
        posts = Post.objects.filter(scope_id__in=path, kind__in=party.posts, until=None).select_related(
            "person"
        )
        near = sorted(posts, key=lambda post: (path.index(post.scope_id), post.pk))
        return [post.person.name for post in near]
    if not party.kinds:
        return []
    serves = Service.objects.filter(scope_id__in=path, until=None).values("organisation_id")
    known = Organisation.objects.filter(kind__in=party.kinds, until=None)
    here = list(known.filter(scope_id=scope_id).order_by("pk"))
    working = list(known.filter(pk__in=serves).exclude(scope_id=scope_id).order_by("pk"))
    above = sorted(
        known.filter(scope_id__in=path[1:]).order_by("pk"), key=lambda one: path.index(one.scope_id)
    )
    return list(dict.fromkeys(one.name for one in (*here, *working, *above)))
