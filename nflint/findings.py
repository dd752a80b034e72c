"""Every check of one document in its order: the contract, the rules over each model, and what arguments bring in.

Where the findings stand in a text is the business of `nflint.lint`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from nflint.contract import catalogue
from nflint.contract.accept import accept
from nflint.contract.detect import KINDS, OTHER_DOCUMENTS
from nflint.diagnostic import Finding, Named, Place, Severity, Sources
from nflint.extra import is_custom
from nflint.flow.credentials import build_credentials
from nflint.flow.model import build_flow
from nflint.flow.vocabulary import build_vocabulary
from nflint.flow.waiting import build_waiting
from nflint.flow.wiring import Wiring, build_wiring
from nflint.repetition import one_for_each_mistake
from nflint.rule import CheckFunction, Model, Rule
from nflint.rules import all_rules, families, rules_of
from nflint.run.launch import build_launch, given_by
from nflint.run.model import build_request, build_run
from nflint.settings import Selection, Settings

if TYPE_CHECKING:
    from nflint.flow.given import Given

# The models that a document of each kind has. A run carries the flow it ran, and what that has waited for is over;
# documents without a contract here are wired like release flows.
_MODELS: dict[str, tuple[Model, ...]] = {
    **dict.fromkeys(OTHER_DOCUMENTS, ("Wiring", "Waiting", "Credentials")),
    "template-run": ("Wiring", "Credentials"),
    "release-flow": ("Flow", "Wiring", "Waiting", "Credentials"),
    "release-flow-response": ("Flow", "Wiring", "Waiting", "Credentials"),
    "run": ("Flow", "Wiring", "Run", "Credentials"),
    "run-list": ("Run", "Credentials"),
    "run-request": ("RunRequest", "Wiring", "Launch", "Credentials"),
    "path-parameters": (),
    "config": (),
}

# The models that the rules of a family read, where most documents have none of them: such rules are left unread.
_READ_BY: dict[str, frozenset[Model]] = {"run": frozenset({"Run"}), "request": frozenset({"RunRequest", "Launch"})}

# The name of a rule, the model it reads, its function, and the words it is about.
_Check: TypeAlias = tuple[str, Model, CheckFunction, frozenset[str]]
_Needed: TypeAlias = tuple[str, Model, CheckFunction]

# Answers of the API about what has been.
_OF_RUNS = frozenset({"run", "run-list", "template-run"})

# Findings of one rule about one document.
_MOST = 500


class Context(NamedTuple):
    """What is known beside a document: the revision of the contract, the flow that a run request is for, what a
    dry run of a flow is given, and which rules are on. What is told is `covered` where somebody may see it: without
    credentials; of the `sources` the report is to hold that much. Without `fixes` nobody wants to know how things are
    mended, which takes another reading of the text."""

    contract: catalogue.Revision = "current"
    flow: Wiring | None = None
    given: Given | None = None
    settings: Settings = Settings()
    sources: Sources = "excerpts"
    covered: bool = True
    fixes: bool = True


def findings(value: Any, kind: str, context: Context, *, complete: bool = True) -> Iterator[Named]:
    """All findings about `value`, a document of `kind`; `complete` is False when not all of it could be read.

    Never raises: what fails is one finding more.
    """
    for rule, finding in _findings(value, kind, context, complete=complete):
        # What has been is not mended by writing it otherwise.
        yield rule, finding._replace(fix=None) if finding.fix and kind in _OF_RUNS else finding


def _findings(value: Any, kind: str, context: Context, *, complete: bool) -> Iterator[Named]:
    if kind == "config":
        yield from _guarded("the schema of configurations", _config_findings(value, complete))
        return
    if kind in OTHER_DOCUMENTS:
        contract = [("unsupported-document", _unsupported(OTHER_DOCUMENTS[kind]))]
    else:
        told_of_contract = _contract_findings(value, kind, context.contract, complete, fixes=context.fixes)
        contract = list(_guarded("the contract", told_of_contract))
    models: dict[Model, Any] = {}
    if context.flow is not None and kind == "run-request":
        models["Launch"] = build_launch(context.flow, build_request(value))
    told = _rule_findings(value, kind, models, context, complete=complete)
    yield from one_for_each_mistake(contract, told)
    wiring = context.flow if "Launch" in models else models.get("Wiring")
    if wiring is not None and wiring.document in KINDS:
        yield from _guarded("the contract of arguments", _unfit(wiring, models, context, kind))


def _contract_findings(
    value: Any, kind: str, contract: catalogue.Revision, complete: bool, *, fixes: bool = True
) -> Iterator[Named]:
    schema = f"{kind}.schema.json"
    if not accept(schema, value):
        # Imported here because a clean file does not need jsonschema.
        from nflint.contract.wording import contract_findings

        yield from contract_findings(schema, value, contract, complete=complete, fixes=fixes)


def _unfit(wiring: Wiring, models: Mapping[Model, Any], context: Context, kind: str) -> Iterator[Named]:
    """What arguments bring into the fields they are used for, of the flow with that wiring."""
    if "Launch" in models:
        from nflint.fitting import unfit_request
        from nflint.flow.resolution import resolve

        given = context.given or given_by(models["Launch"].request)
        yield from unfit_request(resolve(wiring.value, wiring, given), wiring, given, context.contract)
    elif context.given is not None:
        from nflint.fitting import unfit_resolution, unused_given
        from nflint.flow.resolution import resolve

        resolution = resolve(wiring.value, wiring, context.given)
        yield from unfit_resolution(resolution, wiring, context.given, context.contract)
        yield from unused_given(wiring, context.given)
    elif kind != "run-request" and wiring.arguments:
        from nflint.fitting import unfit_arguments  # Only flows with arguments have any that could not fit.

        yield from unfit_arguments(wiring.value, wiring, kind, context.contract)


def _config_findings(value: Any, complete: bool) -> Iterator[Named]:
    from nflint.config import unknown_rules  # Hardly any document is a configuration.

    unknown = list(unknown_rules(value, all_rules()))
    places = {finding.place.pointer for _, finding in unknown}
    for rule, finding in _contract_findings(value, "config", "current", complete):
        if finding.place.pointer not in places:
            # Whatever is wrong with it, nflint does not start with such a configuration.
            yield rule, finding._replace(severity=Severity.ERROR)
    yield from unknown


def _rule_findings(value: Any, kind: str, models: dict[Model, Any], context: Context, *, complete: bool) -> list[Named]:
    """What the rules say. The models that they read are built on the way and left in `models`."""
    found: list[Named] = []
    selection, extra = context.settings.selection, context.settings.extra
    vocabulary = build_vocabulary(value)
    present = _words_of_rules(kind, selection, complete) & vocabulary.words
    for name, model, check in (
        *_needed(present, kind, selection, complete),
        *_about(vocabulary.words, _fitting(extra, kind, selection, complete)),
    ):
        read = models.get(model)
        if read is None:
            if model == "Launch":
                continue  # No flow is known.
            if model == "Credentials":
                read = models[model] = build_credentials(value, vocabulary, kind)
            else:
                read = models[model] = _built(model, value, kind, models, context.given)
        before = len(found)
        try:
            for finding in check(read):
                found.append((name, finding))
                if len(found) - before == _MOST:
                    found[-1] = (name, finding._replace(hint=f"{finding.hint}; more of these are not shown"))
                    break
        except Exception as error:
            found.append(_failure(f"the rule '{name}'", error, own=not is_custom(name)))
    return found


@lru_cache(maxsize=64)
def _words_of_rules(kind: str, selection: Selection, complete: bool) -> frozenset[str]:
    """All words that any rule is about."""
    return frozenset().union(*[about for _, _, _, about in _checks(kind, selection, complete)])


# Most documents have the same few of these words, so that the rules about them are picked once for all of them.
@lru_cache(maxsize=256)
def _needed(present: frozenset[str], kind: str, selection: Selection, complete: bool) -> tuple[_Needed, ...]:
    """The rules of nflint's own that may say something about a document with those words."""
    return tuple(_about(present, _checks(kind, selection, complete)))


