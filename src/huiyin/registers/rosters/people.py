"""Rows of people: who they are, which post they hold where, since when; and the account a post works with."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.dates import read_day
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Person, Post
from huiyin.registers.people.posts import add_person, change_person, end_post, give_post
from huiyin.registers.people.words import Permission, PostKind
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .accounts import Accounts
from .lines import Here, Line, Result
from .names import OrganisationBook
from .refusals import CellMissing, CellTooLong, CellUnread, PlaceUnknown
from .spot import found_at
from .tree import tree_of
from .words import Outcome

LONGEST_NAME, LONGEST_SHOWN = 50, 20
POSTS: tuple[tuple[str, PostKind], ...] = (
    ("单元长", PostKind.ENTRANCE_HEAD),
    ("门栋长", PostKind.ENTRANCE_HEAD),
    ("楼栋长", PostKind.BUILDING_HEAD),
    ("楼长", PostKind.BUILDING_HEAD),
    ("栋长", PostKind.BUILDING_HEAD),
    ("联络", PostKind.LIAISON),
    ("网格长", PostKind.GRID_HEAD),
    ("网格", PostKind.GRID_OFFICER),
    ("书记", PostKind.SECRETARY),
    ("调解", PostKind.MEDIATOR),
    ("值班长", PostKind.DUTY_LEAD),
    ("班长", PostKind.DUTY_LEAD),
    ("经理", PostKind.MANAGER),
    ("值班", PostKind.DESK),
    ("前台", PostKind.DESK),
    ("客服", PostKind.DESK),
    ("管家", PostKind.DESK),
    ("维修", PostKind.REPAIR),
    ("工程", PostKind.REPAIR),
    ("保安", PostKind.GUARD),
    ("秩序", PostKind.GUARD),
    ("门岗", PostKind.GUARD),
    ("业委会", PostKind.COMMITTEE),
    ("委员", PostKind.COMMITTEE),
    ("社工", PostKind.CLERK),
    ("社区", PostKind.CLERK),
    ("街道", PostKind.LEADER),
)
"""Words in a post → its kind; the first that is found holds."""
NEEDS_PLACE = {
    PostKind.BUILDING_HEAD: (PlaceKind.BUILDING,),
    PostKind.ENTRANCE_HEAD: (PlaceKind.ENTRANCE, PlaceKind.BUILDING),
}
"""Posts that are of a place, and of what kind."""
Kept = tuple[str, int | None, int | None]
"""Kind, place and organisation: what one post is."""


class People:
    """Takes rows of people and their posts."""

    writes = True

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        self.here, self.root, self.book = here, tree_of(here.scope_id), OrganisationBook(here.scope_id)
        self.scopes = scope_tree().under([here.scope_id])
        self.accounts = Accounts(here) if here.accounts else None
        self.new: Counter[str] = Counter()
        self.kinds: set[PostKind] = set()
        self.kept: set[int] = set()

    def take(self, line: Line) -> Outcome:
        """Write a row. Raises RowRefused and what the acts raise."""
        name, phone = _name(line), _phone(line)
        kind = _post(line.get("post"))
        place = self._place(line, kind)
        company = self.book.find(line.get("organisation")) if line.get("organisation") else None
        scope_id = place.scope_id if place else self.here.scope_id
        key = (kind.value if kind else "", place.pk if place else None, company.pk if company else None)
        person, changed = self._person(name, phone, scope_id, key)
        post_is_new = kind is not None and self._post(person, kind, place, company, scope_id, line)
        if self.accounts and kind is not None:
            opened = self.accounts.open_for(person, kind, phone, place, company, scope_id)
            self.new[_("Account")] += opened
        if post_is_new:
            self.new[str(kind.label if kind else "")] += 1
        if person.pk and changed is None:
            return Outcome.ADDED
        return Outcome.CHANGED if changed or post_is_new else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Of a full list: posts of its kinds that it does not name end, unless some row could not be read."""
        result.new.update({words: n for words, n in self.new.items() if n})
        if not self.here.whole:
            return
        if result.problems:
            result.notes.append(_("Nobody's post was ended, because some rows could not be read."))
            return
        gone = Post.objects.filter(scope_id__in=self.scopes, kind__in=self.kinds, until=None)
        for post in gone.exclude(pk__in=self.kept).select_related("person").order_by("pk"):
            end_post(post=post, by=self.here.by, reason=self.here.name)
            words = {"post": post.get_kind_display(), "name": post.person.name}
            result.notes.append(_("Ended, because the list does not name it: %(post)s %(name)s") % words)

    def _place(self, line: Line, kind: PostKind | None) -> Place | None:
        node, spoken = found_at(line, self.root), line.get("where")
        place = node.place if node else None
        if place is None and spoken:
            place = find_spoken(self.scopes, spoken)
            if place is None:
                raise PlaceUnknown(value=spoken)
        if kind in NEEDS_PLACE and (place is None or place.kind not in NEEDS_PLACE[kind]):
            raise CellMissing(column=NEEDS_PLACE[kind][0].label)
        return place

    def _person(self, name: str, phone: str, scope_id: int, key: Kept) -> tuple[Person, bool | None]:
        """The person of this row; whether it was changed, None for a new one.

        The same name and telephone, or the same name in the same post, is the same person.
        """
        same = Person.objects.filter(scope_id__in=self.scopes, name=name)
        index = crypto.blind_index("phone", phone) if phone else b""
        kind, place_id, company_id = key
        held = Q(
            posts__kind=kind, posts__place_id=place_id, posts__organisation_id=company_id, posts__until=None
        )
        known = same.filter(phone_index=index).first() if phone else None
        known = known or same.filter(held).first()
        if known is None:
            self.new[_("Person")] += 1
            return add_person(scope_id=scope_id, name=name, phone=phone, by=self.here.by), None
        if phone and bytes(known.phone_index) != index:
            return change_person(person=known, name=name, phone=phone, by=self.here.by), True
        return known, False

    def _post(
        self, person: Person, kind: PostKind, place: Place | None, company: Organisation | None,
        scope_id: int, line: Line,
    ) -> bool:  # fmt: skip
        """Give the post unless it is held; whether it is new."""
        self.kinds.add(kind)
        until = _day(line, "until")
        here = {"kind": kind, "place": place, "organisation": company, "until": None}
        held = Post.objects.filter(person=person, **here).first()
        if held is not None:
            self.kept.add(held.pk)
            return False
        since = _day(line, "since") or timezone.localdate(self.here.at)
        post = give_post(
            person=person, kind=kind, scope_id=scope_id, since=since, until=until, by=self.here.by,
            place_id=place.pk if place else None, organisation_id=company.pk if company else None,
            shown_phone=_shown(line),
        )  # fmt: skip
        self.kept.add(post.pk)
        return True


def _name(line: Line) -> str:
    name = line.get("name")
    if not name:
        raise CellMissing(column=_("Name"))
    if len(name) > LONGEST_NAME:
        raise CellTooLong(column=_("Name"), limit=LONGEST_NAME)
    return name


def _phone(line: Line) -> str:
    text = line.get("phone")
    phone = normalise_phone(text) if text else ""
    if phone is None:
        raise CellUnread(column=_("Telephone"), value=text[-4:])
    return phone


def _shown(line: Line) -> str:
    shown = line.get("shown_phone")
    if len(shown) > LONGEST_SHOWN:
        raise CellTooLong(column=_("Telephone"), limit=LONGEST_SHOWN)
    return shown


def _post(said: str) -> PostKind | None:
    if not said:
        return None
    for kind in PostKind:
        if said in (kind.value, str(kind.label)):
            return kind
    found = next((kind for word, kind in POSTS if word in said), None)
    if found is None:
        raise CellUnread(column=_("Post"), value=said)
    return found


def _day(line: Line, field: str) -> date | None:
    text = line.get(field)
    if not text:
        return None
    found = read_day(text)
    if found is None:
        raise CellUnread(column=_("Date"), value=text)
    return found
