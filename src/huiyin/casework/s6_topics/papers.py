"""What papers, which everybody may read, say of a topic: never a resident's words, never a home."""

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.personal import mask_personal
from huiyin.registers.places.words import PlaceKind

from .models import Topic


def called_in_papers(topic: Topic, matter: str) -> str:
    """The name a person gave it, else its `matter`: the program's titles are words of a resident."""
    return mask_personal(topic.name) or matter


def place_in_papers(topic: Topic) -> str:
    """Where it is, a home as the area it lies in."""
    if topic.place is None or topic.place.kind == PlaceKind.HOME:
        return scope_tree().names.get(topic.scope_id, "")
    return topic.place.label
