"""What may happen to a run: solo models, failures, loads and other transforms at the same time."""

from __future__ import annotations

import pytest

from tests.transform.warehouse import RAW, ST, Warehouse


@pytest.fixture
def filled(warehouse: Warehouse) -> Warehouse:
    """A customer with a job and an invoice, transformed."""
    warehouse.arrive(
        customers=[{"st_id": 10, "name": "Ann"}],
        jobs=[{"st_id": 40, "customer_id": 10}],
        invoices=[{"st_id": 90, "customer_id": 10, "job_id": 40, "total": 70}],
    )
    warehouse.transform("--select", "st_customers", "st_jobs", "st_invoices")
    return warehouse


def built(warehouse: Warehouse) -> list[dict[str, object]]:
    """Differences in the tables that exist."""
    present = {row["tablename"] for row in warehouse.rows("select tablename from pg_tables")}
    return warehouse.differences(models=[name for name in warehouse.models if name in present])


def test_a_run_with_nothing_new_writes_nothing(filled: Warehouse) -> None:
    before = filled.rows(f"select xmin, * from {ST}.st_jobs")
    for _ in range(2):
        assert set(filled.transform("--select", "st_jobs", "st_customers").values()) == {0}
    assert filled.rows(f"select xmin, * from {ST}.st_jobs") == before


def test_one_row_that_is_touched_twice_by_one_input(warehouse: Warehouse) -> None:
    # Alone, because with other inputs in the same run the key would be found only once.
    warehouse.arrive(
        tag_types=[{"st_id": 3, "name": "VIP"}, {"st_id": 4, "name": "Late"}],
        customers=[{"st_id": 10, "tag_type_ids": [3, 4]}],
    )
    warehouse.transform("--select", "st_customers")
    warehouse.arrive(tag_types=[{"st_id": 3, "name": "Gold"}, {"st_id": 4, "name": "Later"}])
    assert warehouse.transform("--select", "st_customers") == {"st_customers": 1}
    assert warehouse.row("st_customers", 10)["tag_names"] == ["Gold", "Later"]


def test_models_that_run_alone_each_see_every_load(filled: Warehouse) -> None:
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    filled.transform("--select", "st_jobs")
    filled.arrive(jobs=[{"st_id": 41, "customer_id": 10}])
    filled.transform("--select", "st_customers")
    assert filled.row("st_jobs", 40)["customer_name"] == "Bea"
    assert filled.row("st_invoices", 90)["customer_name"] == "Ann"
    filled.transform("--select", "st_invoices", "st_jobs")
    assert filled.row("st_invoices", 90)["customer_name"] == "Bea"
    assert built(filled) == []


def test_a_full_refresh_of_one_model_keeps_first_appearances(filled: Warehouse) -> None:
    first = filled.row("st_jobs", 40)
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}], jobs=[{"st_id": 41, "customer_id": 10}])
    filled.transform("--full-refresh", "--select", "st_jobs")
    assert filled.row("st_jobs", 40)["local_created_at"] == first["local_created_at"]
    assert filled.row("st_jobs", 41)["local_created_at"] > first["local_created_at"]
    assert filled.row("st_invoices", 90)["customer_name"] == "Ann"
    assert filled.transform("--select", "st_jobs", "st_invoices", "st_customers") == {
        "st_jobs": 0, "st_invoices": 1, "st_customers": 1
    }  # fmt: skip
    assert built(filled) == []


def test_a_model_that_fails_at_commit_has_seen_nothing(filled: Warehouse) -> None:
    filled.execute(
        f"""create function {ST}.refuse() returns trigger language plpgsql
            as $$ begin raise exception 'refused at commit'; end $$;
            create constraint trigger refuse after insert or update on {ST}.st_jobs
            deferrable initially deferred for each row execute function {ST}.refuse()"""
    )
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    assert "refused at commit" in filled.failing_transform("--select", "st_jobs", "st_invoices")
    assert filled.row("st_jobs", 40)["customer_name"] == "Ann"
    assert filled.row("st_invoices", 90)["customer_name"] == "Bea"
    filled.execute(f"drop trigger refuse on {ST}.st_jobs")
    assert filled.transform("--select", "st_jobs", "st_invoices") == {
        "st_jobs": 1, "st_invoices": 0
    }  # fmt: skip
    filled.transform("--select", "st_customers")
    assert built(filled) == []


