"""The list of shared problems, hottest first, and the same as a table."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.reads import runs_of, topics_of
from huiyin.casework.s6_topics.words import STANDING, TopicState
from huiyin.desks.ledger.answer import MOST_ROWS, sheet_answer
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .saying import called, category_names, category_of, heat_of, people_of, state_of, trend_of, where_of

A_PAGE = 50
MOST_PLACES = 300
ANY = ("", gettext_lazy("all"))


class Filter(forms.Form):
    """Where, of which category, how it stands; what cannot be read is as if it were not there."""

    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Where it stands"), required=False,
        choices=[("", pgettext_lazy("topic", "a problem now")), *TopicState.choices],
    )  # fmt: skip

    def __init__(self, data: Any, topics: QuerySet[Topic]) -> None:
        super().__init__(data)
        rows = topics.order_by().values_list("place_words", "category", "scope_id").distinct()[:MOST_PLACES]
        names: dict[str, str] = {}
        for _words, code, scope in rows:
            names[code] = category_names(scope).get(code, code)
        self.fields["place"].choices = [ANY, *((one, one) for one in sorted({row[0] for row in rows} - {""}))]
        self.fields["category"].choices = [ANY, *sorted((one for one in names.items() if one[0]), key=str)]

    def narrowed(self, topics: QuerySet[Topic]) -> QuerySet[Topic]:
        """The topics asked for."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        state = said.pop("state", "")
        found = topics.filter(state__in=[state] if state else STANDING)
        return found.filter(
            **{{"place": "place_words"}.get(name, name): value for name, value in said.items()}
        )


def listed(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    form = Filter(request.GET, topics_of(viewer))
    page = Paginator(form.narrowed(topics_of(viewer)), A_PAGE).get_page(request.GET.get("page"))
    headings = (
        _("Shared problem"), _("Place"), _("Who asks"), pgettext("topic", "Heat"),
        _("30 days / 30 before"), _("Last request"), _("Where it stands"), _("Number"),
    )  # fmt: skip
    context = {
        "form": form, "page": page, "sorted": _sorted(viewer), "query": _query(request),
        "table": Table("", headings, [_row(one) for one in page]),
        "sheet": f"{reverse('topics-table')}?{_query(request)}",
    }  # fmt: skip
    return render(request, "topics/list.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    topics = Filter(request.GET, topics_of(viewer)).narrowed(topics_of(viewer))
    headings = [
        _("Number"), _("Community"), _("Shared problem"), _("Place"), _("Category"), _("Where it stands"),
        _("Requests"), _("People"), pgettext("topic", "Heat"), _("Last 30 days"), _("30 days before"),
        _("First request"), _("Last request"),
    ]  # fmt: skip
    rows = (
        [
            one.no, one.scope.name, called(one), where_of(one), category_of(one), state_of(one), one.cases,
            one.people, str(heat_of(one)), one.recent, one.before, day(one.first_at), day(one.last_at),
        ]
        for one in topics[:MOST_ROWS]
    )  # fmt: skip
    return sheet_answer(headings, rows, _("Shared problems"))


def _row(one: Topic) -> tuple[Any, ...]:
    link = Link(called(one), reverse("topic", args=[one.pk]))
    return (
        link, where_of(one), people_of(one), heat_of(one), trend_of(one), day(one.last_at), state_of(one),
        f"{one.scope.name} {one.no}",
    )  # fmt: skip


def _sorted(viewer: Viewer) -> list[str]:
    """When the cases of each community were last sorted."""
    scopes = scope_tree().paths if viewer.everywhere else viewer.grants.get(Permission.TOPIC_SEE, frozenset())
    words = _("%(place)s: %(n)s requests looked at together, %(when)s")
    return [
        words % {"place": run.scope.name, "n": run.cases, "when": minute(run.at)}
        for run in runs_of(viewer, scopes).filter(cases__gt=0)
    ]


def _query(request: HttpRequest) -> str:
    told = request.GET.copy()
    told.pop("page", None)
    return told.urlencode()
