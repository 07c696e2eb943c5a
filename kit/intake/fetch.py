"""Fetch one address over HTTP: bounded in time and size, from public addresses only, and again where a second try may help.

A name is resolved once for each request, every address that it has must be public, and the connection goes to one of those that were checked:
a second answer of the name server leads nowhere else. The same holds for each redirect. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from kit import __version__
from kit.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

REDIRECTS = (301, 302, 303, 307, 308)
NOT_MODIFIED = 304
MOST_REDIRECTS = 5
BACK_OFF_SECONDS = 1.0
"""Wait before the second try; each further one waits twice as long, and all between half and one and a half of that by chance."""
LONGEST_WAIT_SECONDS = 60.0
"""A server that asks for a longer wait is left alone."""
_PIECE_BYTES = 65_536
_GZIP = b"\x1f\x8b"
_IPV4_BEHIND_IPV6 = ip_network("64:ff9b::/96")


class NotFetched(BadInput):
    """An address from which nothing came; the message says why and, where there is something, what to do."""


class _Again(Exception):  # no error yet: another try may mend it
    def __init__(self, why: str, wait_seconds: float | None = None) -> None:
        super().__init__(why)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Limits:
    """How long and how large a fetch may be; `whole_seconds` holds for redirects, waits and further tries together."""

    connect_seconds: float = 10
    read_seconds: float = 30
    whole_seconds: float = 120
    max_bytes: int = 100 * 2**20
    retries: int = 4


@dataclass(frozen=True)
class Terms:
    """On what terms to fetch: limits, whether private addresses are allowed, and what to ask for conditionally.

    `validators` gives the headers (If-None-Match, If-Modified-Since) for an address. `until` is on the monotonic clock.
    """

    limits: Limits
    until: float
    allow_private: bool = False
    validators: Callable[[str], Mapping[str, str]] = lambda _: {}

    def left(self) -> float:
        """Give the seconds that are left. Raises NotFetched where there are none."""
        seconds = self.until - monotonic()
        if seconds <= 0:
            msg = f"it took longer than the {self.limits.whole_seconds:g} s that it may take in all"
            raise NotFetched(msg)
        return seconds


@dataclass(frozen=True)
class Answer:
    """What a server said: the address that said it (the last of the redirects), status, headers in lower case, body unpacked."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def fetch(url: str, terms: Terms) -> Answer:
    """Fetch an address, following redirects; give an answer with content, or one that says that nothing changed (304).

    Raises NotFetched, whose message begins with the address.
    """
    try:
        return _followed(url, terms)
    except NotFetched as error:
        msg = f"{url}: {error}"
        raise NotFetched(msg) from None


