"""Compares two sets of documents: operations and fields added, removed and retyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from loader.api_spec.openapi import Entry


def changes(old: Iterable[Entry], new: Iterable[Entry]) -> dict[str, list[str]]:
    """Return the differences of each path, as lines that begin with ``+``, ``-`` or ``~``."""
    before = {entry["path"]: entry for entry in old}
    after = {entry["path"]: entry for entry in new}
    found: dict[str, list[str]] = {}
    for path in sorted({*before, *after}):
        if path not in before:
            found[path] = [f"+ operation ({_summary(after[path])})"]
        elif path not in after:
            found[path] = [f"- operation ({_summary(before[path])})"]
        elif lines := list(_within(before[path], after[path])):
            found[path] = lines
    return found


def _summary(entry: Entry) -> str:
    return f"{entry['paging']}, {len(entry['fields'])} fields"


def _within(old: Entry, new: Entry) -> Iterator[str]:
    if old["paging"] != new["paging"]:
        yield f"~ response: {old['paging']} -> {new['paging']}"
    for kind, name in (("parameter", "query"), ("required parameter", "required")):
        yield from (f"- {kind} {gone}" for gone in old[name] if gone not in new[name])
        yield from (f"+ {kind} {come}" for come in new[name] if come not in old[name])
    fields_before, fields_after = old["fields"], new["fields"]
    for name in fields_before:
        if name not in fields_after:
            yield f"- {name}: {_type(fields_before[name])}"
        elif fields_before[name] != fields_after[name]:
            yield from _retyped(name, fields_before[name], fields_after[name])
    yield from (
        f"+ {name}: {_type(fact)}"
        for name, fact in fields_after.items()
        if name not in fields_before
    )


def _retyped(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if _type(old) != _type(new):
        yield f"~ {name}: {_type(old)} -> {_type(new)}"
    inside_before, inside_after = old.get("fields", []), new.get("fields", [])
    yield from (f"- {name}.{gone}" for gone in inside_before if gone not in inside_after)
    yield from (f"+ {name}.{come}" for come in inside_after if come not in inside_before)


def _type(fact: Mapping[str, Any]) -> str:
    """Return a type as ``integer(int64)`` or ``array of string``, and ``or null`` if documented."""
    text = str(fact["type"])
    if "format" in fact:
        text += f"({fact['format']})"
    if "items" in fact:
        text += f" of {fact['items']}"
    return f"{text} or null" if fact.get("nullable") else text
