"""How often a door may be used: budgets an hour, shared by all web processes (ground/budget).

They slow a flood down and never lock a building out: many neighbours share one address behind their carrier,
so an address alone is refused only from 600 requests an hour on. What must hold everywhere (one case per key)
is held by the database.
"""

from django.conf import settings
from django.http import HttpRequest

from huiyin.ground.budget.acts import Budgets

VISIT_COOKIE = "huiyin-visit"
FILING = {"visit": 30, "code": 300, "address": 600, "all": 6000}
"""Requests an hour from one browser, at one printed code, from one address, and everywhere."""
ASKING = {"visit": 30, "address": 600, "all": 3000}
"""Look-ups by query code an hour: at a million cases 100,000 guesses find nothing (50 random bits)."""
budgets = Budgets()


def spend(request: HttpRequest, door: str, limits: dict[str, int], **keys: str) -> None:
    """Count one use of a door. Raises TooMany. The setting FORM_LIMITS is a factor; 0 switches limits off.

    A browser without the day's mark has no budget of its own: the address's holds, which a house shares.
    """
    factor = settings.FORM_LIMITS
    if not factor:
        return
    keys |= {"address": request.META.get("REMOTE_ADDR", ""), "all": "-"}
    keys["visit"] = request.COOKIES.get(VISIT_COOKIE, "")[:40]
    budgets.spend(
        {f"{door}:{name}:{keys[name]}": most * factor for name, most in limits.items() if keys[name]}
    )
