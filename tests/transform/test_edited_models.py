"""What may happen to a model: somebody edits it, adds one, or declares its inputs wrongly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.transform.warehouse import PROJECT, ST, Warehouse


@pytest.fixture(scope="module")
def edited(transform_database: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same database with a copy of the project that a test may edit."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(PROJECT, folder / "project", ignore=shutil.ignore_patterns("target", "logs"))
    parameters = transform_database.parameters
    return Warehouse(parameters, folder, project=folder / "project")


def edit(warehouse: Warehouse, file: str, old: str, new: str) -> None:
    path: Path = warehouse.project / "models" / "st" / file
    text = path.read_text()
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1))
    warehouse.forget_project()


def test_an_edited_model_reaches_old_rows(edited: Warehouse) -> None:
    edited.reset()
    edited.arrive(zones=[{"st_id": 30, "name": "North"}], locations=[{"st_id": 20, "zone_id": 30}])
    edited.transform("--select", "st_locations")
    first = edited.row("st_locations", 20)

    # A new column, of the kind that dbt itself cannot add.
    new_column = " array[zones.name] as zone_names,"
    described = "      - name: zone_names\n        data_type: text[]\n"
    edit(
        edited,
        "st_locations.sql",
        "zones.name as zone_name,",
        f"zones.name as zone_name,{new_column}",
    )
    edit(
        edited,
        "st_locations.yml",
        "      - name: zone_name\n",
        f"{described}      - name: zone_name\n",
    )
    assert edited.transform("--select", "st_locations") == {"st_locations": 1}
    assert edited.row("st_locations", 20)["zone_names"] == ["North"]
    assert edited.row("st_locations", 20)["local_created_at"] == first["local_created_at"]
    assert edited.transform("--select", "st_locations") == {"st_locations": 0}

    # A column that is gone: the table has to be built anew, and the message says how.
    edit(edited, "st_locations.sql", new_column, "")
    edit(edited, "st_locations.yml", described, "")
    said = edited.failing_transform("--select", "st_locations")
    assert "zone_names" in said
    assert 'make transform ARGS="--full-refresh --select st_locations"' in said
    edited.transform("--full-refresh", "--select", "st_locations")
    assert "zone_names" not in edited.row("st_locations", 20)
    assert edited.row("st_locations", 20)["local_created_at"] == first["local_created_at"]


def test_an_edit_of_inputs_indexes_and_descriptions_reaches_the_table(edited: Warehouse) -> None:
    edited.reset()
    edited.arrive(employees=[{"st_id": 1, "manager_id": 2}], technicians=[{"st_id": 2}])
    edited.transform("--select", "st_employees")
    first = edited.row("st_employees", 1)

    declared = "'raw_st_business_units': {'dependency_columns': 'business_unit_id'},"
    edit(
        edited,
        "st_employees.sql",
        declared,
        f"{declared} 'raw_st_technicians': {{'dependency_columns': 'manager_id'}},",
    )
    edit(
        edited,
        "st_employees.sql",
        "final as (",
        "managers as (select * from {{ source('servicetitan', 'raw_st_technicians') }}"
        " where false),\n\nfinal as (",
    )
    edit(
        edited,
        "st_employees.sql",
        "        },\n    }\n",
        "        },\n    },\n    indexes=[{'columns': ['tenant_id', 'name']}]",
    )
    edit(edited, "st_employees.yml", "One row for each", "One single row for each")
    assert edited.transform("--select", "st_employees") == {"st_employees": 0}
    indexes = edited.rows(
        "select substring(indexdef from 'USING .*') as what from pg_indexes"
        f" where schemaname = '{ST}' and tablename = 'st_employees' order by 1"
    )
    assert [each["what"] for each in indexes] == [
        'USING btree (tenant_id, "left"(name, 200))',
        "USING btree (tenant_id, business_unit_id)",
        "USING btree (tenant_id, manager_id)",
        "USING btree (tenant_id, st_id)",
    ]
    (comment,) = edited.rows(f"select obj_description('{ST}.st_employees'::regclass) as said")
    assert comment["said"].startswith("One single row for each")
    assert edited.row("st_employees", 1) == first


NEW_MODEL = """\
{{ config(meta={'grain_source': 'raw_st_zones', 'inputs': INPUTS}) }}

with zones as (
    select * from {{ source('servicetitan', 'raw_st_zones') }}
    where {{ is_affected() }}
),

technicians as (
    select * from {{ source('servicetitan', 'raw_st_technicians') }}
),

crews as (
    select
        tenant_id,
        main_zone_id,
        array_agg(st_id order by st_id) as technician_ids,
        array_agg(name order by st_id) as technician_names
    from technicians
    where {{ is_affected('tenant_id', 'main_zone_id') }}
    group by tenant_id, main_zone_id
)

