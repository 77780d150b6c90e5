"""What people decided: corrected suggestions, and which cases belong together."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """A triage decision beside the suggestion that stood on the screen."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="corrections")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    field = models.CharField(max_length=12)
    suggested = models.CharField(max_length=40, blank=True)
    decided = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.field}: {self.suggested} → {self.decided}"


class SortingRecord(models.Model):
    """What was suggested when a person sorted a case, and what they chose; learned from, never changed.

    `shown`: {"categories": [[code, chance]], "urgency", "kind", "place", "alike": [case ids], "lesson"}, the
    program's own reading. `decided`: {"urgency", "kind", "place"}. `suggested`: its first category.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="sortings")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    shown = models.JSONField()
    suggested = models.CharField(max_length=4, blank=True)
    category = models.CharField(max_length=4)
    decided = models.JSONField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["scope", "at"], name="triage_sorted_by_time"),)

    def __str__(self) -> str:
        return f"{self.suggested} → {self.category}"


class Lesson(models.Model):
    """What the corrections of an area taught up to one moment; the newest of an area holds, none is changed.

    `words`: {code: {word: weight}}; `places`: [{"place", "from", "to", "n", "of"}]; `card`: how it was
    learned and how good it is (learning/card.py). `model`: a file of reading/labelling.py, where this lesson
    made a better one; else `model_of` is the lesson whose model goes on, if there is any.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_by_label = models.CharField(max_length=80, default="")
    corrections = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    card = models.JSONField(default=dict)
    model = models.BinaryField(null=True)
    model_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["scope", "made_at"], name="triage_lesson_newest"),)

    def __str__(self) -> str:
        return f"{self.scope_id} {self.made_at:%Y-%m-%d}"


class LearningAsked(models.Model):
    """Somebody pressed the button: the worker learns, and the next lesson of the area answers it."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=80)
    asked_by_label = models.CharField(max_length=80, default="")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scope_id} {self.asked_at:%Y-%m-%d %H:%M}"


class LinkKind(models.TextChoices):
    """How two cases stand to each other; the first two are handled together, the third apart."""

    MERGED = "merged", _("Same matter")
    SUPPORT = "support", _("Reported too")
    SPLIT = "split", _("Split off")


class Link(models.Model):
    """One case stands to another; never deleted, undone with name, moment and reason.

    `case` is handled with `main` (merged, support) or came out of it (split). `state_before`: where a joined
    one goes back to. `left_at`: it went its own way (its requester said "not solved" or took it back).
    """

    kind = models.CharField(max_length=8, choices=LinkKind)
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="links")
    main = models.ForeignKey("casefile.Case", models.PROTECT, related_name="joined_links")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    state_before = models.CharField(max_length=12, default="")
    why = models.CharField(max_length=200, default="", blank=True)
    made_by = models.CharField(max_length=80)
    made_by_label = models.CharField(max_length=80, default="")
    made_at = models.DateTimeField()
    undone_by = models.CharField(max_length=80, default="")
    undone_by_label = models.CharField(max_length=80, default="")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=200, default="", blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(undone_at=None, left_at=None, kind__in=("merged", "support")),
                name="triage_joined_once",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at=None, kind="split"), name="triage_split_once"
            ),
            models.CheckConstraint(condition=~Q(case=F("main")), name="triage_not_itself"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="triage_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} → {self.main_id}"


class SharedFile(models.Model):
    """A file of one case that is shown in another as well: referred to, never copied."""

    attachment = models.ForeignKey("casefile.Attachment", models.PROTECT, related_name="shared_with")
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="shared_files")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, related_name="files")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["attachment", "case"], name="triage_shared_once"),)

    def __str__(self) -> str:
        return f"{self.attachment_id} → {self.case_id}"