def checked_url(url: str) -> str:
    """Write an address plainly, in ASCII and without a fragment. Raises NotFetched for what is none, or none of http and https."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
        path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    except ValueError as error:
        msg = f"it is no address ({error})"
        raise NotFetched(msg) from None
    if parts.scheme not in ("http", "https") or not host:
        msg = f"only http and https addresses are fetched, such as https://status.example.com/, not {url[:100]!r}"
        raise NotFetched(msg)
    if "@" in parts.netloc:
        msg = f"an address with a name or password in it is not fetched; give that of {host} without"
        raise NotFetched(msg)
    place = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, place if port is None else f"{place}:{port}", path, query, ""))


def _followed(url: str, terms: Terms) -> Answer:
    address = checked_url(url)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _tried(address, terms)
        if answer.status not in REDIRECTS:
            return answer
        address = _next(answer)
    msg = f"it redirects more than {MOST_REDIRECTS} times, at last to {address}"
    raise NotFetched(msg)


def _next(answer: Answer) -> str:
    """Give the address that an answer redirects to. Raises NotFetched where it is not to be followed."""
    place = answer.headers.get("location", "")
    try:
        target = checked_url(urljoin(answer.url, place))
    except (NotFetched, ValueError) as error:
        msg = f"it redirects to {place[:100]!r}: {error}"
        raise NotFetched(msg) from None
    if not place or (answer.url.startswith("https:") and not target.startswith("https:")):
        msg = (
            f"it redirects from https to {target}, which anybody on the way could change"
            if place
            else "it redirects to nowhere"
        )
        raise NotFetched(msg)
    return target


def _tried(url: str, terms: Terms) -> Answer:
    """Ask for an address, and again with growing waits while a further try may help."""
    for attempt in range(terms.limits.retries + 1):
        try:
            return _once(url, terms)
        except _Again as again:
            if attempt == terms.limits.retries:
                why = f"{again} (tried {attempt + 1} times)" if attempt else str(again)
                raise NotFetched(why) from None
            _wait(again, attempt, terms)
    raise AssertionError


def _wait(again: _Again, attempt: int, terms: Terms) -> None:
    """Wait for as long as the server asks, else longer with each attempt. Raises NotFetched where that would be too long."""
    by_chance = BACK_OFF_SECONDS * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 -- no secret, only not all at once
    seconds = by_chance if again.wait_seconds is None else again.wait_seconds
    if seconds > min(LONGEST_WAIT_SECONDS, terms.left()):
        msg = f"{again}; it would be asked again in {seconds:.0f} s, which is too long to wait: try again then"
        raise NotFetched(msg)
    sleep(seconds)


def _once(url: str, terms: Terms) -> Answer:
    """Ask once. Raises _Again for what may pass: a busy server, a broken or silent connection."""
    parts = urlsplit(url)
    try:
        with closing(_connected(parts, terms)) as link:
            alarm = Timer(terms.left(), _hang_up, [link])  # no server that sends a byte a second holds us longer
            alarm.daemon = True
            alarm.start()
            try:
                answer = _asked(link, url, terms)
            finally:
                alarm.cancel()
        terms.left()  # what the alarm broke off may look whole
    except ssl.SSLCertVerificationError as error:
        msg = f"its certificate is not trusted ({error.verify_message})"
        raise NotFetched(msg) from None
    except TimeoutError:
        terms.left()
        msg = f"it said nothing for {terms.limits.read_seconds:g} s"
        raise _Again(msg) from None
    except (OSError, http.client.HTTPException, zlib.error) as error:
        terms.left()  # raises where our own alarm broke it off
        msg = f"the connection broke ({str(error) or type(error).__name__})"
        raise _Again(msg) from None
    return answer


def _hang_up(link: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(link, socket.SHUT_RDWR)  # below TLS, which another thread is reading


def _connected(parts: SplitResult, terms: Terms) -> socket.socket:
    """Connect to one of the addresses of a host, all of which were checked."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    failure: OSError = OSError("it has no address")
    for address in _addresses(host, port, allow_private=terms.allow_private):
        try:
            link = socket.create_connection((address, port), timeout=min(terms.limits.connect_seconds, terms.left()))
        except OSError as error:
            failure = error
            continue
        link.settimeout(min(terms.limits.read_seconds, terms.left()))
        return _secured(link, host) if parts.scheme == "https" else link
    msg = f"no connection to {host}: {failure.strerror or failure}"
    raise _Again(msg)


def _secured(link: socket.socket, host: str) -> ssl.SSLSocket:
    """Make a connection one of TLS; the handshake comes with the first word."""
    return _trust().wrap_socket(link, server_hostname=host, do_handshake_on_connect=False)


