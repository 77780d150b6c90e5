"""Addresses of the style guide: open to everybody, because nothing in it is anybody's."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare

from .views import PAGES, page


def _address(name: str) -> str:
    """styleguide-staff -> styleguide/staff."""
    return name.replace("-", "/", 1)


urlpatterns = [
    bare(_address(name), page(template, looks), permission=PUBLIC, name=name)
    for name, template, _words, looks in PAGES
]
