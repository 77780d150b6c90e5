"""How long, in digits and in words. Seconds in, text out."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400


@register.filter
def digits(seconds: float) -> str:
    """Clock digits: `04:12`, `3:41:07`, from a day on `2 d 03 h`; the sign is dropped.

    clock.js writes the same shapes; tests hold the two together.
    """
    total = abs(int(seconds))
    if total >= DAY:
        return _("{days} d {hours} h").format(days=total // DAY, hours=f"{total % DAY // HOUR:02}")
    hours, rest = divmod(total, HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


@register.filter
def spoken(seconds: float) -> str:
    """The two largest units in words: `3 hours 41 minutes`; under a minute `less than a minute`."""
    total = abs(int(seconds))
    if total < MINUTE:
        return _("less than a minute")
    days, hours, minutes = total // DAY, total % DAY // HOUR, total % HOUR // MINUTE
    words = [
        ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else "",
        ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours} if hours else "",
        ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes} if minutes else "",
    ]
    first = next(place for place, word in enumerate(words) if word)
    pair = [word for word in words[first : first + 2] if word]
    return pair[0] if len(pair) == 1 else _("%(first)s %(second)s") % {"first": pair[0], "second": pair[1]}