def _about(words: Collection[str], checks: Iterable[_Check]) -> Iterator[_Needed]:
    """Those of the checks that may say something about a document with those words."""
    for name, model, check, about in checks:
        if not about or not about.isdisjoint(words):
            yield name, model, check


@lru_cache(maxsize=64)
def _checks(kind: str, selection: Selection, complete: bool) -> tuple[_Check, ...]:
    """The rules of nflint's own that are on for documents of `kind`."""
    models = frozenset(_MODELS[kind])
    needed = (family for family in families() if not models.isdisjoint(_READ_BY.get(family, models)))
    return tuple(_fitting((rule for family in needed for rule in rules_of(family)), kind, selection, complete))


def _fitting(rules: Iterable[Rule], kind: str, selection: Selection, complete: bool) -> Iterator[_Check]:
    """Those of the rules that are on; of a document that is not `complete`, those that do not need all of it."""
    for rule in rules:
        if rule.reads not in _MODELS[kind] or rule.check is None or not selection.has(rule):
            continue
        if rule.whole and not complete:
            continue
        # What the names in a request mean, only its flow knows.
        if kind != "run-request" or rule.reads != "Wiring" or rule.family == "expression":
            yield rule.name, rule.reads, rule.check, rule.about


def _built(model: Model, value: Any, kind: str, models: dict[Model, Any], given: Given | None) -> object:
    if model == "Run":
        return build_run(value)
    if model == "RunRequest":
        return build_request(value)
    if model == "Flow":
        return build_flow(value)
    if model == "Waiting":
        if "Wiring" not in models:
            models["Wiring"] = _built("Wiring", value, kind, models, given)
        return build_waiting(models["Wiring"])
    if "Flow" in _MODELS[kind] and "Flow" not in models:
        models["Flow"] = build_flow(value)  # One for both.
    wiring = build_wiring(value, kind, models.get("Flow"))
    if given is None or kind == "run-request":
        return wiring
    from nflint.flow.resolution import resolve

    decided = resolve(value, wiring, given).decided
    if decided:
        wiring = build_wiring(value, kind, wiring.flow, decided)
    return wiring._replace(given=frozenset(given.arguments))


