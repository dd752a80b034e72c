"""What hovers, outlines, folds and lenses show, held to goldens: `seen/<name>.<what>.txt` for each `seen/<name>`.

A golden of hovers tells of each place what stands there and what is said, each text once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from nflint.language import Analysis, Symbol, analyse, folds, hover, lenses, outline

SEEN = Path(__file__).parent / "seen"
FLOW = SEEN / "flow.yaml"


def place(analysis: Analysis, offset: int) -> str:
    line, column = analysis.document.text.position(offset)
    return f"{line}:{column}"


def hovers(text: str, name: str) -> Iterator[str]:
    analysis = analyse(text, name)
    said: set[tuple[str, str]] = set()
    for offset in range(len(text)):
        found = hover(analysis, offset)
        if found is None:
            continue
        assert found.span.start <= offset <= found.span.end
        source = text[found.span.start : found.span.end]
        if (source, found.markdown) not in said:
            said.add((source, found.markdown))
            yield f"{place(analysis, found.span.start)} {source}\n" + "\n".join(
                f"    {line}" for line in found.markdown.splitlines() if line
            )


def tree(text: str, name: str) -> Iterator[str]:
    analysis = analyse(text, name)

    def shown(symbol: Symbol, depth: int) -> Iterator[str]:
        start, end = symbol.span
        assert start <= symbol.selection.start <= symbol.selection.end <= end
        where = f"{place(analysis, start)}-{place(analysis, end)} at {place(analysis, symbol.selection.start)}"
        yield f"{'  ' * depth}{symbol.name} | {symbol.detail} | {symbol.sort} | {where}"
        for child in symbol.children:
            yield from shown(child, depth + 1)

    for symbol in outline(analysis):
        yield from shown(symbol, 0)


def orders(text: str, name: str) -> Iterator[str]:
    analysis = analyse(text, name)
    yield from (f"{place(analysis, lens.span.start)} {lens.title}" for lens in lenses(analysis))


def folded(text: str, name: str) -> Iterator[str]:
    analysis = analyse(text, name)
    for fold in folds(analysis):
        yield f"{place(analysis, fold.start)}-{place(analysis, fold.end)} {fold.sort}"


WHAT: dict[str, Callable[[str, str], Iterator[str]]] = {
    "hovers": hovers,
    "outline": tree,
    "lenses": orders,
    "folds": folded,
}


def compare(path: Path, found: Iterator[str], update: bool) -> None:
    text = "\n".join(found) + "\n"
    if update:
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("what", WHAT)
def test_a_flow_in_yaml(what: str, update_goldens: bool) -> None:
    found = WHAT[what](FLOW.read_text("utf-8"), FLOW.name)
    compare(SEEN / f"flow.yaml.{what}.txt", found, update_goldens)


def in_json() -> str:
    return json.dumps(yaml.safe_load(FLOW.read_text("utf-8")), indent=2)


@pytest.mark.parametrize("what", ["outline", "lenses", "folds"])
def test_the_same_flow_in_json(what: str, update_goldens: bool) -> None:
    compare(SEEN / f"flow.json.{what}.txt", WHAT[what](in_json(), "flow.json"), update_goldens)


def test_hovers_say_the_same_in_json() -> None:
    def words(text: str, name: str) -> set[str]:
        analysis = analyse(text, name)
        return {found.markdown for offset in range(len(text)) if (found := hover(analysis, offset))}

    assert words(in_json(), "flow.json") == words(FLOW.read_text("utf-8"), FLOW.name)


@pytest.mark.parametrize("name", ["flow.json", "flow.yaml"])
def test_what_is_damaged_is_seen_as_far_as_it_can_be_read(name: str) -> None:
    text = in_json() if name == "flow.json" else FLOW.read_text("utf-8")
    at = text.index("retentionTime") + 4
    damaged = text[:at] + text[text.index("\n", at) :]
    assert analyse(damaged, name).broken

    def names(text: str) -> list[str]:
        return [line.partition(" | ")[0] for line in tree(text, name)]

    assert names(damaged) == names(text)
    assert list(orders(damaged, name))[-1].partition(" ")[2] == list(orders(text, name))[-1].partition(" ")[2]


def test_comments_are_folded() -> None:
    text = "# one\n# two\napiVersion: v1.2\nspec:\n  # a\n  # b\n  kind: Workflow\n"
    assert list(folded(text, "a.yaml")) == ["1:1-2:6 comment", "4:1-7:17 region", "5:3-6:6 comment"]
    text = '{\n  // one\n  // two\n  "a": [\n    1 /* 2\n 3 */\n  ]\n}\n'
    assert list(folded(text, "a.json")) == [
        "1:1-8:1 region",
        "2:3-3:9 comment",
        "4:3-7:3 region",
        "5:7-6:6 comment",
    ]


@pytest.mark.parametrize("name", ["flow.yaml", "flow.json"])
def test_no_credential_is_shown(name: str) -> None:
    secret = "xoxb-2840917365-8264019375823-kQ3vZx8LmT2pYw7RbN5cJd1F"
    flow = {
        "apiVersion": "v1.2",
        "arguments": {"SLACK": secret, "PASSWORD": "hunter2hunter2", "PLAIN": {"token": "hunter3hunter3"}},
        "triggers": [{"ref": "git", "vcsService": "github", "repoUrl": "https://acme:hunter4hunter4@github.com/a/bb"}],
        "spec": {
            "kind": "Workflow",
            "spec": {
                "type": "sequential",
                "steps": [
                    {"kind": "JobRun", "ref": secret, "spec": {"jobId": "${fn.toUpper(args.PASSWORD)} ${args.SLACK}"}},
                    {
                        "kind": "Message",
                        "spec": {"message": f"${{fn.toUpper(args.PLAIN.token)}} ${{refs.{secret}.id}}"},
                    },
                ],
            },
        },
    }
    text = json.dumps(flow, indent=1) if name == "flow.json" else yaml.safe_dump(flow, sort_keys=False, width=500)
    analysis = analyse(text, name)
    words = [found.markdown for offset in range(len(text)) if (found := hover(analysis, offset))]
    shown = "\n".join([*words, *tree(text, name), *orders(text, name)])
    for hidden in (secret, "hunter2", "HUNTER2", "hunter3", "HUNTER3", "hunter4"):
        assert hidden not in shown


def test_who_reads_in_the_teardown_is_told_apart() -> None:
    step = '{"kind": "JobRun", "spec": {"jobId": "${refs.b.id}", "x": "${args.A}"}}'
    flow = '{"kind": "Workflow", "spec": {"type": "sequential", "steps": [STEPS]}}'
    build = '{"kind": "Build", "ref": "b", "spec": {}}'
    text = (
        f'{{"apiVersion": "v1.2", "arguments": {{"A": 1}}, "spec": {flow.replace("STEPS", f"{build}, {step}")}, '
        f'"teardownSpec": {{"spec": {flow.replace("STEPS", step)}}}}}'
    )
    analysis = analyse(text, "release-flow.json")
    assert lenses(analysis)[0].title.endswith("read by JobRun 2, JobRun 1 of the teardown")
    for name in ("refs.b", "args.A"):
        found = hover(analysis, text.index(name) + 5)
        assert found is not None
        assert found.markdown.endswith("by JobRun at step 2, JobRun at step 1 of the teardown")
