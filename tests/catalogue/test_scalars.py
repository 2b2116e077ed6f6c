"""One rule for the value of a JSON scalar: Python, the strict and the lenient SQL agree on it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast, get_args

import psycopg2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Literal

import embedded_postgres
from loader.catalogue import Column, Endpoint, scalars
from loader.catalogue.columns import PgType
from loader.warehouse import casts
from tests.databases import new_database

KINDS: tuple[PgType, ...] = get_args(PgType)
REFUSED = "the strict cast refuses it"

# One column of each type for a top-level field, and one for a value inside an object.
COLUMNS = {kind: Column(f"c_{kind}", "sent", kind) for kind in KINDS}
INSIDE = {kind: Column(f"c_{kind}", "outer.sent", kind) for kind in KINDS if kind != "jsonb"}

_SHOWN = {
    "timestamptz": """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}


@pytest.fixture(scope="module")
def cursor(postgres: embedded_postgres.Settings) -> Iterator[Cursor]:
    """A database with a function for each type and each way of casting."""
    with new_database(postgres, "test_scalars") as warehouse:
        connection = psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(casts.try_cast_function("public", warehouse.engine))
            for kind in KINDS:
                _create_functions(cursor, f"_{kind}", COLUMNS[kind])
            for kind, column in INSIDE.items():
                _create_functions(cursor, f"_inside_{kind}", column)
            yield cursor
        connection.close()


def _create_functions(cursor: Cursor, suffix: str, column: Column) -> None:
    shown = _SHOWN.get(column.type, "({})::text")
    endpoint = cast(Endpoint, SimpleNamespace(all_columns=(column,)))
    strict = casts.with_fields(endpoint, SQL("select full_data"))
    function = SQL(
        "create function {name}(full_data jsonb) returns text language plpgsql as $$"
        " declare result text; begin {body}; return result;"
        " exception when data_exception or program_limit_exceeded then return {refused}; end $$"
    )
    for name, body in (
        (
            "strict",
            SQL("select {value} into result from ({fields}) as field").format(
                value=SQL(shown).format(casts.strict_value(column)), fields=strict
            ),
        ),
        (
            "lenient",
            SQL("result := {}").format(SQL(shown).format(casts.lenient_value("public", column))),
        ),
    ):
        cursor.execute(
            function.format(name=Identifier(name + suffix), body=body, refused=Literal(REFUSED))
        )


# Values --------------------------------------------------------------------------------------

_digits = st.text("0123456789", min_size=1, max_size=40)
_whole = st.one_of(
    st.integers(-(2**66), 2**66).map(str),
    st.sampled_from([2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 0, 1, 12]).map(str),
    st.integers(-(10**60), 10**60).map(str),
)
_exponent = st.one_of(
    st.just(""),
    st.integers(-30, 30).map(lambda n: f"e{n}"),
    st.sampled_from(["e400", "E+3", "e-0", "e131071", "e131072", "e-16383", "e-16384", "e0"]),
    st.sampled_from(["e999999", "e-999999", "e99999999", "e999999999999"]),
)
_number = st.builds(
    lambda whole, fraction, exponent: f"{whole}{fraction}{exponent}",
    st.one_of(_whole, st.sampled_from(["-0", "-12", "12"])),
    st.one_of(st.just(""), st.just(".0"), _digits.map(lambda d: f".{d}")),
    _exponent,
)
_two = st.integers(0, 63).map(lambda n: f"{n:02}")
_day = st.one_of(
    st.dates().map(str),
    st.builds(
        lambda year, month, day: f"{year}-{month}-{day}",
        st.sampled_from(["0000", "0001", "1999", "2024", "9999", "10000", "24"]),
        _two,
        _two,
    ),
)
_clock = st.builds(
    lambda hour, minute, second, fraction: f"{hour}:{minute}{second}{fraction}",
    st.one_of(_two, st.sampled_from(["24", "23", "3"])),
    _two,
    st.one_of(st.just(""), _two.map(lambda s: f":{s}"), st.sampled_from([":60", ":59", ":00"])),
    st.one_of(
        st.just(""),
        st.text("0123456789", min_size=7, max_size=7).map(lambda d: f".{d}"),
        st.text("0123456789", max_size=12).map(lambda d: f".{d}"),
    ),
)
_offset = st.one_of(
    st.sampled_from(["Z", "", "z", " BC", "+00:00", "-00", "+05:30", "-0800", "+14", "+15:59"]),
    st.sampled_from(["+16:00", "-23:59", "+05:30:15", "+5", " UTC", "+24:00", "-15:59"]),
)
_instant = st.builds(
    lambda day, between, clock, offset: f"{day}{between}{clock}{offset}",
    _day,
    st.sampled_from(["T", "T", "T", " ", "t", ""]),
    _clock,
    _offset,
)


