"""Rows of people: who they are, which post they hold where, since when; and the account a post works with."""

from __future__ import annotations

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
from huiyin.registers.people.posts import add_person, change_person, change_post, end_post, give_post
from huiyin.registers.people.words import Permission, PostKind
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .accounts import Accounts
from .lines import Here, Line, New, Result
from .names import OrganisationBook, Words, meant
from .refusals import CellMissing, CellTooLong, CellUnread, PlaceUnknown
from .spot import found_at
from .tree import tree_of
from .words import Outcome

LONGEST_NAME, LONGEST_SHOWN = 50, 20
POSTS: Words[PostKind] = (
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
        self.kinds: set[PostKind] = set()
        self.kept: set[int] = set()

    def take(self, line: Line, new: New) -> Outcome:
        """Write a row. Raises RowRefused and what the acts raise."""
        name, phone = _name(line), _phone(line)
        kind = _post(line.get("post"))
        place = self._place(line, kind)
        company = self.book.find(line.get("organisation")) if line.get("organisation") else None
        scope_id = place.scope_id if place else self.here.scope_id
        key = (kind.value if kind else "", place.pk if place else None, company.pk if company else None)
        known = self._known(name, phone, key)
        person = known or add_person(scope_id=scope_id, name=name, phone=phone, by=self.here.by)
        changed = known is not None and self._changed(known, phone)
        if kind is not None:
            post, how = self._post(person, kind, place, company, scope_id, line)
            self.kinds.add(kind)
            self.kept.add(post.pk)
            new[str(kind.label)] += how is Outcome.ADDED
            changed = changed or how is not Outcome.SAME
            if self.accounts:
                opened = self.accounts.open_for(person, kind, phone, place, company, scope_id)
                new[_("Account")] += opened
                changed = changed or bool(opened)
        if known is None:
            new[_("Person")] += 1
            return Outcome.ADDED
        return Outcome.CHANGED if changed else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Of a full list: posts of its kinds that it does not name end, unless some row could not be read."""
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

    def _known(self, name: str, phone: str, key: Kept) -> Person | None:
        """The same name and telephone, or the same name in the same post, is the same person."""
        same = Person.objects.filter(scope_id__in=self.scopes, name=name)
        kind, place_id, company_id = key
        held = Q(
            posts__kind=kind, posts__place_id=place_id, posts__organisation_id=company_id, posts__until=None
        )
        by_phone = same.filter(phone_index=crypto.blind_index("phone", phone)).first() if phone else None
        return by_phone or same.filter(held).first()

    def _changed(self, person: Person, phone: str) -> bool:
        """Bring the telephone up to date; whether it was another."""
        if not phone or bytes(person.phone_index) == crypto.blind_index("phone", phone):
            return False
        change_person(person=person, name=person.name, phone=phone, by=self.here.by)
        return True

    def _post(
        self, person: Person, kind: PostKind, place: Place | None, company: Organisation | None,
        scope_id: int, line: Line,
    ) -> tuple[Post, Outcome]:  # fmt: skip
        """Give the post, or bring the one that is held up to date."""
        until, shown = _day(line, "until"), _shown(line)
        since = _day(line, "since") or timezone.localdate(self.here.at)
        lasting = Q(until=None) | Q(until=until)
        held = Post.objects.filter(
            lasting, person=person, kind=kind, place=place, organisation=company
        ).first()
        if held is None:
            post = give_post(
                person=person, kind=kind, scope_id=scope_id, since=since, until=until, by=self.here.by,
                place_id=place.pk if place else None, organisation_id=company.pk if company else None,
                shown_phone=shown,
            )  # fmt: skip
            return post, Outcome.ADDED
        wanted = shown or held.shown_phone, until or held.until
        if wanted == (held.shown_phone, held.until):
            return held, Outcome.SAME
        return change_post(
            post=held, shown_phone=wanted[0], until=wanted[1], by=self.here.by
        ), Outcome.CHANGED


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
    found = meant(said, PostKind, POSTS)
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
