"""The page that shows an instructor what comes in."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from ..axe import barriers
from ..course import test_formgrader as formgrader
from .exchange import FLIPPED, teach, until, watching

browser, outside, page = formgrader.browser, formgrader.outside, formgrader.page
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(formgrader.CHROMIUM is None, reason="`make setup-dev` installs chromium"),
]


def test_what_comes_in_is_seen_by_who_may_see_it(toy: Path, page: Page) -> None:
    """The page shows hand-ins as they are graded, and what needs a person; without its secret address, nothing."""
    course = teach(toy)
    course.put("..", 1, course.answers())
    with watching(toy, "toy", "--port", "0") as process:
        url = until(process, "Page: ").split()[1]
        until(process, "begins with a dot")
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(url)
        expect(page.get_by_text("Nobody has handed in yet.")).to_be_visible()
        expect(page.get_by_text("begins with a dot")).to_be_visible()
        course.put("jo", 1, course.answers(FLIPPED))
        expect(page.get_by_role("row", name="jo")).to_contain_text("50")
        course.put("<img src=x onerror=alert(1)>", 1, course.answers())
        expect(page.get_by_text("could become part of a page")).to_be_visible()
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert "DejaVu Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert barriers(page, "light") + barriers(page, "dark") == []
        page.get_by_role("link", name="The report of the class").click()
        expect(page.get_by_role("heading", name="toy").first).to_be_visible()
        for path in ("", "events", "report/toy"):
            with pytest.raises(urllib.error.HTTPError, match="403") as refused:
                urllib.request.urlopen(urljoin(url, f"/{path}"))
            refused.value.close()