def test_a_load_that_commits_while_a_model_runs_is_seen_by_the_next_run(filled: Warehouse) -> None:
    # The test holds the model's row of model_state: dbt has numbered the loads by then, and
    # waits there before it looks at them.
    with filled.connect() as holding, holding.cursor() as cursor:
        cursor.execute(f"select from {ST}.model_state where model_name = 'st_jobs' for update")
        filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
        run = filled.start_transform("--select", "st_jobs")
        filled.wait_for_lock()
        filled.arrive(jobs=[{"st_id": 40, "customer_id": 11}])
        filled.arrive(customers=[{"st_id": 11, "name": "Cyd"}])
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    # The run may have read what came late; the next one looks at it again in any case.
    filled.transform("--select", "st_jobs")
    assert filled.row("st_jobs", 40)["customer_name"] == "Cyd"
    assert filled.transform("--select", "st_customers", "st_invoices")
    assert built(filled) == []


def test_a_load_that_another_run_numbers_meanwhile_is_not_taken_for_seen(
    filled: Warehouse,
) -> None:
    # The test holds the table: the model has looked at the loads by then, and waits there before it
    # commits. Meanwhile another run sees one more load.
    filled.arrive(jobs=[{"st_id": 41, "customer_id": 10}])
    with filled.connect() as holding, holding.cursor() as cursor:
        cursor.execute(f"lock table {ST}.st_jobs")
        filled.arrive(customers=[{"st_id": 11, "name": "Cyd"}])
        run = filled.start_transform("--select", "st_jobs")
        filled.wait_for_lock()
        filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
        filled.transform("--select", "st_customers")
        holding.rollback()
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    filled.transform("--select", "st_jobs", "st_invoices")
    assert filled.row("st_jobs", 40)["customer_name"] == "Bea"
    assert built(filled) == []


def test_two_transforms_at_once(filled: Warehouse) -> None:
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    runs = [filled.start_transform("--select", "st_jobs", "st_invoices", "st_customers")]
    filled.arrive(jobs=[{"st_id": number, "customer_id": 10} for number in range(41, 60)])
    runs.append(filled.start_transform("--select", "st_jobs", "st_invoices", "st_customers"))
    filled.arrive(customers=[{"st_id": 10, "name": "Cyd"}])
    for run in runs:
        said, _ = run.communicate(timeout=120)
        assert run.returncode == 0, said
    filled.transform("--select", "st_jobs", "st_invoices", "st_customers")
    assert built(filled) == []


def test_a_table_that_was_dropped_is_built_again(filled: Warehouse) -> None:
    filled.execute(f"drop table {ST}.st_jobs")
    filled.transform("--select", "st_jobs")
    assert built(filled) == []


def test_a_dry_run_on_empty_inputs_counts_as_nothing_seen(filled: Warehouse) -> None:
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    filled.transform("--empty", "--select", "st_jobs")
    assert filled.row("st_jobs", 40)["customer_name"] == "Ann"
    filled.transform("--select", "st_jobs", "st_invoices", "st_customers")
    assert built(filled) == []


def test_without_a_single_load_the_message_names_the_remedy(warehouse: Warehouse) -> None:
    warehouse.execute(f"alter table {RAW}.raw_loads rename to hidden")
    try:
        result = warehouse.dbt("--no-write-json", "run", "--select", "st_jobs")
        assert not result.success
        assert "make load" in str(result.exception) + str(result.result and result.result.results)
    finally:
        warehouse.execute(f"alter table {RAW}.hidden rename to raw_loads")
