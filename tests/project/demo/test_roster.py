"""Everybody has a place in the sub-district, and nobody bears a name from a report."""

import hashlib
from pathlib import Path

from huiyin.ground.phones import normalise_phone
from huiyin.project.demo.actors import actors
from huiyin.project.demo.blueprint import communities, estates, place_keys, subdistrict
from huiyin.project.demo.roster import accounts, people
from huiyin.project.demo.sources import read
from huiyin.project.demo.story import scripts
from huiyin.registers.organisations.words import OrganisationKind, PartyLevel
from huiyin.registers.people.words import DutyRank, PostKind, Role

SCOPES = {
    subdistrict()["key"],
    *(c.key for c in communities()),
    *(e.key for e in estates()),
}
ACTORS = {actor.key for actor in actors()}


def _prints():
    lines = Path(__file__).with_name("report_names.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if not line.startswith("#")}


def _print_of(name):
    return hashlib.sha256(name.encode()).hexdigest()


def test_nobody_bears_a_name_from_a_report():
    names = {person.name for person in people()} | {script.asker for script in scripts()}
    assert len(_prints()) == 36
    assert not [name for name in names if _print_of(name) in _prints()]


def test_the_fingerprints_find_a_name_that_is_in_a_report():
    # The village hero's name is in every history book, so naming him here gives nobody away.
    assert _print_of("刘英俊") in _prints()


def test_everybody_has_a_post_or_a_home_that_exists():
    keys = place_keys()
    for person in people():
        assert person.scope in SCOPES, person.key
        assert person.posts or person.home, person.key
        assert not person.home or person.home in keys, person.key
        for post in person.posts:
            assert post.kind in PostKind.values
            assert post.place in keys or post.organisation in ACTORS, (person.key, post)


def test_people_phones_and_user_names_are_unique():
    everybody = people()
    assert len({p.key for p in everybody}) == len({p.name for p in everybody}) == len(everybody)
    assert len({p.phone for p in everybody}) == len(everybody)
    assert all(normalise_phone(p.phone) for p in everybody)
    assert len({p.account.username for p in accounts()}) == len(accounts())


def test_every_building_has_exactly_one_head_and_every_estate_a_liaison_who_exists():
    posts = [post for person in people() for post in person.posts if post.current]
    heads = [post.place for post in posts if post.kind == "building_head"]
    assert sorted(heads) == sorted(b.key for e in estates() for b in e.buildings)
    assert {post.place for post in posts if post.kind == "liaison"} == {e.key for e in estates()}


def test_accounts_hold_known_roles_and_every_desk_is_shown_at_start():
    for person in accounts():
        account = person.account
        assert account.role in Role.values
        assert set(account.scopes) <= SCOPES
        assert not account.organisation or account.organisation in ACTORS
    shown = [person.account.role for person in accounts() if person.account.shown]
    assert set(shown) == set(Role.values) - {"program"}
    assert shown.count("clerk") == shown.count("duty") == 2


def test_one_head_is_seventy():
    loaded_in = 2026
    assert [p.key for p in people() if p.born == loaded_in - 70 and p.account and p.account.shown] == [
        "zl-head-3"
    ]


def test_organisations_have_known_kinds_unique_keys_and_parents():
    everyone = actors()
    assert len({actor.key for actor in everyone}) == len(everyone)
    for actor in everyone:
        assert actor.kind in OrganisationKind.values
        assert not actor.level or actor.level in PartyLevel.values
        assert not actor.parent or actor.parent in ACTORS
        assert actor.scope in SCOPES


def test_the_party_tree_has_four_levels():
    level = {actor.key: actor.level for actor in actors()}
    above = {"community": "street", "building": "estate"}
    for actor in actors():
        if actor.level in above:
            assert level[actor.parent] == above[actor.level]
    assert {actor.level for actor in actors() if actor.kind == "party"} == set(PartyLevel.values)


def test_small_companies_share_a_joint_branch():
    # Report 004: a branch needs three members; 9 companies, 6 alone, 3 in 2 joint branches.
    companies = [row for row in read("organisations.toml")["organisations"] if row["kind"] == "company"]
    alone = [row for row in companies if row["members"] >= 3]
    joint = [row for row in companies if row["members"] < 3]
    assert (len(companies), len(alone), len(joint)) == (9, 6, 3)
    assert len({row["branch"] for row in alone}) == 6
    assert len({row["branch"] for row in joint}) == 2


def test_duty_lists_name_people_who_can_sign_in_and_cover_the_day():
    able = {person.key for person in accounts()}
    for duty in read("duty.toml")["lists"]:
        assert duty["organisation"] in ACTORS
        assert set(duty["scopes"]) <= SCOPES
        for shift in duty["shifts"]:
            assert shift["rank"] in DutyRank.values
            assert set(shift["persons"]) <= able
        desk = [(s["from"], s["to"]) for s in duty["shifts"] if s["rank"] == "desk"]
        assert {start for start, _ in desk} == {end for _, end in desk}, "the desk is never empty"
