"""Remove what a trial brought in: every case with what hangs on it, every vote, no register."""

from django.apps import apps
from django.db import connection, transaction

from huiyin.casework.casefile.models import Case
from huiyin.ground.installation.acts import go_live
from huiyin.ground.models import Notice, Outcome

CASE_APPS = (
    "casefile", "intake", "triage", "dispatch", "handling", "closure", "topics", "voices", "decisions",
    "works", "agreements", "fund", "board", "insight",
)  # fmt: skip
KEPT = {
    "intake_knowncolumns": "how the community's own tables look",
    "dispatch_takeover": "which company followed which",
    "handling_standardanswer": "texts for answers",
    "handling_standardanswerevent": "their history",
}
"""Tables of these apps that are no part of a case, each with what it holds."""


def tables_of_trial() -> list[str]:
    """The tables that are emptied."""
    names = {model._meta.db_table for app in CASE_APPS for model in apps.get_app_config(app).get_models()}
    others = {model._meta.db_table for model in (Notice, Outcome)}
    return sorted(names - set(KEPT) | others)


class OtherNumber(Exception):
    """There are `found` cases, not as many as were said."""

    def __init__(self, found: int) -> None:
        super().__init__(f"{found} cases")
        self.found = found


@transaction.atomic
def end_trial(*, remove: int | None) -> None:
    """Go live; the trial's cases go first when `remove` says how many there are. Needs the tables' owner.

    They are counted while nobody can send one in: what came after somebody looked is never removed with the
    others. Raises OtherNumber, and nothing has changed.

    Rows that are kept for good are protected from everybody, also from the owner: the protection is lifted
    for this one statement, and only while an installation is tried. Case numbers go on: none is given twice.
    """
    if remove is not None:
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE casefile_case IN ACCESS EXCLUSIVE MODE")
            if (found := Case.objects.count()) != remove:
                raise OtherNumber(found)
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
