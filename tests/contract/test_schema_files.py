"""Holds the files under `schemas/` to what is promised of them: they are standard JSON Schema in the portable
keywords, described, resolvable and current, and the revisions fit them. What they say of documents is tested in
`test_schema_verdicts`."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
ORIGIN = "https://nflint.dev/schemas/"
# The schemas of the configuration are not part of the contract.
OWN = {"config.schema.json", "selector.schema.json"}
FILES = {
    path.relative_to(SCHEMAS).as_posix(): json.loads(path.read_text("utf-8"))
    for path in sorted(SCHEMAS.rglob("*.schema.json"))
    if path.name not in OWN
}
REVISIONS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((SCHEMAS / "revisions").glob("*.json"))}
ANNOTATIONS = {"$schema", "$id", "$comment", "title", "description", "default", "examples"}
SHAPES = {"$defs", "$ref", "properties", "required", "additionalProperties", "items", "dependentSchemas"}
CHOICES = {"anyOf", "allOf", "if", "then", "else"}
LIMITS = {"type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "minItems"}
KEYWORDS = ANNOTATIONS | SHAPES | CHOICES | LIMITS
EVERYWHERE = {"Workflow", "LoopWorkflow", "LoopData", "JobRun", "Action", "Condition", "Message", "Approval"}
TEARDOWN_KINDS = EVERYWHERE | {"OpenTofuDestroy"}
BUILDING = {"Build", "Release", "RolloutStrategy"}
SPEC_KINDS = EVERYWHERE | BUILDING | {"AddonBackup", "AddonImport", "SecretInheritance", "RunTemplate"}

Found = tuple[str, dict[str, Any] | bool, bool]


def walk(schema: Any, pointer: str = "", refines: object = None) -> Iterator[Found]:
    """Every subschema with its pointer, and whether it only refines what is described in another place."""
    yield pointer, schema, bool(refines)
    if isinstance(schema, bool):
        return
    # Beside a reference, properties are those of its target.
    inner = refines or "$ref" in schema
    for keyword in ("properties", "$defs", "dependentSchemas"):
        within = inner if keyword == "properties" else keyword == "dependentSchemas"
        for name, part in schema.get(keyword, {}).items():
            yield from walk(part, f"{pointer}/{keyword}/{name}", within)
    for keyword in ("anyOf", "allOf"):
        for index, part in enumerate(schema.get(keyword, [])):
            yield from walk(part, f"{pointer}/{keyword}/{index}", refines or keyword == "allOf")
    for keyword in ("items", "additionalProperties", "if", "then", "else"):
        if keyword in schema:
            yield from walk(schema[keyword], f"{pointer}/{keyword}", refines or keyword == "if")


def subschemas() -> Iterator[tuple[str, Found]]:
    for name, schema in FILES.items():
        for found in walk(schema):
            yield name, found


REGISTRY: Registry[Any] = Registry().with_resources(
    (ORIGIN + name, DRAFT202012.create_resource(schema)) for name, schema in FILES.items()
)


def at(schema: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        schema = schema[int(part)] if isinstance(schema, list) else schema[part]
    return schema


@pytest.mark.parametrize("name", FILES)
def test_file_is_a_standard_schema_with_a_head(name: str) -> None:
    schema = FILES[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == ORIGIN + name
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_file_uses_the_portable_keywords_only(name: str) -> None:
    for pointer, schema, _ in walk(FILES[name]):
        if isinstance(schema, dict):
            assert set(schema) <= KEYWORDS, pointer
            assert schema.get("additionalProperties") is not True, pointer
            assert isinstance(schema.get("type", ""), str), pointer


@pytest.mark.parametrize("name", FILES)
def test_every_property_is_described(name: str) -> None:
    resolver = REGISTRY.resolver(ORIGIN + name)
    for pointer, schema, refines in walk(FILES[name]):
        is_property = pointer.rpartition("/")[0].endswith("/properties")
        if refines or not is_property or isinstance(schema, bool):
            continue
        target = schema
        if "description" not in schema:
            target = resolver.lookup(schema["$ref"]).contents
        assert len(target["description"]) > 3, pointer


def test_every_reference_resolves() -> None:
    references = 0
    for name, (pointer, schema, _) in subschemas():
        if isinstance(schema, dict) and "$ref" in schema:
            found = REGISTRY.resolver(ORIGIN + name).lookup(schema["$ref"])
            assert isinstance(found.contents, dict), (name, pointer)
            references += 1
    assert references > 200


def test_every_choice_has_the_shape_a_dispatch_table_is_read_from() -> None:
    choices = 0
    for name, (pointer, schema, _) in subschemas():
        if not isinstance(schema, dict) or "allOf" not in schema:
            continue
        selectors = set()
        for entry in schema["allOf"]:
            assert set(entry) == {"if", "then"}, (name, pointer)
            ((selector, test),) = entry["if"]["properties"].items()
            assert entry["if"] == {"properties": {selector: {"const": test["const"]}}, "required": [selector]}
            selectors.add(selector)
        assert len(selectors) == 1, (name, pointer)
        choices += 1
    assert choices >= 15


def test_an_expression_is_the_last_branch_of_a_choice() -> None:
    choices = 0
    for name, (pointer, schema, _) in subschemas():
        branches = schema.get("anyOf", []) if isinstance(schema, dict) else []
        expressions = [branch.get("$ref", "").endswith("expression.schema.json") for branch in branches]
        assert not any(expressions[:-1]), (name, pointer)
        choices += any(expressions)
    assert choices > 40


def test_every_object_whose_keys_are_known_is_closed() -> None:
    for name, (pointer, schema, refines) in subschemas():
        if name.endswith(("step.schema.json", "root.schema.json")) or not isinstance(schema, dict):
            continue  # the schema of the kind closes the node
        if "properties" in schema and "$ref" not in schema and not refines:
            assert schema.get("additionalProperties") is False, (name, pointer)


def patterns() -> list[tuple[str, str]]:
    found = [
        (schema["pattern"], schema.get("$comment", ""))
        for _, (_, schema, _) in subschemas()
        if isinstance(schema, dict) and "pattern" in schema
    ]
    for revision in REVISIONS.values():
        narrowings = [entry for entry in revision["narrow"] if entry["pointer"].endswith("/pattern")]
        found += [(entry["value"], entry["note"]) for entry in narrowings]
    return found


def test_patterns_compile_and_name_the_pages_own() -> None:
    assert len(patterns()) >= 16
    for pattern, comment in patterns():
        re.compile(pattern)
        assert re.match(r"page: .", comment), pattern
        assert not re.search(r"\(\?(?!:)|\\[1-9]", pattern), f"no lookaround, group name or backreference: {pattern}"


@pytest.mark.skipif(shutil.which("node") is None, reason="asks node, which is not installed")
def test_patterns_compile_in_javascript_with_the_unicode_flag() -> None:
    script = "for (const p of JSON.parse(process.argv[1])) new RegExp(p, 'u')"
    given_patterns = json.dumps([pattern for pattern, _ in patterns()])
    done = subprocess.run(["node", "-e", script, given_patterns], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("steps", ROOT / "tools" / "generate_step_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name while it is made.
    sys.modules["steps"] = module
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_current() -> None:
    assert generator().main(["--check"]) == 0


def test_the_check_finds_a_stale_file_and_a_run_mends_it(tmp_path: Path) -> None:
    schemas = tmp_path / "schemas"
    shutil.copytree(SCHEMAS, schemas)
    steps = generator()
    (schemas / "nodes" / "LoopData.schema.json").unlink()
    assert steps.main(["--check", "--schemas", str(schemas)]) == 1
    assert steps.main(["--schemas", str(schemas)]) == 0
    assert steps.main(["--check", "--schemas", str(schemas)]) == 0
    kinds = json.loads((schemas / "common" / "step.schema.json").read_text("utf-8"))["properties"]["kind"]["enum"]
    assert set(kinds) == SPEC_KINDS - {"LoopData"}


@pytest.mark.parametrize("comment", ["", "in: nowhere", "in: spec, run", "spec"])
def test_a_node_must_say_where_it_stands(comment: str) -> None:
    with pytest.raises(ValueError, match="Build"):
        generator().places_of("Build", {"$comment": comment})


def test_the_places_take_the_documented_kinds() -> None:
    def kinds(name: str) -> list[str]:
        return list(FILES[f"common/{name}.schema.json"]["properties"]["kind"]["enum"])

    assert kinds("step") == sorted(SPEC_KINDS)
    assert kinds("run-step") == sorted(SPEC_KINDS)
    assert kinds("teardown-step") == sorted(TEARDOWN_KINDS)
    nodes = {name[len("nodes/") : -len(".schema.json")] for name in FILES if name.startswith("nodes/")}
    assert nodes == SPEC_KINDS | TEARDOWN_KINDS


NARROWINGS = [
    pytest.param(entry, id=f"{name}-{entry['schema']}-{entry['pointer']}")
    for name, revision in REVISIONS.items()
    for entry in revision["narrow"]
]
TOLERANCES = [
    pytest.param(entry, id=f"{name}-{entry['schema']}-{entry['pointer']}")
    for name, revision in REVISIONS.items()
    for entry in revision["tolerate"]
]
PIECES = ["a", "Z", "0", "-", "/", "!", " ", "\n", "acme/x", "0123456789abcdef01234567", "my-vcs"]
LIKELY = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@pytest.mark.parametrize("entry", NARROWINGS)
def test_a_narrowing_truly_narrows(entry: dict[str, Any]) -> None:
    schema = FILES[entry["schema"]]
    before = at(schema, entry["pointer"])
    keyword = entry["pointer"].rpartition("/")[2]
    assert entry["note"]
    if entry["value"] is False:
        assert isinstance(before, dict)
    elif keyword == "enum":
        assert set(entry["value"]) < set(before)
    else:
        assert keyword == "pattern"
        assert re.search(before, "my-vcs")
        assert not re.search(entry["value"], "my-vcs")


@given(LIKELY)
def test_a_narrowed_pattern_takes_nothing_the_wider_one_refuses(text: str) -> None:
    for entry in [entry for revision in REVISIONS.values() for entry in revision["narrow"]]:
        if entry["pointer"].endswith("/pattern") and re.search(entry["value"], text):
            assert re.search(at(FILES[entry["schema"]], entry["pointer"]), text)


@pytest.mark.parametrize("entry", TOLERANCES)
def test_a_tolerance_names_something_the_schema_refuses(entry: dict[str, Any]) -> None:
    keyword = at(FILES[entry["schema"]], entry["pointer"])
    assert entry["note"]
    if entry["pointer"].endswith("/required"):
        assert entry["key"] in keyword
    else:
        assert entry["pointer"].endswith("/enum")
        assert entry["value"] not in keyword


def test_both_revisions_are_there_and_only_the_current_one_takes_v1() -> None:
    takes_v1 = {n for n, r in REVISIONS.items() if any(e.get("value") == "v1" for e in r["tolerate"])}
    assert set(REVISIONS) == {"current", "founding"}
    assert takes_v1 == {"current"}
