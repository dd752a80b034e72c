"""The HTML report in a real browser: keys move the focus, the filter filters, nothing is asked for or complained about.

Skipped where there is no Chromium; the check with axe-core where there is no `npm ci` in tests/graph.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Browser
from html_pages import page_of

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "graph" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="needs Chromium")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    """The browser with the report of the examples."""
    file = tmp_path / "report.html"
    file.write_text(page_of(ROOT / "examples"), "utf-8")
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    browser.ask("Emulation.clearDeviceMetricsOverride")
    browser.ask("Emulation.setEmulatedMedia", media="", features=[])
    browser.open(file)
    return browser


FOCUSED = "document.activeElement.id"


def test_nothing_is_asked_for_and_nothing_complained_about(page: Browser) -> None:
    page.value("new Promise((done) => setTimeout(done, 50))")
    assert [one["request"]["url"].split(":")[0] for one in page.told("Network.requestWillBeSent")] == ["file"]
    assert not page.told("Log.entryAdded")
    assert not page.told("Runtime.consoleAPICalled")
    assert not page.told("Runtime.exceptionThrown")


def test_the_policy_lets_in_no_other_script_and_no_image(page: Browser) -> None:
    # Otherwise the test above would say nothing.
    page.value(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"file:///x.png\" onerror=\"window.seen = 1\">')"
    )
    page.value(
        "(() => { const one = document.createElement('script'); one.textContent = 'window.seen = 2';"
        " document.body.append(one) })()"
    )
    page.value("new Promise((done) => setTimeout(done, 50))")
    assert page.value("window.seen") is None
    assert len(page.told("Log.entryAdded")) >= 2


def test_keys_lead_from_finding_to_finding_and_back(page: Browser) -> None:
    page.press("j")
    assert page.value(FOCUSED) == "d1"
    page.press("j")
    page.press("j")
    assert page.value(FOCUSED) == "d3"
    page.press("k")
    assert page.value(FOCUSED) == "d2"
    box = page.value("JSON.stringify(document.activeElement.getBoundingClientRect())")
    assert '"top":' in box
    assert page.value("(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())")
    assert page.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press("k")
    page.press("k")
    assert page.value(FOCUSED) == "d1"
    # From a finding the tabulator goes on to what is in it.
    page.press("Tab")
    assert page.value("document.activeElement.closest('.finding')?.id") == "d1"
    assert page.value("document.activeElement.tagName") == "A"


def test_a_finding_in_a_part_that_is_closed_is_opened(page: Browser) -> None:
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = false })")
    page.press("j")
    assert page.value(FOCUSED) == "d1"
    assert page.value("document.activeElement.closest('details').open")


def test_the_search_narrows_and_can_be_left(page: Browser) -> None:
    total = page.value("document.querySelectorAll('.finding').length")
    page.press("/")
    assert page.value(FOCUSED) == "search"
    for letter in "later-ref":
        page.press(letter)
    shown = (
        "[...document.querySelectorAll('.finding')].filter((one) => one.checkVisibility())"
        ".map((one) => one.textContent)"
    )
    found = page.value(shown)
    assert 0 < len(found) < total
    assert all("later-ref" in one for one in found)
    assert page.value("document.getElementById('said').textContent") == f"{len(found)} of {total} shown"
    page.press("Escape")
    assert page.value(FOCUSED) != "search"
    assert len(page.value(shown)) == total
    page.press("j")
    assert page.value(FOCUSED) == "d1"


def test_severities_can_be_hidden_and_keys_be_switched_off(page: Browser) -> None:
    page.value("document.querySelector('input[value=error]').click()")
    shown = page.value(
        "[...document.querySelectorAll('.finding')].filter((one) => !one.hidden).map((one) => one.dataset.severity)"
    )
    assert shown
    assert set(shown) == {"warning"}
    page.press("j")
    assert page.value("document.activeElement.dataset.severity") == "warning"
    page.value("document.activeElement.blur()")
    page.value("document.getElementById('keys').click()")
    page.press("j")
    assert page.value("document.activeElement.className") != "finding warning"


def test_the_tabulator_gets_through_the_page_and_out(page: Browser) -> None:
    page.press("Tab")
    assert page.value("document.activeElement.className") == "skip"
    seen = []
    for _ in range(400):
        page.press("Tab")
        # Where the page ends the browser takes the focus, or begins anew.
        name = page.value("document.activeElement.tagName + (document.activeElement.className || '')")
        if name in ("BODY", "Askip"):
            break
        seen.append(name)
    assert 20 < len(seen) < 400
    assert {"INPUT", "SUMMARY", "A"} <= set(seen)
    assert any(name.startswith("DIVsource") for name in seen)


def test_it_can_be_read_without_a_script(page: Browser, tmp_path: Path) -> None:
    page.ask("Emulation.setScriptExecutionDisabled", value=True)
    page.open(tmp_path / "report.html")
    page.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert page.value("document.getElementById('filter').checkVisibility()") is False
    assert page.value("[...document.querySelectorAll('.finding')].every((one) => one.checkVisibility())")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [400, 1300])
def test_it_fits_the_window(page: Browser, scheme: str, wide: int) -> None:
    page.ask("Emulation.setDeviceMetricsOverride", width=wide, height=800, deviceScaleFactor=1, mobile=False)
    page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    assert page.value("document.documentElement.scrollWidth") <= wide
    assert page.value(
        "[...document.querySelectorAll('.finding')].every((one) => one.getBoundingClientRect().right <= innerWidth)"
    )


@pytest.mark.skipif(not AXE.is_file(), reason="needs `npm ci` in tests/graph")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(page: Browser, scheme: str) -> None:
    page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.value(AXE.read_text("utf-8") + ";0")
    found = page.value(
        "axe.run().then((said) => said.violations.map((one) => "
        "[one.id, one.nodes.map((node) => node.html.slice(0, 200) + node.failureSummary)]))"
    )
    assert found == []
    assert page.value("axe.run().then((said) => said.passes.length)") > 20
