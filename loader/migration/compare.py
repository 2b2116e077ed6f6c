"""Compares the workers' tables with ours, row by row, and says why values differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.migration.tables import Pair

NOT_EXPLAINED = "not explained"
NO_COLUMN = "we have no such column"
# A row of one side alone: its "column" in the result.
ROW = "(row)"

# Conditions over a value `o` of theirs and `n` of ours, of one type, that explain a difference. The
# first that holds is the reason. `old` and `new` are the rows.
_FOR_ALL = (
    ("the workers never filled it", "o is null"),
    (
        "changed in ServiceTitan since the workers wrote the row",
        "new.st_modified_on > old.st_modified_on + interval '1 millisecond'",
    ),
)
_BY_TYPE = {
    "text": (
        ("the workers never filled it", "o = ''"),
        ("other spaces or capitals", "lower(translate(o, ' ', '')) = lower(translate(n, ' ', ''))"),
    ),
    "text[]": (
        ("the workers never filled it", "cardinality(o) = 0"),
        ("another order", "o @> n and o <@ n and cardinality(o) = cardinality(n)"),
    ),
    "jsonb": (
        ("the workers never filled it", "o in ('{}', '[]', '\"\"')"),
        ("another order", "o @> n and o <@ n and length(o::text) = length(n::text)"),
    ),
    "numeric": (("the workers rounded it", "abs(o - n) < 0.005"),),
    "timestamptz": (
        (
            "the workers cut times to milliseconds",
            # JavaScript cuts, a column of type timestamp(3) rounds.
            "o = date_trunc('milliseconds', o) and abs(extract(epoch from o - n)) < 0.001",
        ),
        ("the workers kept the day only", "o = date_trunc('day', n)"),
        ("a day here, with a time there", "n = date_trunc('day', o)"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """Values of one column, or rows, that differ for one reason.

    Attributes:
        table: The table.
        column: The column, or ``(row)``.
        reason: Why, ``not explained``, or ``we have no such column``.
        count: How many rows.
        example: The lowest st_id; None if theirs has none.
    """

    table: str
    column: str
    reason: str
    count: int
    example: int | None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look: a value without a reason, or without a place here."""
        return self.reason in (NOT_EXPLAINED, NO_COLUMN)


def compare(cursor: Cursor, pair: Pair, tenant_id: int) -> tuple[int, list[Difference]]:
    """Compare a table.

    Args:
        cursor: A cursor whose time zone is UTC: the workers' times without zone are read as UTC.
        pair: The two tables.
        tenant_id: The tenant whose rows ours are; the workers knew one.

    Returns:
        How many rows both have, and the differences, unexplained ones first.
    """
    names = {
        "old": Identifier(pair.old_schema, pair.name),
        "new": Identifier(pair.new_schema, pair.name),
        "tenant": Literal(tenant_id),
    }
    # The rows of both sides that belong together.
    names["same"] = SQL(" and ").join(
        [SQL("new.tenant_id = {tenant}").format(**names)]
        + [SQL("new.{0} = old.{0}").format(Identifier(name)) for name in pair.key()]
    )
    cursor.execute(
        SQL("select count(*) from {old} as old inner join {new} as new on {same}").format(**names)
    )
    ((both,),) = cursor.fetchall()
    parts = [_rows(pair, names), _values(pair, names)]
    parts += [_column_of_theirs(column, names) for column in pair.only_theirs()]
    cursor.execute(
        SQL("{parts} order by 2, 3 desc, 1").format(parts=SQL(" union all ").join(parts))
    )
    found = [Difference(pair.name, *row) for row in cursor.fetchall()]
    return both, sorted(found, key=lambda one: (not one.is_open, one.column))


