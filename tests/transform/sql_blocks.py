"""SQL as nested query blocks: the joins, groups and windows of a model, for a static check.

It reads the SQL that models are written in, and no more: what it does not know is an error, so that
a check based on it never passes over a part in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<string>'(?:[^']|'')*')
    |(?P<name>"(?:[^"]|"")+"|[a-z_]\w*)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<operator>::|[-+*/<>=~!@\#%^&|?]+|[.,()\[\]])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_OPENED = {"(": ")", "[": "]", "case": "end"}
_CLAUSES = ("select", "from", "where", "group", "having", "window", "order", "limit", "offset")
_JOINS = {"inner", "left", "right", "full", "cross", "join"}
_SET_OPERATORS = {"union", "intersect", "except"}


class UnknownSQLError(Exception):
    """There is something in the SQL that is not known here."""


@dataclass(frozen=True)
class Group:
    """What stands between brackets, or between ``case`` and ``end``."""

    opened: str
    nodes: Nodes

    @property
    def is_query(self) -> bool:
        return self.opened == "(" and self.nodes[:1] in (("select",), ("with",))


Node: TypeAlias = str | Group
Nodes: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True)
class Source:
    """A relation of a ``from`` clause.

    Attributes:
        relation: The name, of several parts the last; a query; or None for a function.
        condition: What follows ``on``.
        using: The columns that follow ``using``.
        arguments: A function's.
    """

    alias: str
    relation: str | Query | None
    lateral: bool
    condition: Nodes
    using: Nodes
    arguments: Nodes


@dataclass(frozen=True)
class Select:
    """One ``select``.

    Attributes:
        distinct_on: The expressions, if there are any.
        outputs: The expressions of the columns, with their aliases.
        group_by: The expressions; of grouping sets, one group.
        expressions: Everything outside ``from``, and the conditions of joins.
    """

    distinct_on: Nodes | None
    outputs: tuple[Nodes, ...]
    sources: tuple[Source, ...]
    where: Nodes
    group_by: tuple[Nodes, ...]
    has_limit: bool
    expressions: Nodes


@dataclass(frozen=True)
class Query:
    """Selects that ``union`` and its like combine, and the named queries before them."""

    named: dict[str, Query] = field(default_factory=dict)
    selects: tuple[Select, ...] = ()


def parse(sql: str) -> Query:
    """Return a statement's blocks.

    Raises:
        UnknownSQLError: There is something that this module does not know.
    """
    return _query(_tree(_tokens(sql)))


def queries_in(nodes: Nodes) -> Iterator[Query]:
    """Return the queries inside an expression, not those inside these."""
    for node in nodes:
        if isinstance(node, Group):
            if node.is_query:
                yield _query(node.nodes)
            else:
                yield from queries_in(node.nodes)


def split(nodes: Nodes, separator: str) -> tuple[Nodes, ...]:
    """Split at a word or comma outside of brackets."""
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node == separator:
            parts.append([])
        else:
            parts[-1].append(node)
    return tuple(tuple(part) for part in parts)


def _tokens(sql: str) -> list[str]:
    found: list[str] = []
    position = 0
    while position < len(sql):
        match = _TOKEN.match(sql, position)
        if match is None:
            raise UnknownSQLError(f"unknown SQL: {sql[position : position + 40]!r}")
        position = match.end()
        if match.lastgroup != "space":
            word = match.group()
            found.append(word if word[0] in "'\"" else word.lower())
    return found


def _tree(tokens: Sequence[str]) -> Nodes:
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for token in tokens:
        if token in _OPENED:
            stack.append((token, []))
        elif token == _OPENED.get(stack[-1][0]):
            opened, nodes = stack.pop()
            stack[-1][1].append(Group(opened, tuple(nodes)))
        elif token in _OPENED.values():
            raise UnknownSQLError(f"{token!r} closes nothing")
        elif token == "from" and stack[-1][1][-1:] == ["distinct"]:  # `is distinct from`
            stack[-1][1][-1] = "distinct from"
        else:
            stack[-1][1].append(token)
    if len(stack) > 1:
        raise UnknownSQLError(f"{stack[-1][0]!r} is not closed")
    return tuple(stack[0][1])


def _query(nodes: Nodes) -> Query:
    named: dict[str, Query] = {}
    if nodes[:1] == ("with",):
        position = 1
        while True:
            name = nodes[position]
            end = next(i for i, n in enumerate(nodes) if i > position and isinstance(n, Group))
            body = nodes[end]
            if not isinstance(name, str) or not isinstance(body, Group) or not body.is_query:
                raise UnknownSQLError(f"unknown named query: {name}")
            named[name] = _query(body.nodes)
            if nodes[end + 1] != ",":
                nodes = nodes[end + 1 :]
                break
            position = end + 2
    return Query(named, tuple(_select(part) for part in _branches(nodes)))


def _branches(nodes: Nodes) -> Iterator[Nodes]:
    part: list[Node] = []
    for node in nodes:
        if node in _SET_OPERATORS:
            yield tuple(part)
            part = []
        elif part or node not in ("all", "distinct"):
            part.append(node)
    yield tuple(part)


def _select(nodes: Nodes) -> Select:
    if nodes[:1] != ("select",):
        raise UnknownSQLError(f"not a select: {nodes[:3]}")
    clauses: dict[str, list[Node]] = {}
    current: list[Node] = []
    for node in nodes:
        if isinstance(node, str) and node in _CLAUSES:
            if node in clauses:
                raise UnknownSQLError(f"a second {node}")
            current = clauses[node] = []
        else:
            current.append(node)
    outputs = tuple(clauses["select"])
    distinct_on: Nodes | None = None
    if outputs[:2] == ("distinct", "on"):
        if not isinstance(outputs[2], Group):
            raise UnknownSQLError("distinct on without brackets")
        distinct_on, outputs = outputs[2].nodes, outputs[3:]
    elif outputs[:1] == ("distinct",):
        outputs = outputs[1:]
    sources = _sources(tuple(clauses.get("from", ())))
    grouped = tuple(clauses.get("group", ()))[1:]  # without `by`
    conditions = tuple(node for source in sources for node in source.condition + source.arguments)
    others = (node for name, part in clauses.items() if name != "from" for node in part)
    return Select(
        distinct_on,
        split(outputs, ",") if outputs else (),
        sources,
        tuple(clauses.get("where", ())),
        split(grouped, ",") if grouped else (),
        "limit" in clauses,
        (*others, *conditions),
    )


def _sources(nodes: Nodes) -> tuple[Source, ...]:
    found: list[Source] = []
    part: list[Node] = []
    for node, following in zip(nodes, (*nodes[1:], ""), strict=True):
        is_function = node in ("left", "right") and isinstance(following, Group)
        if node == "," or (node in _JOINS and not is_function):
            if part:
                found.append(_source(tuple(part)))
            part = []
        elif node == "natural":
            raise UnknownSQLError("a natural join")
        elif part or node != "outer":
            part.append(node)
    return (*found, _source(tuple(part))) if part else tuple(found)


def _source(nodes: Nodes) -> Source:
    lateral = nodes[0] == "lateral"
    nodes = nodes[1:] if lateral else nodes
    relation, nodes, arguments = _relation(nodes)
    condition: Nodes = ()
    using: Nodes = ()
    if "on" in nodes:
        position = nodes.index("on")
        nodes, condition = nodes[:position], nodes[position + 1 :]
    elif "using" in nodes:
        position = nodes.index("using")
        columns = nodes[position + 1]
        if not isinstance(columns, Group):
            raise UnknownSQLError("using without brackets")
        nodes, using = nodes[:position], columns.nodes
    words = [node for node in nodes if node not in ("as", "with", "ordinality")]
    alias = words[0] if words else relation
    if not isinstance(alias, str) or len(words) > 2 or (words[1:] and isinstance(words[1], str)):
        raise UnknownSQLError(f"a relation without a name, or an unknown join: {nodes}")
    return Source(alias, relation, lateral, condition, using, arguments)


def _relation(nodes: Nodes) -> tuple[str | Query | None, Nodes, Nodes]:
    """Return the relation, what follows it, and a function's arguments."""
    first = nodes[0]
    if isinstance(first, Group):
        if not first.is_query:
            raise UnknownSQLError(f"not a query: {first.nodes[:3]}")
        return _query(first.nodes), nodes[1:], ()
    position = 1
    while nodes[position : position + 1] == (".",):
        position += 2
    name = nodes[position - 1]
    following = nodes[position] if len(nodes) > position else None
    if isinstance(following, Group):
        return None, nodes[position + 1 :], following.nodes
    if not isinstance(name, str):
        raise UnknownSQLError(f"not a relation: {name}")
    return name.strip('"'), nodes[position:], ()
