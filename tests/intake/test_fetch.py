"""Fetching: a real server that redirects, stalls, packs, breaks off and never ends; addresses where nobody should go."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import gzip
import socket
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from serving import Reply, Server

from kit.intake import fetch as module
from kit.intake.fetch import Answer, Limits, NotFetched, Terms, fetch, is_public

LIMITS = Limits(connect_seconds=1, read_seconds=0.3, whole_seconds=5, max_bytes=100_000, retries=2)
BODY = b"something that came" * 50


def body(url: str, limits: Limits = LIMITS, *, allow_private: bool = True) -> bytes:
    """Fetch an address; give its content."""
    return fetch(url, Terms(limits, time.monotonic() + limits.whole_seconds, allow_private)).body


def refusal(url: str, limits: Limits = LIMITS, *, allow_private: bool = True) -> str:
    """Fetch an address of which nothing comes; give the reason, which begins with the address."""
    with pytest.raises(NotFetched) as caught:
        body(url, limits, allow_private=allow_private)
    assert str(caught.value).startswith(f"{url}: ")
    return str(caught.value).removeprefix(f"{url}: ")


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the waits between tries instead of waiting; by chance none is longer or shorter."""
    noted: list[float] = []
    monkeypatch.setattr(module, "sleep", noted.append)
    monkeypatch.setattr("random.uniform", lambda *_: 1.0)
    return noted


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw deflate"])
def test_packed_content_is_unpacked(name: str, server: Server) -> None:
    """Gzip and both kinds of deflate are undone."""
    packed = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "raw deflate": lambda content: zlib.compress(content)[2:-4],
    }[name](BODY)

    assert BODY == body(server.says("/", Reply(packed, headers={"Content-Encoding": name.rsplit(maxsplit=1)[-1]})))


def test_packed_content_that_stops_is_a_broken_connection(server: Server) -> None:
    """What unpacks to a part only is asked for again."""
    whole, headers = gzip.compress(BODY), {"Content-Encoding": "gzip"}

    assert BODY == body(server.says("/once", Reply(whole[:-9], headers=headers), Reply(whole, headers=headers)))
    assert "stops in the middle (tried 3 times)" in refusal(server.says("/always", Reply(whole[:-9], headers=headers)))


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {"Content-Type": "application/gzip"}])
def test_a_bomb_is_refused(headers: dict[str, str], server: Server) -> None:
    """Little that unpacks to much is too large, whether the server packed it or it is a packed file."""
    bomb = gzip.compress(b" " * 10_000_000)

    assert len(bomb) < LIMITS.max_bytes
    assert "larger than 100,000 bytes" in refusal(server.says("/", Reply(bomb, headers=headers)))


@pytest.mark.parametrize("reply", [Reply(is_endless=True), Reply(length=10**9)])
def test_what_is_too_large_is_broken_off(reply: Reply, server: Server) -> None:
    """A body without an end is read no further than the limit; one that announces too much is not read at all, and neither is tried again."""
    assert "larger than 100,000 bytes" in refusal(server.says("/", reply))
    assert 1 == len(server.asked)


def test_a_busy_server_is_asked_again_when_it_says(server: Server, waits: list[float]) -> None:
    """429 with Retry-After in seconds, and as a date."""
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    limits = [Reply(status=429, headers={"Retry-After": after}) for after in ("3", moment)]

    assert BODY == body(server.says("/", *limits, BODY))
    assert waits[0] == 3
    assert 2 < waits[1] <= 4


def test_a_server_that_asks_for_an_hour_is_left_alone(server: Server, waits: list[float]) -> None:
    """A long Retry-After is neither waited for nor ignored: the answer is to come back then."""
    url = server.says("/", Reply(status=429, headers={"Retry-After": "3600"}))

    assert "429 Too Many Requests; it would be asked again in 3600 s" in refusal(url)
    assert ([], 1) == (waits, len(server.asked))


def test_waits_double(server: Server, waits: list[float]) -> None:
    """A server that breaks is asked again after one second, two, and then no more."""
    broken = Reply(status=500)

    assert BODY == body(server.says("/once", broken, BODY))
    assert "500 Internal Server Error (tried 3 times)" in refusal(server.says("/always", broken))
    assert [1.0, 1.0, 2.0] == waits


def test_what_is_not_there_is_not_asked_for_again(server: Server, waits: list[float]) -> None:
    """404 and its like will not pass."""
    assert "404 Not Found" in refusal(server.url("/"))
    assert ([], 1) == (waits, len(server.asked))


def test_a_length_that_is_not_kept_is_a_broken_connection(server: Server) -> None:
    """Fewer bytes than announced are no answer; a second try may bring them all."""
    short = Reply(BODY, length=len(BODY) + 5)

    assert f"broke after {len(BODY)} of {len(BODY) + 5} bytes" in refusal(server.says("/always", short))
    assert BODY == body(server.says("/once", short, BODY))


def test_a_chunk_that_stops_is_a_broken_connection(server: Server) -> None:
    """Chunks are joined where the last one came, and refused where it did not."""
    part, chunked = b"%x\r\n%b\r\n" % (len(BODY), BODY), {"Transfer-Encoding": "chunked"}

    assert BODY + BODY == body(server.says("/whole", Reply(part + part + b"0\r\n\r\n", headers=chunked)))
    assert "the connection broke" in refusal(server.says("/part", Reply(part, headers=chunked)))


