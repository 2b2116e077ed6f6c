"""Whether SQL keeps tenants apart: an id means nothing without the tenant.

``faults`` names each join and subquery that does not compare ``tenant_id``, each group, window and
``distinct on`` that does not begin with it or hold it, and each block that loses it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tests.transform.sql_blocks import (
    Group,
    Node,
    Nodes,
    Query,
    Select,
    Source,
    UnknownSQLError,
    parse,
    queries_in,
    split,
)

TENANT = "tenant_id"
# Relations without a tenant.
OF_NOBODY = {"dim_date"}
_AFFECTED = re.compile(r"/\* is_affected\((.*?)\) \*/")


def faults(sql: str, over_all_tenants: Collection[str] = ()) -> list[str]:
    """What in a statement mixes tenants.

    Args:
        sql: The statement.
        over_all_tenants: Named queries that also add up all tenants, by sets without any id.
    """
    found = [
        f"is_affected({arguments}) does not begin with the tenant"
        for arguments in _AFFECTED.findall(sql)
        if not re.match(rf"(\w+\.)?{TENANT}(,|$)", arguments)
    ]
    check = _Check(over_all_tenants)
    found += check.query(parse(sql), "the last select", {}, frozenset(), correlated=False)
    return found


@dataclass(frozen=True)
class _Check:
    over_all_tenants: Collection[str]

    def query(
        self,
        query: Query,
        label: str,
        known: Mapping[str, bool],
        outer: frozenset[str],
        *,
        correlated: bool,
    ) -> Iterator[str]:
        """Faults of a query.

        Args:
            known: Named queries, and whether they have tenants.
            outer: Aliases around this query that have a tenant.
            correlated: Whether it belongs to one row of the query around it.
        """
        known = dict(known)
        for name, body in query.named.items():
            yield from self.query(body, name, known, outer, correlated=False)
            known[name] = _has_tenant(body, known)
        for select in query.selects:
            yield from self._select(select, label, known, outer, correlated=correlated)
        positions = {
            _position(select) for select in query.selects if _aliases(select.sources, known)
        }
        if not correlated and len(positions) > 1:
            yield f"{label}: the tenant is another column in each part of the union"

    def _select(
        self,
        select: Select,
        label: str,
        known: Mapping[str, bool],
        outer: frozenset[str],
        *,
        correlated: bool,
    ) -> Iterator[str]:
        own = _aliases(select.sources, known)
        around = outer | own
        yield from self._joins(select, label, known, outer)
        for inner in queries_in(select.expressions):
            yield from self.query(inner, f"a subquery of {label}", known, around, correlated=True)
        if not own:
            return
        if correlated and not any(_compares(each, own, outer) for each in _conjuncts(select.where)):
            yield f"{label}: its condition does not compare the tenant with the row around it"
        if not correlated:
            if _position(select) is None:
                yield f"{label}: it does not return the tenant"
            if select.has_limit:
                yield f"{label}: a limit over all tenants"
        if select.distinct_on is not None and not _holds(split(select.distinct_on, ","), own):
            yield f"{label}: distinct on lacks the tenant"
        yield from self._groups(select, label, own)
        yield from _windows(select.expressions, label, own)

    def _joins(
        self, select: Select, label: str, known: Mapping[str, bool], outer: frozenset[str]
    ) -> Iterator[str]:
        before: set[str] = set()
        for source in select.sources:
            if isinstance(source.relation, Query):
                yield from self.query(
                    source.relation,
                    f"{source.alias} in {label}",
                    known,
                    outer | before if source.lateral else outer,
                    correlated=source.lateral,
                )
                if source.lateral and _has_tenant(source.relation, known):
                    for inner in source.relation.selects:
                        if _position(inner) is None:
                            yield f"{source.alias} in {label}: it does not return the tenant"
            if not _is_of_tenants(source, known):
                continue
            if before and (
                TENANT not in source.using
                and not any(
                    _compares(each, {source.alias}, before) for each in _conjuncts(source.condition)
                )
            ):
                yield f"{label}: the join with {source.alias} does not compare the tenant"
            before.add(source.alias)

    def _groups(self, select: Select, label: str, own: frozenset[str]) -> Iterator[str]:
        if not select.group_by:
            return
        if select.group_by[0][:2] == ("grouping", "sets"):
            (sets,) = select.group_by
            if len(sets) != 3 or not isinstance(sets[2], Group):
                raise UnknownSQLError(f"{label}: unknown grouping sets")
            for each in split(sets[2].nodes, ","):
                if len(each) != 1 or not isinstance(each[0], Group):
                    raise UnknownSQLError(f"{label}: unknown grouping set")
                columns = split(each[0].nodes, ",")
                ids = [one for one in columns if str(one[-1:]).endswith("_id',)")]
                if not _holds(columns, own) and (ids or label not in self.over_all_tenants):
                    yield f"{label}: a grouping set lacks the tenant"
            return
        columns = tuple(
            select.outputs[int(str(each[0])) - 1] if str(each[0]).isdecimal() else each
            for each in select.group_by
        )
        if not _holds(columns, own):
            yield f"{label}: group by lacks the tenant"


def _windows(nodes: Nodes, label: str, own: frozenset[str]) -> Iterator[str]:
    for position, node in enumerate(nodes):
        if isinstance(node, Group) and not node.is_query:
            yield from _windows(node.nodes, label, own)
        if node != "over":
            continue
        window = nodes[position + 1]
        if not isinstance(window, Group):
            raise UnknownSQLError(f"{label}: a named window")
        partition: Nodes = window.nodes[2:] if window.nodes[:1] == ("partition",) else ()
        if "order" in partition:
            partition = partition[: partition.index("order")]
        if not _holds(split(partition, ","), own):
            yield f"{label}: a window lacks the tenant"


def _aliases(sources: Collection[Source], known: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(source.alias for source in sources if _is_of_tenants(source, known))


def _is_of_tenants(source: Source, known: Mapping[str, bool]) -> bool:
    if source.relation is None:
        return False
    if isinstance(source.relation, Query):
        return _has_tenant(source.relation, known)
    return known.get(source.relation, source.relation not in OF_NOBODY)


def _has_tenant(query: Query, known: Mapping[str, bool]) -> bool:
    known = dict(known)
    for name, body in query.named.items():
        known[name] = _has_tenant(body, known)
    return any(_aliases(select.sources, known) for select in query.selects)


def _holds(columns: Collection[Nodes], aliases: Collection[str]) -> bool:
    return any(_is_tenant(each, aliases) for each in columns)


def _is_tenant(nodes: Nodes, aliases: Collection[str]) -> bool:
    return nodes == (TENANT,) or (
        nodes[1:] == (".", TENANT) and isinstance(nodes[0], str) and nodes[0] in aliases
    )


def _position(select: Select) -> int | None:
    """Where a select returns the tenant, by itself or among all columns of a relation."""
    aliases = {source.alias for source in select.sources if source.relation is not None}
    for position, output in enumerate(select.outputs):
        plain = output[: output.index("as")] if "as" in output else output
        named = output[-1] == TENANT
        if (named and _is_tenant(plain, aliases)) or output == ("*",):
            return position
        if output[1:] == (".", "*") and output[0] in aliases:
            return position
    return None


def _conjuncts(nodes: Nodes) -> Iterator[Nodes]:
    """The parts of a condition that must all hold; none if it has an alternative."""
    if "or" in nodes:
        return
    for part in split(nodes, "and"):
        if len(part) == 1 and isinstance(part[0], Group) and part[0].opened == "(":
            yield from _conjuncts(part[0].nodes)
        else:
            yield part


def _compares(nodes: Nodes, ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether it is ``ours.tenant_id = theirs.tenant_id``, or what a GIN index answers for it."""
    match nodes:
        case (left, ".", "tenant_id", "=", right, ".", "tenant_id"):
            pair: tuple[Node, Node] = (left, right)
        case (
            "array", Group("[", (left, ".", "tenant_id")), "@>",
            "array", Group("[", (right, ".", "tenant_id")),
        ):  # fmt: skip
            pair = (left, right)
        case _:
            return False
    first, second = pair
    return (first in ours and second in theirs) or (second in ours and first in theirs)