@st.composite
def _damaged_instant(draw: st.DrawFn) -> str:
    """The form that the API sends, some characters exchanged."""
    characters = list("2024-01-02T03:04:05.1234567Z")
    del characters[draw(st.integers(19, 27)) : -1]
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(characters) - 1))
        if draw(st.booleans()):
            characters.insert(place, draw(st.sampled_from("0123456789 -+:.TZtz,")))
            continue
        characters[place] = draw(st.sampled_from("0123456789 -+:.TZ,/ABCDJaneb()"))
    return "".join(characters)


_word = st.sampled_from(
    """NaN nan Infinity -Infinity inf +inf infinity -infinity now today epoch yesterday tomorrow
    true false TRUE t f yes no on off o of tr 1 0 null n/a 20240102 2024-W01-1 1/2/2024 J2451187
    allballs 12:30 0x1F 0b11 0o17 1_000 1__0 _1 0x 0x_1F 1e5 .5 5. +5 - 1e""".split()  # noqa: SIM905
)
_string = st.one_of(
    _word,
    _number,
    _number.map(lambda n: f" {n}\n"),
    _day,
    _instant,
    _instant,
    _damaged_instant(),
    st.sampled_from(["", " ", "\u0663", "\u00a012", "2024-01-02\n", "2024-01-02Tx"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
).map(json.dumps)
_scalar = st.one_of(st.sampled_from(["null", "true", "false"]), _number, _string)
_json = st.recursive(
    _scalar,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{','.join(parts)}]"),
        st.dictionaries(_string, inner, max_size=3).map(
            lambda d: "{%s}" % ",".join(f"{k}:{v}" for k, v in d.items())  # noqa: UP031
        ),
    ),
    max_leaves=4,
)


def _shown(kind: PgType, value: Any, sent: str) -> str | None:
    """A value as the test's SQL shows it."""
    if value is None:
        return None
    shown: dict[type, Callable[[Any], str | None]] = {
        datetime: lambda moment: moment.isoformat(timespec="microseconds"),
        date: str,
    }
    if kind == "jsonb" and isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return shown.get(type(value), scalars.to_text)(value)


def _compare(cursor: Cursor, values: list[str], columns: dict[PgType, Column], suffix: str) -> None:
    wrapped = ['{"outer":{"sent":%s}}' if suffix else '{"sent":%s}'] * len(values)
    records = [form % sent for form, sent in zip(wrapped, values, strict=True)]
    calls = ", ".join(f"strict{suffix}_{k}(j), lenient{suffix}_{k}(j)" for k in columns)
    cursor.execute(
        f"select j is not null, {calls} from unnest(%s::text[]) with ordinality as sent (r, n),"
        " lateral (select public.try_cast(r, 'jsonb')::jsonb as j offset 0) as parsed order by n",
        (records,),
    )
    rows = cursor.fetchall()
    assert len(rows) == len(values)
    for sent, (stored, *found) in zip(values, rows, strict=True):
        try:
            decoded = scalars.decode_json(sent.encode())
        except ValueError:
            assert not stored, sent
            continue
        if not stored:  # a number that jsonb cannot store: the whole record is rejected
            assert scalars.to_text(decoded) is None, sent
            continue
        for kind, strict, lenient in zip(columns, found[::2], found[1::2], strict=True):
            expected = _shown(kind, scalars.cast(kind, decoded), sent)
            assert lenient == expected, (kind, sent, lenient, expected)
            assert strict in (expected, REFUSED), (kind, sent, strict, expected)


def _is_new_to_postgres_16(sent: str) -> bool:
    return "_" in sent or "0x" in sent.lower() or "0b" in sent.lower() or "0o" in sent.lower()


# Without shrinking: a failure names the value already.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(values=st.lists(_json, min_size=50, max_size=200))
def test_python_and_both_ways_of_casting_agree_on_the_value_of_any_json(
    cursor: Cursor, values: list[str]
):
    if cursor.connection.server_version < 160_000:
        values = [sent for sent in values if not _is_new_to_postgres_16(sent)]
    _compare(cursor, values, COLUMNS, "")
    _compare(cursor, values, INSIDE, "_inside")


