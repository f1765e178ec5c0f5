from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from flashcards.store.database import connect, transaction

EXTRA = 3


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_commit_is_on_the_disk_and_in_its_folder(tmp_path, real_disk):
    with closing(connect(tmp_path / "db", "rwc")) as connection:
        assert pragma(connection, "synchronous") == EXTRA
        assert pragma(connection, "fullfsync") == 1
        assert pragma(connection, "journal_mode") == "delete"
        assert pragma(connection, "foreign_keys") == 1


def test_a_write_ahead_log_is_given_up(tmp_path):
    with closing(sqlite3.connect(tmp_path / "db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE t (a)")
    with closing(connect(tmp_path / "db", "rw")) as connection:
        assert pragma(connection, "journal_mode") == "delete"


def test_a_reader_cannot_write(tmp_path):
    connect(tmp_path / "db", "rwc").close()
    with (
        closing(connect(tmp_path / "db", "ro")) as reader,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reader.execute("CREATE TABLE t (a)")


def test_only_rwc_makes_a_file(tmp_path):
    for mode in ("rw", "ro"):
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            connect(tmp_path / "db", mode)
    assert list(tmp_path.iterdir()) == []


def insert_and_fail(connection: sqlite3.Connection, error: type[BaseException]) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO t VALUES (1)")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_transaction_is_all_or_nothing(tmp_path, error):
    with closing(connect(tmp_path / "db", "rwc")) as connection:
        connection.execute("CREATE TABLE t (a)")
        with pytest.raises(error):
            insert_and_fail(connection, error)
        assert not connection.in_transaction
        with transaction(connection):
            connection.execute("INSERT INTO t VALUES (2)")
        assert connection.execute("SELECT a FROM t").fetchall() == [(2,)]


def test_nothing_begins_by_itself(tmp_path):
    with closing(connect(tmp_path / "db", "rwc")) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (1)")
        assert not connection.in_transaction
