"""PostgreSQL for one installation: found, initialised, kept running, stopped.

The public names are `EmbeddedServer`, `running_url`, `embedded_url`, `check_promises`, `role_statements`,
`app_password` and `PostgresError`.
"""

from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.layout import embedded_url
from huiyin.ground.postgres.promises import check_promises, make_extensions
from huiyin.ground.postgres.roles import app_password, role_statements, sign_in_statements
from huiyin.ground.postgres.server import EmbeddedServer, running_url

__all__ = [
    "EmbeddedServer",
    "PostgresError",
    "app_password",
    "check_promises",
    "embedded_url",
    "make_extensions",
    "role_statements",
    "running_url",
    "sign_in_statements",
]