USUAL = {
    "bigint": ["12", "-9223372036854775808", '"12"', "null"],
    "numeric": ["12.50", "-0.01", '"12.50"', "1e3", "null", "99999999999999999999.123456789"],
    "boolean": ["true", "false", "null"],
    "text": ['"a"', "12", "true", '{"a": 1}', "null"],
    "timestamptz": [
        '"2024-01-02T03:04:05.1234567Z"',
        '"2024-01-02T03:04:05.12Z"',
        '"2024-01-02T03:04:05Z"',
        '"0001-01-01T00:00:00Z"',
        '"1999-12-31T23:59:59.9999999Z"',
        '"2024-01-02T03:04:05.1234567-05:00"',
        '"2024-01-02T03:04:05"',
        '"2024-01-02"',
        "null",
    ],
    "date": ['"2024-01-02T00:00:00Z"', '"2024-01-02"', '"1999-12-31T23:00:00-05:00"', "null"],
    "jsonb": ["{}", "[1]", "null"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_strict_cast_takes_every_usual_value_so_that_loads_stay_fast(
    cursor: Cursor, kind: PgType
):
    cursor.execute(
        f"select r, strict_{kind}(('{{\"sent\":' || r || '}}')::jsonb) from unnest(%s) as r",
        (USUAL[kind],),
    )
    found = dict(cursor.fetchall())
    assert found == {
        sent: _shown(kind, scalars.cast(kind, scalars.decode_json(sent.encode())), sent)
        for sent in USUAL[kind]
    }


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        ("bigint", "12.0", 12),
        ("bigint", "1e3", 1000),
        ("bigint", '"12"', 12),
        ("bigint", "12.9", None),
        ("bigint", "true", None),
        ("bigint", str(2**63), None),
        ("bigint", str(-(2**63)), -(2**63)),
        ("numeric", '"12.50"', Decimal("12.50")),
        ("numeric", '"NaN"', None),
        ("numeric", '"Infinity"', None),
        ("numeric", "false", None),
        ("numeric", "1e400", Decimal("1e400")),
        ("boolean", '"yes"', True),
        ("boolean", "0", False),
        ("boolean", "2", None),
        ("text", "1e3", "1000"),
        ("text", "-0.0", "0.0"),
        ("text", '{"bb": 1.10, "a": [null, true]}', '{"a": [null, true], "bb": 1.10}'),
        ("date", '"2024-01-02T23:00:00-05:00"', date(2024, 1, 2)),
        ("date", '"infinity"', None),
        ("timestamptz", '"now"', None),
        ("timestamptz", '"2024-01-02 BC"', None),
        ("timestamptz", '"9999-12-31T23:59:59-08:00"', None),
        ("timestamptz", '"2024-06-02T03:04:05.Z"', None),
        ("timestamptz", '"2024-06-02T03:04:05.123456tZ"', None),
        ("timestamptz", '"2024-06-02T24:00:00Z"', None),
        ("timestamptz", '"2024-06-02T23:00:60Z"', None),
    ],
)
def test_the_value_of_a_scalar(cursor: Cursor, kind: PgType, sent: str, expected: Any):
    assert scalars.cast(kind, scalars.decode_json(sent.encode())) == expected
    _compare(cursor, [sent], {kind: COLUMNS[kind]}, "")


def test_an_instant_is_cut_to_the_microsecond_and_is_utc():
    moment = scalars.to_timestamptz("2024-01-02T03:04:05.9999999-05:00")
    assert moment is not None
    assert moment.isoformat() == "2024-01-02T08:04:05.999999+00:00"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sent", ["1e99999999", "-1e999999999999", '"1e1000000"', "1e-1000000"])
def test_a_number_of_absurd_size_costs_no_time(kind: PgType, sent: str):
    began = time.process_time()
    scalars.cast(kind, scalars.decode_json(sent.encode()))
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("sent", [b"[" * 5000 + b"]" * 5000, b"{", b"1e9999999999999999999"])
def test_what_cannot_be_stored_is_refused_when_it_is_decoded(sent: bytes):
    with pytest.raises(ValueError, match="no JSON that can be stored"):
        scalars.decode_json(sent)


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_a_total_keeps_every_digit(numbers: list[Decimal]):
    scale = max(0, *(-int(n.as_tuple().exponent) for n in numbers))
    found = scalars.exact_sum(numbers)
    assert found is not None
    assert int(found.scaleb(scale, _WIDE)) == sum(int(n.scaleb(scale, _WIDE)) for n in numbers)


_WIDE = scalars._EXACT