def test_a_silent_server_is_given_up(server: Server) -> None:
    """No byte within the time of reading is a broken connection."""
    limits = Limits(read_seconds=0.1, whole_seconds=5, retries=1)

    assert "it said nothing for 0.1 s (tried 2 times)" in refusal(server.says("/", Reply(BODY, every=60)), limits)


@pytest.mark.parametrize("headers", [{}, {"Transfer-Encoding": "identity"}])
def test_a_server_that_trickles_is_given_up(headers: dict[str, str], server: Server) -> None:
    """A byte now and then is never silent, and yet takes too long in all, with a length and without; there is no further try."""
    limits = Limits(read_seconds=1, whole_seconds=0.3)
    began = time.monotonic()

    assert "longer than the 0.3 s" in refusal(server.says("/", Reply(BODY, every=0.05, headers=headers)), limits)
    assert time.monotonic() - began < 2
    assert 1 == len(server.asked)


def test_nobody_listening_is_a_broken_connection(waits: list[float]) -> None:
    """A port that refuses is tried again."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]

    assert "no connection to 127.0.0.1: Connection refused" in refusal(f"http://127.0.0.1:{port}/")
    assert 2 == len(waits)


def test_redirects_have_an_end(server: Server) -> None:
    """Five are followed, the sixth is not."""
    for number in range(7):
        server.says(f"/{number}", Reply(status=302, headers={"Location": f"/{number + 1}"}))

    assert "redirects more than 5 times" in refusal(server.url("/0"))
    assert [f"/{number}" for number in range(6)] == server.paths


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/incidents.json", "only http and https"),
        ("http://10.0.0.1/incidents.json", "10.0.0.1, which is no public address"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254, which is no public address"),
        ("http://name:word@127.0.0.1/", "name or password"),
        ("http://[::1/", "Invalid IPv6"),
        ("", "redirects to nowhere"),
    ],
)
def test_a_redirect_to_where_nobody_should_go(
    place: str, why: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every redirect is checked as the first address was, and what is refused is not asked."""
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")

    assert why in refusal(server.says("/", Reply(status=302, headers={"Location": place})), allow_private=False)
    assert 1 == len(server.asked)


def test_a_redirect_never_leaves_https() -> None:
    """From https only to https; from http to either."""
    redirect = {"location": "http://example.com/"}

    assert "http://example.com/" == module._next(Answer("http://example.com/a", 302, redirect))
    with pytest.raises(NotFetched, match="from https to http://"):
        module._next(Answer("https://example.com/a", 302, redirect))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::8.8.8.8", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 -- asked about, not bound to
        ("240.0.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::10.0.0.1", False),
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:  # noqa: FBT001 -- a column of the table above
    """Private, loopback, link-local, shared, reserved and multicast addresses are not public, nor is what leads to one."""
    assert expected == is_public(address)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "10.0.0.1"]
)
def test_private_addresses_are_refused(host: str, server: Server) -> None:
    """However it is written, an address of one's own network is asked only with --allow-private."""
    assert "no public address; --allow-private lets it through" in refusal(server.url("/", host), allow_private=False)
    assert [] == server.asked


def answers(*names: str) -> list[Any]:
    """Give what a name server says, as `getaddrinfo` gives it."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, 0)) for name in names]


def test_one_private_address_of_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is refused: the connection could go to either."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("8.8.8.8", "10.0.0.1"))

    assert "status.example.com is at 10.0.0.1" in refusal("https://status.example.com/", allow_private=False)


def test_the_checked_address_is_the_one_connected_to(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that says another address the second time is asked about the name only once."""
    asked, real = [], socket.getaddrinfo

    def resolve(host: str, *rest: Any, **options: Any) -> list[Any]:
        asked.append(host)
        return (
            real(host, *rest, **options)
            if host == "127.0.0.1"
            else answers("127.0.0.1" if len(asked) == 1 else "10.0.0.1")
        )

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    server.says("/", BODY)

    assert BODY == body(server.url("/", "status.example.com"), allow_private=False)
    assert 1 == asked.count("status.example.com")
    assert [f"status.example.com:{server.server_port}"] == [headers["host"] for _, headers in server.asked]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.com/a.json", "only http and https"),
        ("status.example.com", "only http and https"),
        ("http://", "only http and https"),
        ("https://me:word@example.com/", "name or password"),
        ("http://a..b/", "no address"),
        ("http://example.com:port/", "no address"),
    ],
)
def test_addresses_that_are_none(url: str, why: str) -> None:
    """Another scheme, no host, a password: refused before anything is asked."""
    assert why in refusal(url)


def test_an_unknown_name_is_not_asked_for_again(waits: list[float]) -> None:
    """A name without an address."""
    assert "the name nowhere.invalid has no address" in refusal("https://nowhere.invalid/")
    assert len(waits) in (0, 2)  # a name server that cannot be reached may be reached later


def test_https_to_a_server_that_speaks_none(server: Server) -> None:
    """The handshake fails, and that is one line."""
    assert "the connection broke" in refusal(server.says("/", BODY).replace("http:", "https:"))