def _rows(pair: Pair, names: dict[str, Composable]) -> Composable:
    """Rows of one side alone."""
    active = SQL("not new.active") if "active" in pair.new else SQL("false")
    since = (
        SQL("new.st_created_on > (select max(st_modified_on) from {old})").format(**names)
        if "st_modified_on" in pair.old
        else SQL("false")
    )
    return SQL(
        "select {row} as column_name, reason, count(*), min(st_id) from ("
        " select old.st_id, case when old.st_id is null then 'theirs has no st_id'"
        " else 'deleted in ServiceTitan before our first load, or of another tenant' end"
        " as reason from {old} as old"
        " where not exists (select from {new} as new where {same})"
        " union all"
        " select min(st_id), 'more than once in the workers'' table' from {old}"
        " where st_id is not null group by {key} having count(*) > 1"
        " union all"
        " select new.st_id, case"
        " when {active} then 'inactive: the workers kept active records only'"
        " when new.deleted_at is not null then 'deleted: ours stay, with deleted_at'"
        " when {since} then 'created since the workers last ran'"
        " when not exists (select from {old}) then 'the workers never filled the table'"
        " else 'the workers missed it' end from {new} as new"
        " where new.tenant_id = {tenant} and not exists (select from {old} as old where {same})"
        ") as alone group by 1, 2"
    ).format(
        **names,
        row=Literal(ROW),
        active=active,
        since=since,
        key=SQL(", ").join(Identifier(name) for name in pair.key()),
    )


def _values(pair: Pair, names: dict[str, Composable]) -> Composable:
    """Values that differ in rows of both sides."""
    has_times = "st_modified_on" in pair.old and "st_modified_on" in pair.new
    compared: list[Composable] = [
        SQL("({}, {})").format(Literal(column), _reason(pair, column, kind, has_times=has_times))
        for column, kind in pair.shared()
    ]
    if not compared:
        compared = [SQL("('', null)")]
    return SQL(
        "select value.column_name, value.reason, count(*), min(old.st_id)"
        " from {old} as old inner join {new} as new on {same}"
        " cross join lateral (values {compared}) as value (column_name, reason)"
        " where value.reason is not null group by 1, 2"
    ).format(**names, compared=SQL(", ").join(compared))


def _column_of_theirs(column: str, names: dict[str, Composable]) -> Composable:
    """A column that ours lacks, if theirs is filled."""
    return SQL(
        "select {name}, {reason}, count(*), min(old.st_id) from {old} as old"
        " where old.{column} is not null having count(*) > 0"
    ).format(**names, name=Literal(column), column=Identifier(column), reason=Literal(NO_COLUMN))


def _reason(pair: Pair, column: str, kind: str, *, has_times: bool) -> Composable:
    conditions = [
        *_BY_TYPE.get(kind, ()),
        *(one for one in _FOR_ALL if has_times or "st_modified_on" not in one[1]),
    ]
    whens = SQL(" ").join(
        SQL("when {} then {}").format(SQL(condition), Literal(reason))
        for reason, condition in conditions
    )
    return SQL(
        "(select case when o is not distinct from n then null {whens} else {unexplained} end"
        " from (select {old} as o, {new} as n) as value)"
    ).format(
        whens=whens,
        old=_cast(Identifier("old", column), pair.old[column], kind),
        new=_cast(Identifier("new", column), pair.new[column], kind),
        unexplained=Literal(NOT_EXPLAINED),
    )


def _cast(value: Composable, declared: str, kind: str) -> Composable:
    """Return a value of a column as the type that both sides are compared as."""
    if kind == "jsonb" and declared.endswith("[]"):
        return SQL("to_jsonb({})").format(value)
    if kind == "jsonb" and declared == "json":
        # Only json holds NUL, which ours has as U+FFFD.
        return SQL("replace({}::text, {}, {})::jsonb").format(
            value, Literal("\\u0000"), Literal("\\ufffd")
        )
    return SQL("{}::{}").format(value, SQL(kind))


def unexplained(differences: list[Difference]) -> Iterator[Difference]:
    """Yield the differences that somebody has to look at."""
    return (one for one in differences if one.is_open)
