"""Addresses of the steward: a page for each register, a form for each act."""

from django.urls import URLPattern

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import (
    access,
    accounts,
    duties,
    home,
    hours,
    learning,
    model_card,
    organisations,
    owners,
    people,
    place_forms,
    places,
    posters,
    roles,
    rosters,
    rules,
    screens,
    second,
    takeover,
    tokens,
    units,
)
from .filling import Opener, filling

_READ, _ACCOUNTS = Permission.REGISTER_WRITE, Permission.ACCOUNT_WRITE


def _fill(pattern: str, opener: Opener, name: str, permission: Permission = _READ) -> URLPattern:
    return route(f"steward/{pattern}", filling(opener), permission=permission, name=name, methods="GET POST")


urlpatterns = [
    route("steward/", home.registers, permission=_READ, name="steward-home"),
    route(
        "handover", home.shown, permission=Permission.ACCOUNT_SELF, name="steward-shown", methods="GET POST"
    ),
    route("steward/places", places.top, permission=_READ, name="steward-places"),
    route("steward/places/<int:place_id>", places.one, permission=_READ, name="steward-place"),
    route("steward/places/<int:place_id>/poster.pdf", posters.pdf, permission=_READ, name="steward-poster"),
    _fill("places/<int:place_id>/add", place_forms.add, "steward-place-add"),
    _fill("places/<int:place_id>/rename", place_forms.rename, "steward-place-rename"),
    _fill("places/<int:place_id>/close", place_forms.close, "steward-place-close"),
    _fill("places/<int:place_id>/reopen", place_forms.reopen, "steward-place-reopen"),
    _fill("places/<int:place_id>/code", place_forms.code, "steward-code-new"),
    _fill("places/<int:place_id>/codes", place_forms.codes, "steward-codes-new"),
    route("steward/places/<int:place_id>/owners", owners.listed, permission=_READ, name="steward-owners"),
    _fill("places/<int:place_id>/owner", owners.add, "steward-owner-new"),
    _fill("places/<int:place_id>/measure", owners.measure, "steward-unit-measure"),
    _fill("titles/<int:ownership_id>/end", owners.end, "steward-title-end"),
    _fill("codes/<str:code>/revoke", place_forms.revoke, "steward-code-revoke"),
    route("steward/organisations", organisations.listed, permission=_READ, name="steward-organisations"),
    route(
        "steward/organisations/<int:organisation_id>",
        organisations.one,
        permission=_READ,
        name="steward-organisation",
    ),
    _fill("organisations/new", organisations.add, "steward-organisation-new"),
    _fill("organisations/<int:organisation_id>/change", organisations.change, "steward-organisation-change"),
    _fill("organisations/<int:organisation_id>/end", organisations.end, "steward-organisation-end"),
    _fill("organisations/<int:organisation_id>/duty", duties.carry, "steward-service-new"),
    _fill("services/<int:service_id>/end", duties.lay_down, "steward-service-end"),
    _fill("organisations/<int:organisation_id>/shift", hours.shift, "steward-shift-new"),
    _fill("shifts/<int:shift_id>/remove", hours.unshift, "steward-shift-remove"),
    route("steward/people", people.listed, permission=_READ, name="steward-people"),
    route("steward/people/<int:person_id>", people.one, permission=_READ, name="steward-person"),
    _fill("people/new", people.add, "steward-person-new"),
    _fill("people/<int:person_id>/change", people.change, "steward-person-change"),
    _fill("people/<int:person_id>/post", people.give, "steward-post-new"),
    _fill("posts/<int:post_id>/end", people.end, "steward-post-end"),
    route("steward/accounts", access.listed, permission=_ACCOUNTS, name="steward-accounts"),
    route("steward/accounts/<int:account_id>", access.one, permission=_ACCOUNTS, name="steward-account"),
    _fill("accounts/new", accounts.add, "steward-account-new", _ACCOUNTS),
    _fill("accounts/<int:account_id>/role", roles.give, "steward-grant-new", _ACCOUNTS),
    _fill("accounts/<int:account_id>/off", accounts.off, "steward-account-off", _ACCOUNTS),
    _fill("accounts/<int:account_id>/on", accounts.on, "steward-account-on", _ACCOUNTS),
    _fill("accounts/<int:account_id>/invite", accounts.invite, "steward-account-invite", _ACCOUNTS),
    _fill("accounts/<int:account_id>/reset", accounts.reset, "steward-account-reset", _ACCOUNTS),
    _fill("accounts/<int:account_id>/phone", accounts.phone, "steward-account-phone", _ACCOUNTS),
    _fill("accounts/<int:account_id>/token", tokens.token, "steward-token-new", _ACCOUNTS),
    _fill("grants/<int:grant_id>/end", roles.end, "steward-grant-end", _ACCOUNTS),
    _fill("tokens/<int:token_id>/revoke", tokens.revoke_token, "steward-token-revoke", _ACCOUNTS),
    _fill("requests/<int:request_id>", second.decide, "steward-request", _ACCOUNTS),
    route("steward/screens", screens.listed_screens, permission=_ACCOUNTS, name="steward-screens"),
    _fill("screens/new", screens.screen, "steward-screen-new", _ACCOUNTS),
    _fill("screens/<int:device_id>/revoke", screens.revoke_screen, "steward-screen-revoke", _ACCOUNTS),
    route("steward/takeovers", takeover.listed, permission=_READ, name="steward-takeovers"),
    route(
        "steward/organisations/<int:organisation_id>/take-over",
        takeover.hand_over,
        permission=_READ,
        name="steward-take-over",
        methods="GET POST",
    ),
    route("steward/units", units.listed, permission=_READ, name="steward-units"),
    route("steward/units/<int:unit_id>", units.one, permission=_READ, name="steward-unit"),
    _fill("units/merge", units.merge, "steward-units-merge"),
    _fill("units/<int:unit_id>/split", units.split, "steward-unit-split"),
    _fill("units/<int:unit_id>/permanent", units.permanent, "steward-unit-permanent"),
    route("steward/tables", rosters.upload, permission=_READ, name="steward-tables", methods="GET POST"),
    route("steward/tables/<uuid:table_id>", rosters.one, permission=_READ, name="steward-table"),
    route(
        "steward/tables/<uuid:table_id>/run",
        rosters.run,
        permission=_READ,
        name="steward-table-run",
        methods="GET POST",
    ),
    route(
        "steward/tables/<uuid:table_id>/returned",
        rosters.returned,
        permission=_READ,
        name="steward-table-returned",
    ),
    route("steward/whole/<slug:register>.xlsx", rosters.whole, permission=_READ, name="steward-table-whole"),
    route("steward/empty/<slug:register>.xlsx", rosters.empty, permission=_READ, name="steward-table-empty"),
    route("steward/learning", learning.listed, permission=_READ, name="steward-learning"),
    route("steward/learning/<int:lesson_id>", model_card.one, permission=_READ, name="steward-lesson"),
    _fill("learning/<int:scope_id>/now", learning.learn_now, "steward-learn"),
    route("steward/rules", rules.listed, permission=_READ, name="steward-rules"),
    route("steward/rules/<int:pack_id>", rules.one, permission=_READ, name="steward-pack"),
    _fill("rules/<int:scope_id>/<slug:kind>", rules.adopt, "steward-rules-adopt"),
]
