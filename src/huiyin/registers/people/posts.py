"""Keep persons and the posts they hold. Every act is in the history with its actor."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.phones import tail
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.folding import initials

from .models import Person, Post
from .words import Permission, PostKind


@recorded
def add_person(*, scope_id: int, name: str, by: Viewer, phone: str = "") -> Person:
    """Register a person; the phone is sealed and never in the history. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, scope_id)
    person = Person.objects.create(
        scope_id=scope_id, name=name.strip(), pinyin=initials(name.strip(), person=True)
    )
    if phone:
        _seal(person, phone)
    return person


@recorded
def change_person(*, person: Person, name: str, by: Viewer, phone: str = "") -> Person:
    """Another name or phone (an empty phone leaves the old one). Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, person.scope_id)
    person.name, person.pinyin = name.strip(), initials(name.strip(), person=True)
    person.save(update_fields=["name", "pinyin"])
    if phone:
        _seal(person, phone)
    return person


@recorded
def give_post(  # noqa: PLR0913 - a post has so many sides
    *, person: Person, kind: PostKind, scope_id: int, since: date, by: Viewer, place_id: int | None = None,
    organisation_id: int | None = None, until: date | None = None, shown_phone: str = "",
) -> Post:  # fmt: skip
    """The person holds a post from a day on. `shown_phone` is the line residents may see. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, scope_id)
    return Post.objects.create(
        scope_id=scope_id, person=person, kind=kind, place_id=place_id, organisation_id=organisation_id,
        shown_name=person.name, shown_phone=shown_phone, since=since, until=until,
    )  # fmt: skip


@recorded
def change_post(*, post: Post, shown_phone: str, until: date | None, by: Viewer) -> Post:
    """Another line residents may see, or a last day. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, post.scope_id)
    post.shown_phone, post.until = shown_phone, until
    post.save(update_fields=["shown_phone", "until"])
    return post


@recorded
def end_post(*, post: Post, by: Viewer, reason: str = "") -> Post:  # noqa: ARG001 - kept in the history
    """The post ends today. Repeating changes nothing. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, post.scope_id)
    if post.until is None:
        post.until = timezone.localdate(now())
        post.save(update_fields=["until"])
    return post


def persons_of(viewer: Viewer) -> QuerySet[Person]:
    """The persons of the scopes where the viewer keeps registers."""
    if viewer.everywhere:
        return Person.objects.all()
    return Person.objects.filter(scope_id__in=viewer.grants.get(Permission.REGISTER_WRITE, frozenset()))


def _seal(person: Person, phone: str) -> None:
    person.phone_sealed = crypto.seal(phone, aad=person.phone_aad)
    person.phone_index = crypto.blind_index("phone", phone)
    person.tail_index = crypto.blind_index("tail", tail(phone))
    person.save(update_fields=["phone_sealed", "phone_index", "tail_index"])


def person_for(viewer: Viewer, person_id: int) -> Person:
    """One of them. Raises NotThere."""
    person = persons_of(viewer).select_related("scope").filter(pk=person_id).first()
    if person is None:
        raise NotThere
    return person
