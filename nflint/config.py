"""The configuration: what it may hold, what is wrong with one, and what it says of a document.

Pure: finding and reading the file is the business of `nflint.discovery`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from nflint.contract.catalogue import Revision
from nflint.contract.detect import Kind
from nflint.diagnostic import Finding, Fix, Named, Place, Pointer, Severity
from nflint.extra import is_custom
from nflint.globs import fits_path, is_literal, parts
from nflint.nearest import nearest
from nflint.rule import Rule
from nflint.settings import FAMILIES, GROUPS, Ignore, Selection, Settings
from nflint.source.document import Document

# Who has more mistakes than that in a configuration has not written one.
_MOST = 100


class PathRules(NamedTuple):
    """What holds for the files that `pattern` fits: what they are ("none" passes them over), and rules that are off."""

    pattern: str
    kind: Kind | None
    passed_over: bool
    ignore: frozenset[str]


class Config(NamedTuple):
    """A configuration that has nothing wrong with it.

    `name` is what diagnostics call its file, `folder` what its patterns are relative to, `pointer` where in the file
    it stands; `path` and `document` are that file, where there is one. `fail_on` and `contract` are None where it does
    not say. Of the `ignores`, `by_path` are those for a file or a folder that is named as it is, which may be
    thousands; `ranging` are all others.
    """

    name: str = ""
    folder: str = ""
    path: str = ""
    pointer: Pointer = ()
    selection: Selection = Selection()
    severities: Mapping[str, Severity] = MappingProxyType({})
    ignores: tuple[Ignore, ...] = ()
    by_path: Mapping[str, tuple[Ignore, ...]] = MappingProxyType({})
    ranging: tuple[Ignore, ...] = ()
    paths: tuple[PathRules, ...] = ()
    contract: Revision | None = None
    fail_on: Severity | None = None
    plugins: tuple[str, ...] = ()
    extra: tuple[Rule, ...] = ()
    document: Document | None = None

    def kind(self, path: str) -> Kind | None:
        """What the document in the file `path` is, as far as the configuration says; the last pattern that fits
        decides. All paths have forward slashes, and are within the folder or relative to it."""
        return next((rules.kind for rules in reversed(self._of(path)) if rules.kind), None)

    def passes_over(self, path: str) -> bool:
        """Whether the file is not to be linted at all."""
        return any(rules.passed_over for rules in self._of(path))

    def settings(self, path: str) -> Settings:
        """What holds for the document in the file `path`."""
        selection = self.selection
        for rules in self._of(path):
            selection = selection.without(rules.ignore)
        within = self.within(path)
        named = [ignore for one in _around(within) for ignore in self.by_path.get(one, ())] if self.by_path else []
        ranging = (ignore for ignore in self.ranging if ignore.files is None or fits_path(within, ignore.files))
        return Settings(selection, self.severities, (*named, *ranging), self.extra)

    def for_file(self, path: str) -> Config:
        """The configuration for the file `path` alone, whatever it is called."""
        held = self.settings(path)
        ignores = tuple(ignore._replace(files=None) for ignore in held.ignores)
        rules = PathRules("**", self.kind(path), self.passes_over(path), frozenset())
        return self._replace(selection=held.selection, ignores=ignores, by_path={}, ranging=ignores, paths=(rules,))

    def choosing(self, select: Iterable[str], ignore: Iterable[str], rules: Iterable[Rule]) -> Config:
        """The same with other rules to select, where any are given, and more to ignore."""
        names = _Names.of(rules)
        chosen = frozenset(map(names.plain, select)) or self.selection.select
        return self._replace(selection=Selection(chosen, self.selection.ignore.union(map(names.plain, ignore))))

    def within(self, path: str) -> str:
        """`path` relative to the folder."""
        return path.removeprefix(f"{self.folder.rstrip('/')}/") if self.folder else path

    def _of(self, path: str) -> tuple[PathRules, ...]:
        if not self.paths:
            return ()
        within = self.within(path)
        return tuple(rules for rules in self.paths if fits_path(within, rules.pattern))


def build_config(value: object, name: str, folder: str, pointer: Pointer = (), *, rules: Iterable[Rule]) -> Config:
    """The configuration that `value` describes, which has nothing wrong with it; `rules` are all that it may name."""
    given = cast("dict[str, Any]", value if isinstance(value, dict) else {})
    listed: list[Any] = given.get("ignore", [])
    names = _Names.of(rules)
    ignores = tuple(
        Ignore(number, frozenset({names.plain(entry["rule"])}), entry.get("files"), entry.get("at"))
        for number, entry in enumerate(listed)
        if isinstance(entry, dict)
    )
    by_path: dict[str, tuple[Ignore, ...]] = {}
    for ignore in ignores:
        if ignore.files is not None and is_literal(ignore.files):
            path = "/".join(parts(ignore.files))
            by_path[path] = (*by_path.get(path, ()), ignore)
    return Config(
        name=name,
        folder=folder,
        pointer=pointer,
        selection=Selection(
            frozenset(map(names.plain, given.get("select", ["recommended"]))),
            frozenset(names.plain(one) for one in listed if isinstance(one, str)),
        ),
        severities={names.plain(key): Severity.from_label(label) for key, label in given.get("severity", {}).items()},
        ignores=ignores,
        by_path=by_path,
        ranging=tuple(ignore for ignore in ignores if ignore.files is None or not is_literal(ignore.files)),
        paths=tuple(_path_rules(pattern, held, names) for pattern, held in given.get("paths", {}).items()),
        contract=given.get("contract"),
        fail_on=Severity.from_label(given["fail-on"]) if "fail-on" in given else None,
        plugins=tuple(given.get("plugins", ())),
    )


def _around(path: str) -> Iterator[str]:
    """A path and the folders around it."""
    names = parts(path)
    for end in range(1, len(names) + 1):
        yield "/".join(names[:end])


def _path_rules(pattern: str, held: Mapping[str, Any], names: _Names) -> PathRules:
    kind = held.get("kind")
    ignore = frozenset(map(names.plain, held.get("ignore", ())))
    return PathRules(pattern, None if kind == "none" else kind, kind == "none", ignore)


class _Names(NamedTuple):
    """What may be written for rules: `known` are names, codes and groups, each with what it is to be read as."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> _Names:
        written = {one: rule.name for rule in rules for one in (rule.name, rule.code)}
        return cls({**{group: group for group in (*GROUPS, *FAMILIES)}, **written})

    def plain(self, written: str) -> str:
        """What `written` is to be read as; what is not known is left as it is."""
        return self.known.get(written, written)


