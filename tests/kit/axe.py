"""Asks an accessibility checker, axe, what is wrong with a page in a real browser."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HARD = ("serious", "critical")


def barriers(page: Page, scheme: str, within: str | None = None) -> list[str]:
    """Return what of the open page is a serious barrier for somebody, in a `light` or `dark` theme.

    With `within`, a selector, only what is in such an element counts.
    """
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, within, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{scheme}: {rule['id']}: {node['html'][:200]}"
        for rule in found
        if rule["impact"] in HARD
        for node in rule["nodes"]
    ]
