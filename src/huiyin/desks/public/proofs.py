"""The file by which a mini-program's owner proves that the addresses of the codes are theirs.

WeChat opens a mini-program for any code whose address begins with a rule (https://host/q/), once a file of
its own, with a name and a content it gives, is found under that address. Posters that hang stay as they are:
scanned elsewhere, or before, they open the page.
"""

from django.conf import settings
from django.http import HttpResponse


def proof_of(name: str) -> HttpResponse | None:
    """The file of this name, where the installation was told of one (HUIYIN_CODE_PROOFS)."""
    content = settings.CODE_PROOFS.get(name)
    if content is None:
        return None
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