def _guarded(what: str, found: Iterator[Named]) -> Iterator[Named]:
    """What `found` gives; its failure is one more finding, so that a defect hides nothing that others find."""
    try:
        yield from found
    except Exception as error:
        yield _failure(what, error)


def _failure(what: str, error: Exception, *, own: bool = True) -> Named:
    message = f"{what} failed with {type(error).__name__}: {_said(error)}"
    hint = "this is a defect of nflint, please report it with the document"
    if not own:
        hint = "mend the rule: it has to take any value, whatever stands in the document"
    return "internal-error", Finding(Place(()), message, hint)


def _said(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # A plugin's exception may be as broken as its rule.
        return "without words"


def _unsupported(what: str) -> Finding:
    return Finding(
        Place(()),
        f"this is {what}: nflint looks at its expressions, waiting and secrets, and not at its keys",
        "if it is meant to be a release flow, '--as release-flow' holds it against that contract",
    )


def foreign(value: object) -> Finding:
    """The finding about a document that is none of Northflank's."""
    return Finding(
        Place(()),
        f"this is not a Northflank document: {_looks_like(value)}",
        "a release flow has 'apiVersion' and a 'spec' whose kind is 'Workflow'; "
        "'--as release-flow' lints the file as one",
    )


def _looks_like(value: object) -> str:
    if not isinstance(value, dict):
        return f"the whole of it is {_article(value)}"
    if not value:
        return "it is an empty object"
    if "services" in value:
        return "it looks like a file for another tool, with 'services' at the top"
    if "metadata" in value and "kind" in value:
        return "it looks like a Kubernetes manifest"
    keys = ", ".join(f"'{key}'" for key in list(value)[:4])
    return f"it has {keys}{' and more' if len(value) > 4 else ''} at the top"


def _article(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "plain text"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "a boolean"
    return "a number"
