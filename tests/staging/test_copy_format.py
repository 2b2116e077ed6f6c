"""Postgres stores exactly the text of a staged file, whatever characters a record holds."""

from __future__ import annotations

import io

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loader.config import Warehouse
from loader.staging.forms import copy_escaped
from loader.warehouse.connection import connect, transaction

# What a Postgres text can hold.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@settings(
    max_examples=200,
    deadline=None,
    # Each example uses a temporary table of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(TEXTS, min_size=1))
@example(['{\r\n\t"pretty": "printed"\n}', "\\N", "\\.", "", "\\", "a\\tb", "\u2028", "\v\f\b"])
def test_every_text_is_stored_unchanged(warehouse: Warehouse, texts: list[str]):
    lines = b"".join(b"%d\t%b\n" % (i, copy_escaped(t.encode())) for i, t in enumerate(texts))
    connection = connect(warehouse)
    with transaction(connection), connection.cursor() as cursor:
        cursor.execute("create temporary table copied (seq bigint, record text) on commit drop")
        cursor.copy_expert("copy copied from stdin with (encoding 'UTF8')", io.BytesIO(lines))
        cursor.execute("select record from copied order by seq")
        stored = [record for (record,) in cursor.fetchall()]
    connection.close()
    assert stored == texts