def unknown_rules(value: object, rules: Sequence[Rule], *, plugins_loaded: bool = False) -> Iterator[Named]:
    """What in a configuration is meant as a rule and is none; never raises. Rules of plugins are unknown until
    `plugins_loaded`."""
    names = _Names.of(rules)
    told = 0
    for pointer, written, is_key in _written_rules(value):
        if told == _MOST:
            return
        if written in names.known or (is_custom(written) and not plugins_loaded):
            continue
        near = nearest(written, list(names.known))
        hint = f"did you mean '{near}'?" if near else "'nflint rules' lists all rules and their groups"
        place = Place(pointer, "key" if is_key else "value")
        told += 1
        fix = Fix.write(place, near, safe=False) if near and not is_key else None
        yield "unknown-rule", Finding(place, f"there is no rule or group '{written}'", hint, fix=fix)


def _written_rules(value: object) -> Iterator[tuple[Pointer, str, bool]]:
    """Everything in a configuration that names a rule: where it stands, the name, and whether that is a key."""
    given = value if isinstance(value, dict) else {}
    lists: list[tuple[Pointer, object]] = [((key,), given.get(key)) for key in ("select", "ignore")]
    paths = given.get("paths")
    if isinstance(paths, dict):
        lists += [
            (("paths", key, "ignore"), held.get("ignore")) for key, held in paths.items() if isinstance(held, dict)
        ]
    for pointer, listed in lists:
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(item, str):
                yield (*pointer, index), item, False
            elif isinstance(item, dict) and isinstance(item.get("rule"), str):
                yield (*pointer, index, "rule"), item["rule"], False
    severity = given.get("severity")
    for key in severity if isinstance(severity, dict) else ():
        yield ("severity", key), key, True
