"""The thread as tables: requests, shared problem, proposals, decisions, projects, verdicts; each a link."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.bridges.threads import Thread
from huiyin.casework.casefile.words import ENDED
from huiyin.casework.s5_closure.models import Verdict
from huiyin.casework.s6_topics.reads import members_of
from huiyin.desks.steward.tables import Link, Table, day
from huiyin.desks.topics.saying import called, people_of
from huiyin.ground.tenancy.viewer import Viewer


def thread_tables(viewer: Viewer, thread: Thread) -> Iterator[Table]:
    """Where it came from and what came of it, and the requests with their verdicts."""
    rows = list(_steps(thread))
    if rows:
        yield Table(_("The thread"), (_("Step"), _("What"), _("Where it stands")), rows)
    if thread.topic is None:
        return
    found = members_of(viewer, thread.topic)
    said = dict(
        Verdict.objects.filter(case_id__in=[case.pk for case in found.cases])
        .order_by("case_id", "round").values_list("case_id", "solved")
    )  # fmt: skip
    cases = [
        (
            Link(case.title, reverse("case", args=[case.number])), case.get_state_display(),
            _verdict(said.get(case.pk), ended=case.state in ENDED), case.number,
        )
        for case in found.cases
    ]  # fmt: skip
    note = _("%(n)s more you may not see.") % {"n": found.hidden} if found.hidden else ""
    headings = (_("Request"), _("State"), _("Verdict"), _("Number"))
    yield Table(_("Who asked for it"), headings, cases, note=note)


def _steps(thread: Thread) -> Iterator[tuple[str, Link, str]]:
    if thread.topic is not None:
        topic = thread.topic
        yield _("Shared problem"), Link(called(topic), reverse("topic", args=[topic.pk])), people_of(topic)
    for proposal in thread.proposals:
        link = Link(proposal.title, reverse("proposal-work", args=[proposal.pk]))
        yield _("Proposal"), link, str(proposal.get_state_display())
    for decision in thread.decisions:
        link = Link(decision.title, reverse("decision", args=[decision.pk]))
        yield _("Decision"), link, f"{day(decision.decided_on)} {decision.get_state_display()}"
    for project in thread.projects:
        link = Link(project.title, reverse("work", args=[project.pk]))
        yield _("Project"), link, str(project.get_state_display())


def _verdict(solved: bool | None, *, ended: bool) -> str:  # noqa: FBT001 - of the table
    if solved is None:
        return "–" if ended else _("not asked yet, or no word yet")
    return _("solved") if solved else _("not solved")
