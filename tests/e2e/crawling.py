"""Follows every link of a site, as a search engine would, and looks at what pages load."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html

Get = Callable[[str], tuple[int, dict[str, str], bytes]]
LOADED = (("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src"), ("video", "src"), ("use", "href"))
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass
class Crawl:
    """What a crawl found: {address: status}, {address of an HTML page: its markup}, and what was wrong."""

    statuses: dict[str, int] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """Addresses that answered with an error."""
        return [f"{status} {address}" for address, status in self.statuses.items() if status >= 400]


def crawl(get: Get, *, origin: str, start: str = "/") -> Crawl:
    """Follow every link and everything that pages load, from `start`; `origin` is how the site calls itself.

    Links to other sites are not followed; things loaded from there are listed as foreign.
    """
    found = Crawl()
    waiting = deque([start])
    while waiting:
        address = waiting.popleft()
        if address in found.statuses:
            continue
        status, headers, body = get(address)
        found.statuses[address] = status
        if status in REDIRECTS:
            waiting.extend(_ours(headers["location"], address, origin))
            continue
        kind = headers.get("content-type", "").partition(";")[0]
        if kind == "text/html" and status == 200:
            found.pages[address] = body.decode()
            tree = html.fromstring(body)
            for link in links_in(tree):
                waiting.extend(_ours(link, address, origin))
            loaded = loads_in(tree)
        elif kind == "text/css":
            loaded = [url for url in CSS_URL.findall(body.decode()) if not url.startswith("#")]
        else:
            continue
        for thing in loaded:
            ours = list(_ours(thing, address, origin))
            waiting.extend(ours)
            if not ours and not thing.startswith(("data:", "#")):
                found.foreign.append(f"{thing} on {address}")
    return found


def links_in(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the targets of all links and of forms that only ask."""
    yield from (link.get("href") for link in tree.iter("a") if link.get("href"))
    yield from (link.get("href") for link in tree.iter("link") if link.get("rel") in ("alternate", "next", "prev"))
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "get" and form.get("action"):
            yield form.get("action")


def loads_in(tree: html.HtmlElement) -> list[str]:
    """Return everything that a browser fetches by itself."""
    found = [element.get(name) for tag, name in LOADED for element in tree.iter(tag) if element.get(name)]
    found += [link.get("href") for link in tree.iter("link") if set((link.get("rel") or "").split()) & FETCHED_LINKS]
    for element in tree.iter("img", "source"):
        found += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
    return found


def _ours(link: str, address: str, origin: str) -> Iterator[str]:
    """Yield the address when it belongs to the site, without its fragment."""
    absolute = urlsplit(urljoin(f"{origin}{address}", link.strip()))
    if absolute.scheme in ("http", "https") and absolute.netloc == urlsplit(origin).netloc:
        yield absolute._replace(scheme="", netloc="", fragment="").geturl() or "/"
