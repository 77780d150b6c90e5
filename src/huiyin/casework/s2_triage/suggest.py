"""What a clerk sees before deciding: likely category, urgency, kind and place, with reasons in words.

Computed when shown: a changed text, list of words or register speaks at once. What was shown is kept with
the decision (shown.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop, ngettext

from huiyin.casework.casefile.models import Case
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.confidence import said_of
from huiyin.reading.danger import find_danger
from huiyin.reading.kinds import guess_kind
from huiyin.reading.personal import PersonalKind, find_personal
from huiyin.reading.reasons import Reason
from huiyin.reading.urgency import guess_urgency
from huiyin.registers.places.matching import place_in
from huiyin.registers.places.models import Place
from huiyin.registers.rules.categories import Category, CategoryList
from huiyin.registers.rules.reads import categories_for

from .learning.lessons import taught_in
from .learning.ranking import TOP, Ranked, ranked
from .likely import RECURRING_DAYS, recurring_here
from .near import buildings

KEYS = 8
"""Categories that can be chosen with a digit: the likely ones, then those frequent here."""
LATELY = 300
"""Cases of the scope among which the frequent categories are counted."""
PERSONAL = {
    PersonalKind.PHONE: gettext_noop("telephone"),
    PersonalKind.IDENTITY: gettext_noop("identity number"),
    PersonalKind.BANK_CARD: gettext_noop("bank card"),
    PersonalKind.PLATE: gettext_noop("number plate"),
    PersonalKind.MAIL: gettext_noop("e-mail address"),
    PersonalKind.WECHAT: gettext_noop("WeChat name"),
    PersonalKind.NAME: gettext_noop("name of a person"),
    PersonalKind.HOME: gettext_noop("number of a home"),
}


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """One likely category and why, e.g. "contains 返水, 楼上". `sure`: how likely; "" if a person chose."""

    category: Category
    reasons: tuple[str, ...]
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Everything guessed about one case, best first; a person decides. `urgency` is a class code (E0 … Q).

    `read`: the program's own categories with their chances (0 to 1), whatever a person chose before;
    `personal`: what to cover before others read the text; `lesson`: what was learned and used.
    """

    categories: tuple[CategoryHint, ...]
    frequent: tuple[Category, ...]
    urgency: str
    urgency_reasons: tuple[str, ...]
    kind: str
    kind_reasons: tuple[str, ...]
    place: Place | None
    recurring: str
    personal: tuple[str, ...]
    read: tuple[tuple[str, float], ...]
    lesson: int | None

    @property
    def category(self) -> Category | None:
        """The first of the categories."""
        return self.categories[0].category if self.categories else None


def suggestion_for(case: Case, at: datetime) -> Suggestion:
    """Read the case's text against the rules and registers of its scope. Raises NoPack."""
    text = f"{case.title}\n{case.content}"
    categories, taught = categories_for(scope_tree().up(case.scope_id), at), taught_in(case.scope_id)
    where = _spots(case) if taught.places else ()
    read = ranked(case.title, case.content, codes=categories.leaves, taught=taught, place_ids=where)
    hints = _categories(case, read, categories)
    first = hints[0].category if hints else None
    urgency = guess_urgency(text, default=first.urgency if first else "N", danger=find_danger(text))
    kind = guess_kind(text)
    return Suggestion(
        categories=hints,
        frequent=frequent_here(case, categories, without=[hint.category.code for hint in hints]),
        urgency=urgency.urgency.value,
        urgency_reasons=_said(urgency.reasons[1:]),  # the first says what is usual for the category
        kind=kind.kind.value,
        kind_reasons=_said(kind.reasons),
        place=None if case.place_id else place_named(case),
        recurring=recurring_words(case, first.code if first else "", at),
        personal=_personal(text),
        read=tuple((one.code, one.chance) for one in read),
        lesson=taught.lesson,
    )


def _spots(case: Case) -> tuple[int, ...]:
    """The numbers under which rules of places speak for a case: that of its building."""
    return tuple(buildings([case]).values())


def _personal(text: str) -> tuple[str, ...]:
    kinds = dict.fromkeys(piece.kind for piece in find_personal(text))
    return tuple(gettext(PERSONAL[kind]) for kind in kinds)


def frequent_here(
    case: Case, categories: CategoryList, *, without: Sequence[str] = ()
) -> tuple[Category, ...]:
    """The categories most cases of the scope had lately, to fill the digits up. One query of a few rows."""
    lately = Case.objects.filter(scope_id=case.scope_id).exclude(category="").order_by("-received_at")
    counted = Counter(lately.values_list("category", flat=True)[:LATELY])
    known = (categories.get(code) for code, _n in counted.most_common() if code not in without)
    return tuple([category for category in known if category][: KEYS - len(without)])


def place_named(case: Case) -> Place | None:
    """The registered place the text names, within the scope of the case."""
    found = place_in(scope_tree().under([case.scope_id]), f"{case.place_text} {case.title} {case.content}")
    return Place.objects.filter(pk=found.place_id).first() if found else None


def recurring_words(case: Case, category: str, at: datetime) -> str:
    """Say "3号楼: number 4 of this kind in 90 days", where it is at least the second."""
    spot, earlier = recurring_here(case, category, at)
    if not earlier:
        return ""
    return ngettext(
        "%(place)s: number %(n)s of this kind in %(days)s days",
        "%(place)s: number %(n)s of this kind in %(days)s days",
        earlier + 1,
    ) % {"place": spot, "n": earlier + 1, "days": RECURRING_DAYS}


def _categories(case: Case, read: Sequence[Ranked], categories: CategoryList) -> tuple[CategoryHint, ...]:
    """What the requester or a clerk chose stands first; then what the words say."""
    chosen = categories.get(case.category) if case.category else None
    hints = [CategoryHint(chosen, (gettext("chosen by the person who asked"),))] if chosen else []
    for one in read:
        category = categories.get(one.code)
        if category is not None and category is not chosen:
            hints.append(CategoryHint(category, one.reasons, said_of(one.chance, gettext)))
    return tuple(hints[:TOP])


def _said(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    return tuple(reason.text(gettext) for reason in reasons)
