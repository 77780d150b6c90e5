"""The eight tiles of the page behind a printed code, and the phrases that make typing needless.

A tile gives the category a case starts with; a chosen phrase gives a closer one. Codes are those of the
category list; a scope whose list lacks a code gets a case without category, which the clerk sorts. Phrases
that are most urgent come first, because the first chosen one decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from huiyin.casework.casefile.words import Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """One chip. `category` and `kind` are empty when it says nothing about them."""

    value: str
    label: Promise
    category: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. `calls` are emergencies (words of casefile) shown before its form.

    `private` is what the tick says at first; a private category stays private whatever the tick says.
    `safe`: a child may report it alone (personal information of children: PIPL art. 31).
    """

    value: str
    icon: str
    label: Promise
    title: Promise
    category: str
    phrases: tuple[Phrase, ...]
    private: bool = False
    calls: tuple[str, ...] = ()
    safe: bool = True

    @property
    def categories(self) -> frozenset[str]:
        """Every category a case of this tile may start with."""
        return frozenset({self.category, *(phrase.category for phrase in self.phrases)} - {""})

    def chosen(self, values: Iterable[str]) -> tuple[Phrase, ...]:
        """The phrases with these values, in the order of the tile; unknown values count for nothing."""
        wanted = set(values)
        return tuple(phrase for phrase in self.phrases if phrase.value in wanted)

    def category_of(self, phrases: Iterable[Phrase]) -> str:
        """The category a case starts with."""
        return next((phrase.category for phrase in phrases if phrase.category), self.category)


def said(phrases: Iterable[Phrase]) -> str:
    """The chosen phrases as the clerk reads them, in Chinese whatever language the page was in."""
    with override("zh-hans"):
        return "；".join(str(phrase.label) for phrase in phrases)


def tile_of(value: str) -> Tile | None:
    """The tile with this value."""
    return next((tile for tile in TILES if tile.value == value), None)


def _phrases(*rows: tuple[str, Promise, str]) -> tuple[Phrase, ...]:
    return tuple(Phrase(*row) for row in rows)


TILES: tuple[Tile, ...] = (
    Tile("leak", "leak", pgettext_lazy("tile", "Leak, drain"), _("Leak or blocked drain"), "0204", _phrases(
        ("back", _("Sewage comes up"), "0204"),
        ("burst", _("A pipe has burst"), "0204"),
        ("blocked", _("The drain is blocked"), "0204"),
        ("upstairs", _("It leaks from upstairs"), "0203"),
        ("roof", _("Roof or wall leaks"), "0201"),
        ("cut", _("No water, low or dirty"), "0301"),
    )),
    Tile("power", "power", pgettext_lazy("tile", "Power, light"), _("Power or light"), "0901", _phrases(
        ("building", _("The whole building is dark"), "0302"),
        ("home", _("No power at home"), "0302"),
        ("corridor", _("The corridor light is out"), "0901"),
        ("street", _("A street lamp is out"), "0901"),
        ("flicker", _("Light flickers, wires unsafe"), "0901"),
        ("cable", _("Charging by a cable from the window"), "0503"),
    ), calls=("fire",)),
    Tile("lift", "lift", pgettext_lazy("tile", "Lift"), _("Lift"), "0402", _phrases(
        ("trapped", _("Somebody is trapped"), "0401"),
        ("stopped", _("The lift has stopped"), "0402"),
        ("door", _("The door does not close"), "0402"),
        ("noise", _("It shakes or makes noises"), "0402"),
        ("button", _("A button or part is broken"), "0402"),
    ), calls=("lift",)),
    Tile("rubbish", "rubbish", pgettext_lazy("tile", "Rubbish"), _("Rubbish and cleaning"), "0701", _phrases(
        ("sewage", _("Sewage runs over"), "0707"),
        ("full", _("Nobody takes the rubbish away"), "0701"),
        ("smell", _("It smells: bins, drains, cooking"), "0807"),
        ("rubble", _("Rubbish or rubble is dumped"), "0703"),
        ("corridor", _("Dirty, nobody cleans"), "0704"),
        ("pests", _("Rats, flies or mosquitoes"), "0706"),
    )),
    Tile("car", "car", pgettext_lazy("tile", "Parking"), _("Parking and bicycles"), "0602", _phrases(
        ("fire-lane", _("The fire lane is blocked"), "0501"),
        ("manhole", _("Road or manhole cover broken"), "0902"),
        ("indoors", _("An e-bike is indoors"), "0504"),
        ("way", _("A car blocks the way"), "0602"),
        ("space", _("Parking spaces are taken"), "0603"),
        ("barrier", _("The barrier does not open"), "0608"),
    )),
    Tile("noise", "noise", pgettext_lazy("tile", "Noise"), _("Noise"), "0805", _phrases(
        ("night", _("A building site is loud"), "0803"),
        ("dog", _("A dog barks or bites"), "0806"),
        ("neighbour", _("The neighbours are loud"), "0805"),
        ("works", _("Renovation is loud"), "0801"),
        ("dance", _("Shops, loudspeakers, dancing"), "0802"),
        ("machine", _("Machines or a factory"), "0804"),
    )),
    Tile("help", "help", pgettext_lazy("tile", "Ask for help"), _("Somebody needs help"), "1202", _phrases(
        ("elder", _("An old person needs help"), "1201"),
        ("child", _("A child is alone"), "1203"),
        ("carry", _("Help with carrying"), "1202"),
        ("hardship", _("Life is hard at home"), "1202"),
        ("quarrel", _("Quarrel in the family"), "0808"),
        ("paper", _("I need a certificate"), "1204"),
    ), private=True, calls=("life", "crime"), safe=False),
    Tile("other", "unsure", pgettext_lazy("tile", "Other, not sure"), _("Something else"), "", (
        Phrase("things", _("Stairs or exit blocked or locked"), "0502"),
        Phrase("illegal", _("Somebody builds without permission"), "1001"),
        Phrase("door", _("The entrance door is broken"), "0905"),
        Phrase("company", _("The property company: service, fees"), "0103"),
        Phrase("suggest", _("I have a suggestion"), "1210", Kind.SUGGESTION),
        Phrase("thanks", _("I want to say thank you"), "1210", Kind.PRAISE),
    )),
)  # fmt: skip
"""At most eight, two to four characters each in Chinese (ux A12)."""
