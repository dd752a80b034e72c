"""The HTML report as a text: what is on the page, that nothing gets out of its place, and what is too much for it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from html_pages import page_of

from nflint.diagnostic import Diagnostic, LintedFile, Region, Report, Severity, Source, SourceDocument
from nflint.report import html_format
from nflint.report.html_style import DARK, LIGHT

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"

sys.path.append(str(ROOT / "tests" / "graph"))

import graph_flows  # noqa: E402 - the path comes first
from test_layout import contrast  # noqa: E402 - the path comes first

_VOID = {"meta", "input", "link", "br", "img"}


class Reader(HTMLParser):
    """The elements of a page with their attributes, and whether each is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def examples() -> str:
    return page_of(ROOT / "examples")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    text = json.dumps(graph_flows.hostile())
    (folder / "release-flow.json").write_text(text, "utf-8")
    (folder / "release-flow.yaml").write_text("\u202e</code><script>\x00alert(1)</script>: [\n]]> & \x1b\n", "utf-8")
    if sys.platform != "win32":
        (folder / '<img src="x">&\'.release-flow.json').write_text(text, "utf-8")
    return page_of(folder)


@pytest.mark.parametrize("name", ["examples", "hostile"])
def test_every_element_is_closed_and_every_id_is_one_thing(name: str, request: pytest.FixtureRequest) -> None:
    reader = read(request.getfixturevalue(name))
    assert not reader.wrong
    assert not reader.open
    ids = [attributes["id"] for _, attributes in reader.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {attributes["href"] for tag, attributes in reader.found if tag == "a"}
    inner = {target[1:] for target in targets if target and target.startswith("#")}
    assert inner <= set(ids)
    assert inner
    assert all(target and target.startswith(("#", "https://")) for target in targets)


@pytest.mark.parametrize("name", ["examples", "hostile"])
def test_there_is_one_script_and_its_policy_knows_it(name: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(name)
    reader = read(page)
    tags = [tag for tag, _ in reader.found]
    assert tags.count("script") == 1
    assert not set(tags) & {"img", "link", "iframe", "object", "embed", "image", "use", "foreignobject"}
    assert not [attribute for _, found in reader.found for attribute in found if attribute.startswith("on")]
    [script] = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [policy] = [found["content"] for tag, found in reader.found if found.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}'" in policy


def test_nothing_that_a_browser_would_obey_is_left(hostile: str) -> None:
    assert all(letter in "\n\t" or letter.isprintable() for letter in hostile)
    words = "".join(read(hostile).words)
    assert "\\u202e</code><script>\\x00alert(1)</script>: [" in words


def test_every_diagnostic_is_in_its_place(examples: str) -> None:
    # The words of a diagnostic come directly behind the line that they are about.
    assert re.search(
        r'id="f\d+-l14">.*?<mark class="warning">&quot;concurencyPolicy&quot;</mark>.*?</div>\n'
        r"<article.*?NF102 unknown-key.*?did you mean &#x27;concurrencyPolicy&#x27;\?</p></article>",
        examples,
    )
    assert re.search(r'<li><a href="#f\d+-l23">line 23</a>: &#x27;build&#x27; is this one</li>', examples)


def test_the_run_order_leads_to_the_source(examples: str) -> None:
    found = re.search(r'<span class="step">4.1</span> <a href="#(f\d+-l\d+)">Release</a>', examples)
    assert found is not None
    assert f'id="{found[1]}"' in examples


def test_no_credential_is_on_the_page(tmp_path: Path) -> None:
    flow = graph_flows.flow(graph_flows.workflow("sequential", graph_flows.build(TOKEN), graph_flows.build(TOKEN)))
    (tmp_path / "release-flow.json").write_text(json.dumps(flow, indent=1), "utf-8")
    page = page_of(tmp_path)
    assert "a1B2c3D4" not in page
    assert "****" in page
    assert "Build" in page


def diagnostic(number: int, path: str = "a.json", url: str = "https://nflint.dev/rules/x") -> Diagnostic:
    region = Region(number, 1, number, 2)
    return Diagnostic("NF102", "unknown-key", Severity.ERROR, f"message {number}", "", path, "", region, url)


def test_many_findings_are_cut_with_a_word() -> None:
    text = "line\n" * 12_000
    found = tuple(diagnostic(number) for number in range(1, 10_001))
    page = html_format.render(
        Report(found, (LintedFile("a.json", "release-flow"),), sources={"a.json": Source(text, ())})
    )
    assert "the first 1000 of 10000 findings are shown" in page
    assert page.count("<article") == html_format.MOST_FINDINGS
    assert len(page) < 3_000_000
    assert "lines left out" in page


def test_a_large_text_is_cut_with_a_word() -> None:
    text = "x" * 3_000_000 + "\n" + "line\n" * 1_000_000
    found = (diagnostic(900_000), diagnostic(1)._replace(region=Region(1, 2_000_000, 1, 2_000_010)))
    page = html_format.render(Report(found, (LintedFile("a.json", None),), sources={"a.json": Source(text, ())}))
    assert len(page) < 100_000
    assert page.count("<article") == 2
    assert "1999799 characters left out" in page
    assert "lines left out" in page


def test_a_large_graph_is_cut_with_a_word() -> None:
    document = SourceDocument("release-flow", graph_flows.large(3_000), 1, 1)
    files = [f"{number}.json" for number in range(8)]
    report = Report(
        (),
        tuple(LintedFile(file, "release-flow") for file in files),
        sources={f: Source("{}", (document,)) for f in files},
    )
    page = html_format.render(report)
    assert page.count("<svg") == 5
    assert page.count("more steps are not drawn") >= 5
    assert page.count("nflint graph") == 3


def test_a_graph_leads_only_to_lines_that_are_there(tmp_path: Path) -> None:
    text = json.dumps(graph_flows.large(600), indent=1)
    (tmp_path / "release-flow.json").write_text(text, "utf-8")
    reader = read(page_of(tmp_path, "--select", "missing-key"))
    ids = {attributes.get("id") for _, attributes in reader.found}
    inner = [found["href"] for tag, found in reader.found if tag == "a" and (found["href"] or "").startswith("#f1-l")]
    assert len(inner) > 100
    assert {str(target)[1:] for target in inner} <= ids


def test_a_stream_of_many_documents_is_cut_with_a_word() -> None:
    document = SourceDocument("release-flow", graph_flows.simple(), 1, 1)
    report = Report((), (LintedFile("a.yaml", "release-flow"),), sources={"a.yaml": Source("{}", (document,) * 3_000)})
    page = html_format.render(report)
    assert "and 2997 more" in page
    assert "more steps are not drawn" in page
    assert len(page) < 1_000_000


def test_many_files_are_cut_with_a_word() -> None:
    report = Report((), tuple(LintedFile(f"{number}.json", "run") for number in range(700)))
    page = html_format.render(report)
    assert "the first 500 of 700 files have a part of their own" in page
    assert page.count("<section") == 500


def test_a_rule_of_somebody_else_cannot_lead_into_a_script() -> None:
    page = html_format.render(Report((diagnostic(1, url="javascript:alert(1)"),)))
    assert "javascript:" not in page
    assert "message 1" in page


def test_a_report_about_nothing_is_a_page_as_well() -> None:
    page = html_format.render(Report(failures=("x: <no> such file",)))
    assert "There is nothing to show" in page
    assert "x: &lt;no&gt; such file" in page
    assert not read(page).wrong


def test_colours_contrast_with_what_is_behind_them() -> None:
    for colors in (LIGHT, DARK):
        for behind in ("paper", "panel", "error-panel", "warning-panel", "info-panel"):
            for words in ("ink", "quiet", "link", "error", "warning", "info"):
                assert contrast(colors[words], colors[behind]) >= 4.5, (words, behind)
            assert contrast(colors["edge"], colors[behind]) >= 3, behind
            assert contrast(colors["focus"], colors[behind]) >= 3, behind