select
    zones.tenant_id,
    zones.st_id,
    zones.name,
    coalesce(crews.technician_ids, '{}') as technician_ids,
    coalesce(crews.technician_names, '{}') as technician_names
from zones
left join crews
    on zones.tenant_id = crews.tenant_id
    and zones.st_id = crews.main_zone_id
"""
ITS_COLUMNS = {
    "tenant_id": "bigint", "st_id": "bigint", "name": "text", "technician_ids": "bigint[]",
    "technician_names": "text[]", "local_created_at": "timestamptz",
    "local_synced_at": "timestamptz",
}  # fmt: skip


def test_a_new_model_is_refused_or_exact_without_further_ado(edited: Warehouse) -> None:
    edited.reset()
    model = edited.project / "models" / "st" / "st_zones.sql"
    columns = "".join(
        f"      - {{name: {name}, data_type: '{kind}', constraints: [{{type: not_null}}]}}\n"
        for name, kind in ITS_COLUMNS.items()
    )
    model.with_suffix(".yml").write_text(
        "version: 2\nmodels:\n  - name: st_zones\n    constraints:\n"
        "      - {type: primary_key, columns: [tenant_id, st_id]}\n    columns:\n" + columns
    )
    try:
        model.write_text(NEW_MODEL.replace("INPUTS", "{}"))
        edited.forget_project()
        said = edited.failing_transform("--select", "st_zones")
        assert "it reads raw_st_technicians without declaring it" in said
        assert "Add it to `inputs`" in said

        model.write_text(
            NEW_MODEL.replace(
                "INPUTS",
                "{'raw_st_technicians':"
                " {'key_expression': 'main_zone_id', 'dependency_columns': 'technician_ids'}}",
            )
        )
        edited.forget_project()
        assert "st_zones" in edited.models, "the tests do not see it"
        for zone, name in ((30, "Tim"), (31, "Tim"), (31, "Tom")):
            edited.arrive(
                zones=[{"st_id": 30, "name": "North"}, {"st_id": 31, "name": "South"}],
                technicians=[{"st_id": 80, "name": name, "main_zone_id": zone}],
            )
            edited.transform("--select", "st_zones")
            assert edited.row("st_zones", zone)["technician_names"] == [name]
            assert edited.differences(models=["st_zones"]) == []
    finally:
        model.unlink()
        model.with_suffix(".yml").unlink()
        edited.forget_project()


def test_an_index_or_a_key_without_the_tenant_is_refused(edited: Warehouse) -> None:
    edited.reset()
    edited.arrive(payments=[{"st_id": 1}])
    edit(edited, "st_payments.sql", "['tenant_id', 'invoice_ids']", "['invoice_ids']")
    said = edited.failing_transform("--select", "st_payments")
    assert "the index over invoice_ids does not begin with tenant_id" in said
    edit(edited, "st_payments.sql", "['invoice_ids']", "['tenant_id', 'invoice_ids']")

    edit(edited, "st_payments.sql", "config(\n", "config(\n    unique_key=['st_id'],\n")
    said = edited.failing_transform("--select", "st_payments")
    assert "unique_key is a list that begins with tenant_id" in said
    edit(edited, "st_payments.sql", "config(\n    unique_key=['st_id'],\n", "config(\n")
    edited.transform("--select", "st_payments")


def test_inputs_that_do_not_fit_the_sql_fail(edited: Warehouse) -> None:
    edited.reset()
    edited.arrive(locations=[{"st_id": 20, "customer_id": 10}])
    declared = "'raw_st_customers': {'dependency_columns': 'customer_id'},"

    edit(edited, "st_locations.sql", declared, "")
    said = edited.failing_transform("--select", "st_locations")
    assert re.search("reads raw_st_customers without declaring it", said)

    edit(
        edited,
        "st_locations.sql",
        "'inputs': {",
        "'inputs': {'raw_st_teams': {'dependency_columns': 'st_id'}," + declared,
    )
    assert "declares raw_st_teams, but does not read it" in edited.failing_transform(
        "--select", "st_locations"
    )

    edit(edited, "st_locations.sql", "'raw_st_teams': {'dependency_columns': 'st_id'},", "")
    edit(edited, "st_locations.sql", "columns': 'customer_id'", "columns': 'customer'")
    assert "names customer, which is no column" in edited.failing_transform(
        "--select", "st_locations"
    )

    edit(edited, "st_locations.sql", "columns': 'customer'", "columns': 'customer_id'")
    edit(edited, "st_locations.sql", "left join customers", "inner join customers")
    assert "1 records of raw_st_locations have no row" in edited.failing_transform(
        "--select", "st_locations"
    )
    edit(edited, "st_locations.sql", "inner join customers", "left join customers")
    edited.transform("--select", "st_locations")
