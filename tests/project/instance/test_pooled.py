"""A pooled connection is tried by looking at its socket."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from huiyin.project.instance.pooled import PooledConnection


def test_a_quiet_connection_is_good_without_a_round_trip(cluster: Any) -> None:
    with PooledConnection.connect(cluster.owner_url, autocommit=True) as connection:
        before = connection.execute(
            "SELECT query_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        ).fetchone()
        ConnectionPool.check_connection(connection)
        with psycopg.connect(cluster.owner_url) as other:
            seen = other.execute(
                "SELECT query_start FROM pg_stat_activity WHERE pid = %s", [connection.info.backend_pid]
            ).fetchone()
        assert before == seen


def test_one_whose_server_went_away_is_found(cluster: Any) -> None:
    connection = PooledConnection.connect(cluster.owner_url, autocommit=True)
    with psycopg.connect(cluster.owner_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        ConnectionPool.check_connection(connection)
