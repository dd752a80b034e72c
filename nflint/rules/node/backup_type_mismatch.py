"""The rule `backup-type-mismatch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

# Of each type of backup the fields that only the other one takes. The example of the reference page gives a snapshot a
# compression.
_STRANGE = {
    "snapshot": (("customDestinationId", Severity.WARNING), ("compressionType", Severity.INFO)),
    "dump": (("additionalDestinations", Severity.WARNING),),
}
_OTHER = {"snapshot": "dump", "dump": "snapshot"}


@rule(
    "NF513",
    Severity.WARNING,
    since="0.1.0",
    about=("compressionType", "customDestinationId", "additionalDestinations"),
    misses="backupType",
)
def backup_type_mismatch(flow: Flow) -> Iterator[Finding]:
    """An AddonBackup has a field that its type of backup does not take.

    A snapshot is what is made unless `backupType` says `dump`. It is not compressed and goes to
    `additionalDestinations`; a dump is compressed and goes to `customDestinationId`. A backup with the field of the
    other type is not where it is looked for. Compression of a snapshot is only a remark, since an example of the
    reference has it.

    Source: the reference page "Backup addon", `customDestinationId`: "Only applicable for dump backups".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, condition: success, spec: {addonId: postgres, customDestinationId: s3-archive}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: AddonBackup
                condition: success
                spec: {addonId: postgres, backupType: dump, customDestinationId: s3-archive}
    """
    for node in flow.of("AddonBackup"):
        kind = node.spec.get("backupType", "snapshot")
        if not isinstance(kind, str) or kind not in _STRANGE:
            continue
        strange = [(key, severity) for key, severity in _STRANGE[kind] if node.spec.get(key) not in (None, "", [])]
        if not strange:
            continue
        quoted = " and ".join(f"'{key}'" for key, _ in strange)
        at, said = (*node.pointer, "spec"), "backupType" in node.spec
        yield Finding(
            Place((*at, strange[0][0]), "key"),
            f"{quoted} {'is' if len(strange) == 1 else 'are'} for {_OTHER[kind]} backups, and this is a {kind}",
            f"remove {quoted}, or {'write' if said else 'add'} 'backupType' with the value '{_OTHER[kind]}'",
            (Related(Place((*at, "backupType")), "the type is given here"),) if said else (),
            strange[0][1],
        )
