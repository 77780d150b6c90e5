"""The words of a proposal on its way through the four steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalState(models.TextChoices):
    """Where a proposal stands, as staff say it; it is named by what happens next."""

    DRAFT = "draft", pgettext_lazy("proposal", "Being written")
    RAISED = "raised", pgettext_lazy("proposal", "Raised, to be discussed")
    DISCUSSED = "discussed", pgettext_lazy("proposal", "Discussed, to be answered")
    ANSWERED = "answered", pgettext_lazy("proposal", "Answered, being carried out")
    RATING = "rating", pgettext_lazy("proposal", "Being rated")
    SETTLED = "settled", pgettext_lazy("proposal", "Settled")
    DROPPED = "dropped", pgettext_lazy("proposal", "Dropped")


class PublicState(models.TextChoices):
    """The same, as residents read it."""

    RAISED = "raised", pgettext_lazy("proposal in public", "Put forward, your opinion is asked")
    ANSWERING = "answering", pgettext_lazy("proposal in public", "Discussed, waiting for answers")
    WORK = "work", pgettext_lazy("proposal in public", "Promised, being done")
    RATING = "rating", pgettext_lazy("proposal in public", "Done? Please rate it")
    SETTLED = "settled", pgettext_lazy("proposal in public", "Settled")
    DROPPED = "dropped", pgettext_lazy("proposal in public", "Not carried on")


S = ProposalState
PUBLIC: dict[ProposalState, PublicState] = {
    S.RAISED: PublicState.RAISED,
    S.DISCUSSED: PublicState.ANSWERING,
    S.ANSWERED: PublicState.WORK,
    S.RATING: PublicState.RATING,
    S.SETTLED: PublicState.SETTLED,
    S.DROPPED: PublicState.DROPPED,
}


class Verb(models.TextChoices):
    """The lines of a proposal's record."""

    DRAFTED = "drafted", _("wrote the proposal")
    RAISED = "raised", _("raised it")
    CHOICE = "choice", _("noted a way to solve it")
    UNCHOICE = "unchoice", _("took a way out")
    DISCUSSED = "discussed", _("closed the discussion")
    ASKED = "asked", _("asked for an answer")
    PROMISED = "promised", _("promised a measure")
    REFUSED = "refused", _("refused, with a reason")
    ANSWERED = "answered", _("closed the answers")
    BACK = "back", _("sent it back: all answers refuse")
    DONE = "done", _("reported the measure done")
    VOTE = "vote", _("began the owners' vote it needs")
    VOTED = "voted", _("took the result of the owners' vote")
    POSTED = "posted", _("posted it for rating")
    PROLONGED = "prolonged", _("prolonged the rating")
    SETTLED = "settled", _("declared it settled")
    SENT_BACK = "sent_back", _("sent it back: the ratings are too low")
    DROPPED = "dropped", _("dropped it")


class Origin(models.TextChoices):
    """What a proposal comes from. `origin_id` names the thing where there is one."""

    TOPIC = "topic", pgettext_lazy("proposal", "several requests that are one problem")
    PERSON = "person", pgettext_lazy("proposal", "a person")
    COUNCIL = "council", pgettext_lazy("proposal", "a council or meeting")
    BRANCH = "branch", pgettext_lazy("proposal", "the party branch")


class Stance(models.TextChoices):
    """An opinion in one tap."""

    FOR = "for", pgettext_lazy("opinion", "In favour")
    DOUBT = "doubt", pgettext_lazy("opinion", "I have doubts")
    AGAINST = "against", pgettext_lazy("opinion", "Against")


class Way(models.TextChoices):
    """How a rating or an opinion came."""

    LINK = "link", pgettext_lazy("rating", "by the slip's code")
    PAPER = "paper", pgettext_lazy("rating", "on paper")
    VISIT = "visit", pgettext_lazy("rating", "at a visit or by telephone")
    OPEN = "open", pgettext_lazy("rating", "on the public page")


class VoteOutcome(models.TextChoices):
    """What became of the owners' vote a proposal needs."""

    NONE = "", pgettext_lazy("vote of a proposal", "not held yet")
    RUNNING = "running", pgettext_lazy("vote of a proposal", "under way")
    PASSED = "passed", pgettext_lazy("vote of a proposal", "passed")
    FAILED = "failed", pgettext_lazy("vote of a proposal", "not passed")
