"""What a step of the case page is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from huiyin.registers.people.words import Permission

from .doing import Values
from .facts import Facts
from .forms import StepForm


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `look` is the button's class; a step whose form asks nothing is a single tap."""

    name: str
    label: Promise
    permission: Permission
    form: type[StepForm]
    open: Callable[[Facts], bool]
    do: Callable[[Facts, Values], None]
    done: Promise
    look: str = ""
    key: str = ""

    @property
    def tap(self) -> bool:
        """Whether nothing is asked."""
        return not self.form.base_fields
