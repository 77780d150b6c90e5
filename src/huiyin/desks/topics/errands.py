"""What is said of a shared problem: each form ends in one act, each page asks once more before."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.casework.s6_topics import acts
from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.reads import members_of, standing_topics, topic_for
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.desks.steward.tables import day
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .forms import HowForm, InForm, JoinForm, NameForm, OutForm, ReasonForm, SplitForm
from .saying import called, where_of

MOST = 100
"""Other problems offered to join to, the hottest."""


def confirm(viewer: Viewer, topic_id: UUID) -> Errand:
    """It is one problem."""

    def act(_told: dict[str, Any]) -> None:
        acts.confirm_topic(topic_id=topic_id, by=viewer)

    return _errand(viewer, topic_id, _("Confirm: it is one problem"), pgettext("topic", "Confirm"), Sure, act)


def rename(viewer: Viewer, topic_id: UUID) -> Errand:
    """Give it a name."""

    def act(told: dict[str, Any]) -> None:
        acts.rename_topic(topic_id=topic_id, name=told["name"], by=viewer)

    topic = topic_for(viewer, topic_id)
    before = {"name": topic.called}
    return _errand(
        viewer, topic_id, _("Rename the problem"), pgettext("topic", "Rename"), NameForm, act, initial=before
    )


def split(viewer: Viewer, topic_id: UUID) -> Errand:
    """Some requests are a problem of their own."""

    def act(told: dict[str, Any]) -> None:
        cases = [UUID(one) for one in told["cases"]]
        acts.split_topic(topic_id=topic_id, case_ids=cases, name=told["name"], by=viewer)

    options = {"cases": _cases(viewer, topic_id)}
    return _errand(
        viewer, topic_id, _("Split off another problem"), pgettext("topic", "Split"), SplitForm, act, options
    )


def join(viewer: Viewer, topic_id: UUID) -> Errand:
    """It belongs to another problem."""

    def act(told: dict[str, Any]) -> None:
        acts.join_topics(topic_id=topic_id, into_id=UUID(told["into"]), by=viewer)

    topic = topic_for(viewer, topic_id)
    others = standing_topics(viewer, [topic.scope_id]).exclude(pk=topic.pk)[:MOST]
    options = {"into": [(str(one.pk), f"{one.no} · {called(one)} · {where_of(one)}") for one in others]}
    return _errand(
        viewer, topic_id, _("Join to another problem"), pgettext("topic", "Join"), JoinForm, act, options
    )


def put_in(viewer: Viewer, topic_id: UUID) -> Errand:
    """A request belongs to it."""

    def act(told: dict[str, Any]) -> None:
        acts.put_in(topic_id=topic_id, number=told["number"], by=viewer)

    return _errand(viewer, topic_id, _("Put a request in"), pgettext("topic", "Put in"), InForm, act)


def take_out(viewer: Viewer, topic_id: UUID) -> Errand:
    """Some requests do not belong to it."""

    def act(told: dict[str, Any]) -> None:
        cases = [UUID(one) for one in told["cases"]]
        acts.take_out(topic_id=topic_id, case_ids=cases, why=told["why"], by=viewer)

    options = {"cases": _cases(viewer, topic_id)}
    return _errand(
        viewer, topic_id, _("Take requests out"), pgettext("topic", "Take out"), OutForm, act, options
    )


def settle(viewer: Viewer, topic_id: UUID) -> Errand:
    """It is solved."""

    def act(told: dict[str, Any]) -> None:
        acts.settle_topic(topic_id=topic_id, why=told["why"], by=viewer)

    return _errand(viewer, topic_id, _("The problem is solved"), pgettext("topic", "Solved"), HowForm, act)


def reject(viewer: Viewer, topic_id: UUID) -> Errand:
    """It is not one problem."""

    def act(told: dict[str, Any]) -> None:
        acts.reject_topic(topic_id=topic_id, why=told["why"], by=viewer)

    return _errand(
        viewer, topic_id, _("It is not one problem"), pgettext("topic", "Not one problem"), ReasonForm, act
    )


def take_up(viewer: Viewer, topic_id: UUID) -> Errand:
    """It is a problem after all."""

    def act(told: dict[str, Any]) -> None:
        acts.take_up_topic(topic_id=topic_id, why=told["why"], by=viewer)

    return _errand(
        viewer, topic_id, _("Take the problem up again"), pgettext("topic", "Take up"), ReasonForm, act
    )


def _cases(viewer: Viewer, topic_id: UUID) -> Choices:
    found = members_of(viewer, topic_for(viewer, topic_id)).cases
    return [
        (
            str(one.pk),
            f"{day(one.received_at)} · {one.title} · {one.place.label if one.place else one.place_text}",
        )
        for one in found
    ]


def _errand(
    viewer: Viewer, topic_id: UUID, title: str, button: str, form: type[forms.Form],
    act: Callable[[dict[str, Any]], None], options: dict[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    topic: Topic = topic_for(viewer, topic_id)
    viewer.must(Permission.TOPIC_WORK, topic.scope_id)
    back = reverse("topic", args=[topic.pk])
    note = f"{called(topic)} · {where_of(topic)}"
    return Errand(title, button, form, act, back, options or {}, note=note, initial=initial or {})
