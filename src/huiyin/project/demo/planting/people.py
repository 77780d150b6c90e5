"""Plant persons, their posts, the accounts of those who sign in, and what each may do where."""

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone, tail
from huiyin.project.demo.roster import PersonCard, PostCard, accounts, people
from huiyin.reading.folding import initials
from huiyin.registers.people.models import Account, Person, Post, RoleGrant
from huiyin.registers.people.policy import PHONE_CODE
from huiyin.registers.people.words import Role

from .ground_plan import GroundPlan


def plant_people(plan: GroundPlan) -> None:
    """Plant everybody; passwords and second factors come with the logins."""
    cards = people()
    persons = [_person(plan, card) for card in cards]
    Person.objects.bulk_create(persons)
    for person, card in zip(persons, cards, strict=True):
        _seal_phone(person, card.phone)
    Person.objects.bulk_update(persons, ["phone_sealed", "phone_index", "tail_index"])
    by_key = dict(zip((card.key for card in cards), persons, strict=True))
    Post.objects.bulk_create(
        _post(plan, by_key[card.key], card, post) for card in cards for post in card.posts
    )
    _plant_accounts(plan, by_key)


def _person(plan: GroundPlan, card: PersonCard) -> Person:
    home = plan.places[card.home] if card.home else None
    facts = {"born": {"value": card.born}} if card.born else {}
    return Person(
        scope=plan.scopes[card.scope],
        name=card.name,
        pinyin=initials(card.name, person=True),
        home=home,
        facts=facts,
    )


def _seal_phone(row: Person | Account, phone: str) -> None:
    number = normalise_phone(phone) or phone
    row.phone_sealed = crypto.seal(number, aad=row.phone_aad)
    row.phone_index = crypto.blind_index("phone", number)
    if isinstance(row, Person):
        row.tail_index = crypto.blind_index("tail", tail(number))


def _post(plan: GroundPlan, person: Person, card: PersonCard, post: PostCard) -> Post:
    ended = plan.months_ago(post.since_months - post.months) if not post.current else None
    return Post(
        scope=plan.places[post.place].scope if post.place else plan.organisations[post.organisation].scope,
        person=person, kind=post.kind, place=plan.places[post.place] if post.place else None,
        organisation=plan.organisations[post.organisation] if post.organisation else None,
        shown_name=card.name, shown_phone="", since=plan.months_ago(post.since_months), until=ended,
    )  # fmt: skip


def _plant_accounts(plan: GroundPlan, persons: dict[str, Person]) -> None:
    made = [_account(card, persons[card.key]) for card in accounts()]
    Account.objects.bulk_create(made)
    for account, card in zip(made, accounts(), strict=True):
        _seal_phone(account, card.phone)
    Account.objects.bulk_update(made, ["phone_sealed", "phone_index"])
    plan.accounts.update(zip((card.key for card in accounts()), made, strict=True))
    RoleGrant.objects.bulk_create(grant for card in accounts() for grant in _grants(plan, card))


def _account(card: PersonCard, person: Person) -> Account:
    assert card.account is not None  # noqa: S101 - `accounts()` gives only such cards
    row = Account(username=card.account.username, person=person, display_name=card.name)
    row.by_phone = Role(card.account.role) in PHONE_CODE
    row.set_unusable_password()
    return row


def _grants(plan: GroundPlan, card: PersonCard) -> list[RoleGrant]:
    told = card.account
    assert told is not None  # noqa: S101 - see _account
    return [
        RoleGrant(
            account=plan.accounts[card.key], role=told.role, scope=plan.scopes[scope],
            organisation=plan.organisations[told.organisation] if told.organisation else None,
            place=plan.places[told.place] if told.place else None, since=plan.began,
        )
        for scope in told.scopes
    ]  # fmt: skip
