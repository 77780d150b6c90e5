"""All tables of the ground app, so that Django finds them."""

from .budget.models import Use
from .idempotency.models import Outcome
from .installation.models import Installation
from .outbox.models import Notice, NoticeState
from .tenancy.models import Scope

__all__ = ["Installation", "Notice", "NoticeState", "Outcome", "Scope", "Use"]
