"""Remove what a trial brought in: every case with all that hangs on it, and nothing of the registers."""

from django.apps import apps
from django.db import connection, transaction

from huiyin.casework.casefile.models import Case
from huiyin.ground.installation.acts import go_live
from huiyin.ground.models import Notice, Outcome

CASE_APPS = ("casefile", "intake", "triage", "dispatch", "handling", "closure", "insight")
KEPT = {
    "intake_knowncolumns": "how the community's own tables look",
    "dispatch_takeover": "which company followed which",
    "handling_standardanswer": "texts for answers",
    "handling_standardanswerevent": "their history",
}
"""Tables of these apps that are no part of a case, each with what it holds."""


def cases_of_trial() -> int:
    """How many cases would be removed."""
    return Case.objects.count()


def tables_of_trial() -> list[str]:
    """The tables that are emptied."""
    names = {model._meta.db_table for app in CASE_APPS for model in apps.get_app_config(app).get_models()}
    others = {model._meta.db_table for model in (Notice, Outcome)}
    return sorted(names - set(KEPT) | others)


@transaction.atomic
def end_trial(*, remove: bool) -> None:
    """Go live; with `remove` the trial's cases go first. Needs the owner of the tables.

    Rows that are kept for good are protected from everybody, also from the owner: the protection is lifted
    for this one statement, and only while an installation is tried. Case numbers go on: none is given twice.
    """
    if remove:
        with connection.cursor() as cursor:
            tables = tables_of_trial()
            guarded = _guarded(tables)
            for table in guarded:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER huiyin_no_truncate')
            cursor.execute("TRUNCATE {}".format(", ".join(f'"{table}"' for table in tables)))
            for table in guarded:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER huiyin_no_truncate')
    go_live()


def _guarded(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'huiyin_no_truncate' AND tgrelid::regclass::text = ANY (%s)",
            [tables],
        )
        return [row[0] for row in cursor.fetchall()]
