"""The application's own database role: it reads and writes rows and passes no wall.

The role owns nothing, cannot create, truncate or bypass row-level security. Its password is derived from the
installation's secret, so that several machines agree on it without passing it around.
"""

from __future__ import annotations

import hashlib
import hmac

APP_ROLE = "huiyin_app"
ATTRIBUTES = "LOGIN NOCREATEDB NOCREATEROLE NOINHERIT"
"""All an owner without superuser may set: SUPERUSER, REPLICATION and BYPASSRLS are checked afterwards."""


def app_password(secret: str, role: str = APP_ROLE) -> str:
    """The password of `role` (64 hex digits).

    HMAC-SHA-256 of the role's name under the installation's secret.
    """
    return hmac.new(secret.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()


def role_statements(role: str, password: str, schema: str = "public") -> list[str]:
    """SQL that creates or renews `role` with its grants, each statement repeatable.

    Run them as the owner in order.
    """
    return [*sign_in_statements(role, password), *grant_statements(role, schema)]


def sign_in_statements(role: str, password: str) -> list[str]:
    """SQL that lets `role` sign in and nothing more; refuses a role that passes row-level security."""
    name, text = _identifier(role), _literal(role)
    passes = f"SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = {text}"  # noqa: S608 - `text` is quoted
    refusal = f"RAISE EXCEPTION 'role % must not be able to pass row-level security', {text}"
    exists = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL"
    return [
        f"DO $$ BEGIN CREATE ROLE {name}; {exists}; END $$",
        f"ALTER ROLE {name} WITH {ATTRIBUTES} PASSWORD {_literal(password)}",
        f"DO $$ BEGIN IF ({passes}) THEN {refusal}; END IF; END $$",
    ]


def grant_statements(role: str, schema: str = "public") -> list[str]:
    """SQL that grants `role` rows but no tables, now and for tables the same owner creates later.

    TRUNCATE is never granted: row triggers do not see it.
    """
    name = _identifier(role)
    later = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT"
    connect = f"format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), {_literal(role)})"
    return [
        f"DO $$ BEGIN EXECUTE {connect}; END $$",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {name}",
        f"{later} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
        f"{later} USAGE, SELECT ON SEQUENCES TO {name}",
        f"{later} EXECUTE ON FUNCTIONS TO {name}",
    ]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
