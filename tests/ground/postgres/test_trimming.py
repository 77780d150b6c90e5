"""The server's log moves beside itself when it has grown, and goes on where it was opened."""

from huiyin.ground.postgres.trimming import trim


def test_a_large_log_moves_and_the_server_goes_on_writing(tmp_path):
    log = tmp_path / "server.log"
    with log.open("ab", buffering=0) as server:
        server.write(b"x" * 101)
        assert trim(log, 100)
        server.write(b"later")
    assert log.read_bytes() == b"later"
    assert (tmp_path / "server.log.1").read_bytes() == b"x" * 101


def test_a_small_one_stays_and_a_missing_one_is_no_trouble(tmp_path):
    log = tmp_path / "server.log"
    assert not trim(log, 100)
    log.write_bytes(b"x")
    assert not trim(log, 100)
    assert log.read_bytes() == b"x"
