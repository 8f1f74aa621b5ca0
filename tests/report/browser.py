"""A real browser without a window: what it makes of a page, says on its console, and asks the network for."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import NamedTuple

import pytest

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--enable-logging=stderr", "--virtual-time-budget=3000",
)  # fmt: skip


class Seen(NamedTuple):
    """A page as the browser shows it."""

    dom: str
    said: list[str]
    asked: list[str]


def show(page, folder):
    """Open a file in the browser; the test is skipped where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(_PROGRAMS)} is installed")
    log = folder / "network.json"
    command = [program, *_QUIET, f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"]
    done = subprocess.run(
        [*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    said = re.findall(r":CONSOLE[^\]]*\] (.*)", done.stderr)
    return Seen(done.stdout, said, sorted(set(_asked(log))))


def _asked(log):
    """Yield every address that the page, a file, asks for; what the browser asks for itself is not its."""
    text = log.read_text(encoding="utf-8")
    events = json.loads(text)["events"] if text.rstrip().endswith("}") else []
    assert events, "the browser wrote no log of its network"
    for event in events:
        asked = event.get("params", {})
        if str(asked.get("network_isolation_key", "")).startswith("file:"):
            yield from [asked["url"]] * (not asked["url"].startswith(("file:", "data:")))


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, dom):
        super().__init__()
        self.found = []
        self.feed(dom)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag):
        return [attributes for name, attributes in self.found if name == tag]
