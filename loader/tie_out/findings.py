"""What an investigation has found out about the differences of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

from loader.tie_out.alternatives import Setting
from loader.tie_out.changes import Change
from loader.tie_out.compare import Cell
from loader.tie_out.explain import Key
from loader.tie_out.job_list import JobDifference
from loader.tie_out.suspects import Suspect


@dataclass
class Findings:
    """What explains the differences of a run.

    Attributes:
        settings: For each cell, the settings that it takes.
        jobs: For each cell, the jobs whose other version settles it.
        records: For each cell, the records whose other version settles it.
        fits: Other versions that would settle as much as one that is named.
        all_jobs: Every job that ServiceTitan's list shows otherwise.
        equals: Readings that would explain as much as a setting that is named.
        notes: What could not be looked at, with the reason.
        stale: The marts are not what the project's settings make of the raw tables.
        unexplained: The cells that nothing settles, as they are under what was found.
        late_edits: Records of the period that were changed after it had ended.
        not_readable: What the app could not load, with the reason.
        changed: Records that ServiceTitan has changed since the load.
    """

    settings: dict[Key, tuple[Setting, ...]] = field(default_factory=dict)
    jobs: dict[Key, tuple[JobDifference, ...]] = field(default_factory=dict)
    records: dict[Key, tuple[Suspect, ...]] = field(default_factory=dict)
    fits: dict[Suspect, list[Suspect]] = field(default_factory=dict)
    all_jobs: list[JobDifference] = field(default_factory=list)
    equals: dict[Setting, list[Setting]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stale: bool = False
    unexplained: list[Cell] = field(default_factory=list)
    late_edits: list[str] = field(default_factory=list)
    not_readable: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
