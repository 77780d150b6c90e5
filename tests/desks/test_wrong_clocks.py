"""S-36: what a telephone believes about the time moves no promise. (Its screen: test_scripts.py.)"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from huiyin.casework.casefile.models import Case, Clock, Event, Timer
from tests.desks.door import DOOR, plant_door, send, stranger
from tests.town import all_seen

WRONG = [timedelta(days=days) for days in (-3652, -1, 1, 3652)]


@pytest.fixture
def town(db):
    return plant_door()


def told(moment: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """A telephone says what time it thinks it is, wherever one could say so: (headers, fields)."""
    iso, web = moment.isoformat(), format_datetime(moment)
    headers = {
        "date": web,
        "x-client-time": iso,
        "x-timestamp": str(int(moment.timestamp())),
        "if-modified-since": web,
    }
    names = (
        "at",
        "now",
        "time",
        "sent_at",
        "received_at",
        "occurred_at",
        "started_at",
        "due_at",
        "client_time",
    )
    return headers, dict.fromkeys(names, iso)


def test_a_request_from_a_telephone_with_a_wrong_clock_has_the_same_limits(town, clock):
    hands, seen = clock, []
    at = hands.set(datetime(2025, 10, 13, 2, 0, tzinfo=UTC))
    for number, wrong in enumerate([timedelta(0), *WRONG]):
        headers, fields = told(at + wrong)
        phone = stranger()
        phone.defaults |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        answer = send(phone, f"/q/{DOOR}/leak", phrase="back", words=f"厨房漏水{number}", **fields)
        assert answer.status_code == 303
        with all_seen():
            case = Case.objects.get(content__endswith=f"厨房漏水{number}")
            assert case.occurred_at is None
            seen.append((
                case.received_at, case.next_due_at,
                sorted(Clock.objects.filter(case=case).values_list("kind", "started_at", "due_at")),
                sorted(Timer.objects.filter(case=case).values_list("what", "due_at")),
                list(Event.objects.filter(case=case).values_list("verb", "at")),
            ))  # fmt: skip
    assert seen[0][0] == at
    assert all(one == seen[0] for one in seen)
