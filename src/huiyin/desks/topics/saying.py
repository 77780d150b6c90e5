"""A topic in words: how hot, how it moves, why the program thinks so. Never a bare score."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext, pgettext_lazy

from huiyin.casework.s6_topics.models import Topic
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack

HOT, WARM = 5.0, 2.5
"""Heat from which a topic is called so: about five people, or two and a half, who asked just now."""
REASONS = {
    "recurs": gettext_noop("%(n)s of this kind within %(days)s days: %(place)s"),
    "shared_words": gettext_noop("most of them say %(words)s"),
    "same_place": gettext_noop("they name %(words)s"),
}


def called(topic: Topic) -> str:
    """Its name, else the program's title, else its number alone."""
    return topic.called or _("Shared problem %(no)s") % {"no": topic.no}


def heat_of(topic: Topic) -> Promise:
    """How hot it is."""
    if topic.heat >= HOT:
        return pgettext_lazy("heat", "hot")
    return pgettext_lazy("heat", "warm") if topic.heat >= WARM else pgettext_lazy("heat", "quiet")


def trend_of(topic: Topic) -> str:
    """Cases of the last thirty days beside those of the thirty before: "↑ 5 / 2"."""
    arrow = "↑" if topic.recent > topic.before else "↓" if topic.recent < topic.before else "→"
    return f"{arrow} {topic.recent} / {topic.before}"


def people_of(topic: Topic) -> str:
    """How many people asked how often."""
    return _("%(people)s people, %(cases)s requests") % {"people": topic.people, "cases": topic.cases}


def span_of(topic: Topic) -> str:
    """From the first request to the last."""
    if topic.first_at is None or topic.last_at is None:
        return "–"
    first, last = (timezone.localtime(at).date().isoformat() for at in (topic.first_at, topic.last_at))
    return first if first == last else f"{first} – {last}"


def where_of(topic: Topic) -> str:
    """The place it lies around."""
    return topic.place_words or (topic.place.label if topic.place else topic.scope.name)


def why_of(topic: Topic) -> list[str]:
    """The program's reasons, in words a clerk can check."""
    return [_(REASONS[one["code"]]) % _values(one) for one in topic.reasons if one.get("code") in REASONS]


def _values(reason: dict[str, Any]) -> dict[str, Any]:
    return {**reason, "words": "".join(f"“{word}”" for word in reason.get("words", ()))}


def category_of(topic: Topic) -> str:
    """The name of its category; "" while it has none."""
    return category_names(topic.scope_id).get(topic.category, topic.category)


def category_names(scope_id: int) -> dict[str, str]:
    """Code -> name of a community's categories, from memory."""
    try:
        leaves = categories_for(scope_tree().up(scope_id), now()).leaves.values()
    except NoPack:
        return {}
    return {leaf.code: said(leaf) for leaf in leaves}


def state_of(topic: Topic) -> str:
    """Where it stands; what came again says so."""
    state = str(topic.get_state_display())
    return f"{state} · {pgettext('topic', 'comes again')}" if topic.key else state