@lru_cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Resolve a name. Raises NotFetched where it has no address, or any that is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        msg = f"the name {host} has no address ({error.strerror})"
        raise (_Again(msg) if error.errno == socket.EAI_AGAIN else NotFetched(msg)) from None
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        msg = f"{host} is at {private[0]}, which is no public address; --allow-private lets it through"
        raise NotFetched(msg)
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public Internet: not private, loopback, link-local, reserved, multicast or undetermined."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):  # what leads to an IPv4 address is as public as that
        behind = (
            ip_address(int(found) & 0xFFFFFFFF) if found in _IPV4_BEHIND_IPV6 else found.ipv4_mapped or found.sixtofour
        )
        found = behind or found
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _asked(link: socket.socket, url: str, terms: Terms) -> Answer:
    """Send the request over a connection and read the answer."""
    parts = urlsplit(url)
    if isinstance(link, ssl.SSLSocket):
        link.do_handshake()
    connection = http.client.HTTPConnection(str(parts.hostname))
    connection.sock = link
    headers = {
        "Host": parts.netloc,
        "User-Agent": f"outage-kit/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **terms.validators(url),
    }
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers)
    with connection.getresponse() as response:
        said = {name.lower(): value for name, value in response.getheaders()}
        _refuse_failure(response, said)
        is_bare = response.status in (*REDIRECTS, NOT_MODIFIED)
        return Answer(url, response.status, said, b"" if is_bare else _body(response, said, terms.limits.max_bytes))


def _refuse_failure(response: http.client.HTTPResponse, headers: Mapping[str, str]) -> None:
    """Raise _Again where the server is busy or broken, NotFetched where it refuses."""
    msg = f"the server says {response.status} {response.reason}".strip()
    if response.status == http.HTTPStatus.TOO_MANY_REQUESTS or response.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _Again(msg, _retry_after(headers.get("retry-after")))
    if response.status not in (http.HTTPStatus.OK, *REDIRECTS, NOT_MODIFIED):
        raise NotFetched(msg)


def _retry_after(printed: str | None) -> float | None:
    """Read Retry-After, which is seconds or a date; None for what is neither."""
    if printed and printed.strip().isdecimal():
        return float(printed)
    try:
        moment = parsedate_to_datetime(printed or "")
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _body(response: http.client.HTTPResponse, headers: Mapping[str, str], most: int) -> bytes:
    """Read the content, no longer than allowed and no shorter than announced, and unpack it."""
    announced = response.length
    if announced is not None and announced > most:
        raise _too_large(most)
    body = bytearray()
    for piece in _pieces(response, announced):
        body += piece
        if len(body) > most:
            raise _too_large(most)
    if announced is not None and len(body) < announced:
        msg = f"the connection broke after {len(body)} of {announced} bytes"
        raise _Again(msg)
    content = _unpacked(bytes(body), headers.get("content-encoding", ""), most)
    if content[:2] == _GZIP:
        _inflated(content, most)  # a file that is packed itself stays so, and yet may not be too large
    return content


def _pieces(response: http.client.HTTPResponse, announced: int | None) -> Iterator[bytes]:
    """Give what comes as it comes, so that a slow server cannot keep a read waiting for its whole length."""
    size = 0
    while announced is None or size < announced:
        piece = response.read1(_PIECE_BYTES if announced is None else min(_PIECE_BYTES, announced - size))
        if not piece:
            return
        size += len(piece)
        yield piece


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Undo the encodings of an answer. Raises NotFetched for one that was not asked for."""
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip"):
            body = _inflated(body, most)
        elif name == "deflate":
            body = _inflated(body, most, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS)
        elif name != "identity":
            msg = f"its content is packed as {name}, which cannot be read"
            raise NotFetched(msg)
    return body


def _inflated(body: bytes, most: int, bits: int = zlib.MAX_WBITS + 16) -> bytes:
    """Unpack gzip (or what `bits` says), part after part. Raises NotFetched where more than `most` bytes come out of it."""
    out = bytearray()
    while body.strip(b"\0"):
        unpacker = zlib.decompressobj(bits)
        out += unpacker.decompress(body, most - len(out) + 1)
        if len(out) > most:
            raise _too_large(most)
        if not unpacker.eof:
            msg = "its packed content stops in the middle"
            raise _Again(msg)
        body = unpacker.unused_data
    return bytes(out)


def _too_large(most: int) -> NotFetched:
    return NotFetched(f"it is larger than {most:,} bytes; fetch it by other means, and load the file")
