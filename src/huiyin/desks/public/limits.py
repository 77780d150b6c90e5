"""How often a door may be used: sliding windows in this process, no round trip to the database.

They slow a flood down and never lock a building out: many neighbours share one address behind their carrier,
so an address alone is refused only from 600 requests an hour on. What must hold everywhere (one case per key)
is held by the database.
"""

import threading
import time
from collections import deque
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from huiyin.ground.refusals import TooMany

VISIT_COOKIE = "huiyin-visit"
HOUR = 3600.0
MOST_KEYS = 20_000
FILING = {"visit": 30, "code": 300, "address": 600, "all": 6000}
"""Requests an hour from one browser, at one printed code, from one address, and in this process."""
ASKING = {"visit": 30, "address": 600, "all": 3000}
"""Look-ups by query code an hour: at a million cases 100,000 guesses find nothing (50 random bits)."""


@dataclass(slots=True)
class Windows:
    """Moments of use per key, each key's window an hour long."""

    used: dict[str, deque[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, key: str, most: int, now: float) -> None:
        """Count one use. Raises TooMany when the hour's uses are spent; a refused use is not counted."""
        with self.lock:
            moments = self.used.pop(key, None) or deque()
            self.used[key] = moments  # the key used last stands last
            while moments and now - moments[0] > HOUR:
                moments.popleft()
            if len(moments) >= most:
                raise TooMany
            moments.append(now)
            while len(self.used) > MOST_KEYS:
                del self.used[next(iter(self.used))]


_windows = Windows()


def spend(request: HttpRequest, door: str, limits: dict[str, int], **keys: str) -> None:
    """Count one use of a door. Raises TooMany. The setting FORM_LIMITS is a factor; 0 switches limits off."""
    factor = settings.FORM_LIMITS
    address = request.META.get("REMOTE_ADDR", "")
    keys |= {"address": address, "visit": request.COOKIES.get(VISIT_COOKIE, "")[:40] or address, "all": ""}
    for name, most in limits.items() if factor else ():
        _windows.spend(f"{door}:{name}:{keys[name]}", most * factor, time.monotonic())
