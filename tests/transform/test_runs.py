"""What may happen to a run: solo models, failures, loads and other transforms at the same time."""

from __future__ import annotations

import pytest

from tests.transform.warehouse import INTERNAL, RAW, ST, Warehouse, messages


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


@pytest.mark.plain_postgres("Citus takes no triggers on distributed tables")
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
        cursor.execute(
            f"select from {INTERNAL}.model_state where model_name = 'st_jobs' for update"
        )
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


@pytest.mark.plain_postgres("Citus takes no triggers on distributed tables")
def test_a_load_that_commits_within_a_models_statement_does_not_fail_it(
    filled: Warehouse,
) -> None:
    # The invoice puts the key of job 41 among the affected ones. The trigger stops the statement at
    # job 40, and job 41 arrives meanwhile.
    filled.execute(
        f"""create function {ST}.wait() returns trigger language plpgsql
            as $$ begin perform pg_advisory_xact_lock_shared(42); return new; end $$;
            create trigger wait before update on {ST}.st_jobs
            for each row execute function {ST}.wait()"""
    )
    filled.arrive(
        customers=[{"st_id": 10, "name": "Bea"}], invoices=[{"st_id": 91, "job_id": 41, "total": 1}]
    )
    with filled.connect() as holding, holding.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(42)")
        run = filled.start_transform("--select", "st_jobs")
        filled.wait_for_lock()
        filled.arrive(jobs=[{"st_id": 41}])
        holding.rollback()
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    filled.transform("--select", "st_jobs", "st_invoices", "st_customers")
    assert filled.row("st_jobs", 41)["invoice_total"] == 1
    assert built(filled) == []


def test_no_clock_decides_what_is_new(filled: Warehouse) -> None:
    # As if the database's clock had been three days ahead, and now is years behind.
    filled.execute(
        f"""update {INTERNAL}.transform_loads set numbered_at = now() + interval '3 days';
            update {RAW}.raw_loads set applied_at = now() + interval '3 days'"""
    )
    for name, applied_at in (("Bea", "now()"), ("Cyd", "now() - interval '9 years'")):
        filled.arrive(customers=[{"st_id": 10, "name": name}])
        filled.execute(
            f"update {RAW}.raw_loads set applied_at = {applied_at} where arrival_number ="
            f" (select max(arrival_number) from {RAW}.raw_loads)"
        )
        filled.transform("--select", "st_customers", "st_jobs", "st_invoices")
        assert filled.row("st_jobs", 40)["customer_name"] == name


def test_a_load_that_commits_after_later_ones_is_seen(filled: Warehouse) -> None:
    with filled.connect() as late:
        filled.arrive(connection=late, customers=[{"st_id": 10, "name": "Bea"}])
        for number in range(41, 45):
            filled.arrive(jobs=[{"st_id": number, "customer_id": 10}])
            filled.transform("--select", "st_customers", "st_jobs", "st_invoices")
    filled.transform("--select", "st_customers", "st_jobs", "st_invoices")
    assert filled.row("st_jobs", 44)["customer_name"] == "Bea"
    assert built(filled) == []


@pytest.mark.plain_postgres("with Citus the transform remembers loads for a day")
def test_what_all_models_have_seen_is_forgotten(filled: Warehouse) -> None:
    for number in range(5):
        filled.arrive(customers=[{"st_id": 10, "name": str(number)}])
        filled.transform("--select", "st_customers", "st_jobs", "st_invoices")
    assert len(filled.rows(f"select from {INTERNAL}.transform_loads")) <= 2
    # A model that has not seen what is forgotten computes all rows.
    filled.execute(
        f"update {INTERNAL}.model_state set last_load_number = 1 where model_name = 'st_jobs'"
    )
    filled.execute(f"update {ST}.st_jobs set customer_name = 'stale'")
    filled.transform("--select", "st_jobs")
    assert built(filled) == []


OLD_LOAD = f"""insert into {INTERNAL}.transform_loads
    (tenant_id, table_name, load_id, load_number, arrival_number, numbered_at)
    values (1, 'raw_st_jobs', 'old', 1, 0, now() - interval '3 days') on conflict do nothing"""


def test_a_model_that_no_longer_exists_is_ignored(filled: Warehouse) -> None:
    filled.execute(
        f"""create table {ST}.st_removed (tenant_id bigint);
            insert into {INTERNAL}.model_state (model_name, last_load_number)
            values ('st_removed', 0), ('st_dropped', 0);
            {OLD_LOAD}"""
    )
    assert filled.dbt("--no-write-json", "test", "--select", "no_model_is_stale").success
    filled.transform("--select", "st_jobs")
    names = {
        row["model_name"] for row in filled.rows(f"select model_name from {INTERNAL}.model_state")
    }
    assert "st_dropped" not in names
    filled.execute(
        f"""update {INTERNAL}.model_state set last_load_number = 0 where model_name = 'st_jobs';
            {OLD_LOAD}"""
    )
    assert not filled.dbt("--no-write-json", "test", "--select", "no_model_is_stale").success


@pytest.mark.parametrize("how", ["truncate {}", "delete from {}; vacuum full {}"])
def test_a_raw_table_that_was_emptied_or_restored(filled: Warehouse, how: str) -> None:
    for statement in how.format(*[f"{RAW}.raw_st_jobs"] * 2).split("; "):
        filled.execute(statement)
    filled.arrive(jobs=[{"st_id": 41, "customer_id": 10}])
    filled.transform("--select", "st_customers", "st_jobs", "st_invoices")
    assert [row["st_id"] for row in filled.rows(f"select st_id from {ST}.st_jobs")] == [41]
    assert built(filled) == []


def test_a_full_refresh_keeps_what_others_were_granted(filled: Warehouse) -> None:
    filled.execute(
        f"""grant select on {ST}.st_jobs to public;
            grant update (summary) on {ST}.st_jobs to public"""
    )
    granted = f"""select privilege_type, column_name from information_schema.column_privileges
        where table_schema = '{ST}' and table_name = 'st_jobs' and grantee = 'PUBLIC'
        order by 1, 2"""
    before = filled.rows(granted)
    assert before
    # A view of `migration views`, which old dashboards read, and which goes with its table.
    filled.execute(
        f"""create schema old_names;
            create view old_names.st_jobs as select st_id as id, job_number from {ST}.st_jobs;
            comment on view old_names.st_jobs is 'servicetitan migration: st_jobs';
            grant select on old_names.st_jobs to public"""
    )
    try:
        filled.transform("--full-refresh", "--select", "st_jobs")
        assert filled.rows(granted) == before
        assert filled.rows("select id from old_names.st_jobs") == filled.rows(
            f"select st_id as id from {ST}.st_jobs"
        )
        views = "select has_table_privilege('public', 'old_names.st_jobs', 'select') as readable"
        assert filled.rows(views) == [{"readable": True}]
    finally:
        filled.execute("drop schema old_names cascade")


def test_one_model_is_built_and_tested_in_a_fresh_schema(warehouse: Warehouse) -> None:
    warehouse.arrive(jobs=[{"st_id": 40, "customer_id": 10}])
    result = warehouse.dbt("--no-write-json", "build", "--select", "st_jobs")
    assert result.success, messages(result)


def test_the_bookkeeping_of_an_older_version_is_taken_over(warehouse: Warehouse) -> None:
    warehouse.arrive(load_id="1", customers=[{"st_id": 10, "name": "Ann"}])
    warehouse.execute(
        f"""create schema {ST};
            create table {ST}.transform_loads (tenant_id bigint not null, table_name text not null,
                load_id text not null, load_number bigint not null,
                numbered_at timestamptz not null default now(),
                primary key (tenant_id, table_name, load_id));
            create index transform_loads_load_number on {ST}.transform_loads (load_number);
            create table {ST}.transform_progress (model_name text primary key,
                last_load_number bigint, fingerprint text, updated_at timestamptz);
            insert into {ST}.transform_loads values (1, 'raw_st_customers', '1', 7);
            insert into {ST}.transform_progress values ('st_customers', 7, 'a b')"""
    )
    warehouse.transform("--select", "st_customers")
    warehouse.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    warehouse.transform("--select", "st_customers")
    assert warehouse.row("st_customers", 10)["name"] == "Bea"
    assert warehouse.rows(f"select last_load_number from {INTERNAL}.model_state") == [
        {"last_load_number": 8}
    ]


def test_state_that_an_older_version_kept_among_the_models_moves(filled: Warehouse) -> None:
    state = ("model_changes", "model_state", "transform_ledger", "transform_loads")
    filled.execute(
        f"alter table {INTERNAL}.model_state drop column own_table;"
        + "".join(f"alter table {INTERNAL}.{name} set schema {ST};" for name in state)
        + f"drop schema {INTERNAL}"
    )
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    filled.transform("--select", "st_customers")
    assert filled.row("st_customers", 10)["name"] == "Bea"
    # The second number: the loads of before are known.
    assert filled.rows(
        f"select last_load_number from {INTERNAL}.model_state where model_name = 'st_customers'"
    ) == [{"last_load_number": 2}]
    present = filled.rows(
        "select schemaname, tablename from pg_tables"
        f" where tablename = any(array{list(state)}) order by tablename"
    )
    assert [tuple(row.values()) for row in present] == [(INTERNAL, name) for name in state]


@pytest.mark.parametrize(
    "happens",
    [
        # As pg_restore --schema does with an older dump.
        f"drop table {ST}.st_jobs; alter table {ST}.dumped rename to st_jobs",
        f"truncate {ST}.st_jobs",
    ],
)
def test_a_table_that_is_restored_or_emptied_is_computed_anew(
    filled: Warehouse, happens: str
) -> None:
    filled.execute(
        f"""create table {ST}.dumped (like {ST}.st_jobs including all);
            insert into {ST}.dumped select * from {ST}.st_jobs"""
    )
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    for statement in (happens, f"drop table if exists {ST}.dumped"):
        filled.transform("--select", "st_jobs")
        filled.execute(statement)
    filled.transform("--select", "st_jobs")
    assert filled.differences(models=["st_jobs"]) == []


def test_without_a_single_load_the_message_names_the_remedy(warehouse: Warehouse) -> None:
    warehouse.execute(f"alter table {RAW}.raw_loads rename to hidden")
    try:
        result = warehouse.dbt("--no-write-json", "run", "--select", "st_jobs")
        assert not result.success
        assert "make load" in str(result.exception) + str(result.result and result.result.results)
    finally:
        warehouse.execute(f"alter table {RAW}.hidden rename to raw_loads")


@pytest.mark.parametrize(
    "damage",
    [
        f"drop table {INTERNAL}.model_state",
        f"drop table {INTERNAL}.transform_ledger",
        f"truncate {INTERNAL}.transform_ledger",
        f"truncate {INTERNAL}.transform_loads",
        f"alter table {INTERNAL}.model_changes drop column old_image",
        f"truncate {RAW}.raw_loads restart identity",
    ],
)
def test_state_that_somebody_has_damaged_costs_a_computation_of_all_rows(
    filled: Warehouse, damage: str
) -> None:
    select = ("--select", "st_customers", "st_jobs", "st_invoices")
    filled.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    filled.transform("--select", "st_customers")  # the others have yet to see that load
    filled.arrive(jobs=[{"st_id": 41, "customer_id": 10}])
    filled.execute(damage)
    filled.arrive(customers=[{"st_id": 11, "name": "Cyd"}])
    filled.transform(*select)
    assert built(filled) == []
    filled.arrive(customers=[{"st_id": 11, "name": "Dee"}])
    assert filled.transform(*select) == {"st_customers": 1, "st_jobs": 0, "st_invoices": 0}
    assert built(filled) == []


def test_a_models_table_that_somebody_has_altered_heals_or_names_the_remedy(
    filled: Warehouse,
) -> None:
    jobs, select = f"{ST}.st_jobs", ("--select", "st_jobs")
    filled.execute(f"alter table {jobs} drop column customer_name cascade")
    filled.transform(*select)  # though nothing is new
    assert built(filled) == []
    without_key = f"""do $$ begin execute (
        select format('alter table {jobs} drop constraint %I', conname) from pg_constraint
        where conrelid = '{jobs}'::regclass and contype = 'p'); end $$"""
    for change, named in (
        (f"alter table {jobs} alter column invoice_total type numeric(8, 0)", "invoice_total"),
        (without_key, "the key"),
    ):
        filled.execute(change)
        said = filled.failing_transform(*select)
        assert named in said
        assert 'make transform ARGS="--full-refresh --select st_jobs"' in said
        filled.transform("--full-refresh", *select)
        assert built(filled) == []


def test_a_model_that_nobody_runs_holds_no_loads_back_for_ever(filled: Warehouse) -> None:
    filled.execute(
        f"""insert into {INTERNAL}.transform_loads
                (tenant_id, table_name, load_id, load_number, arrival_number)
            select 1, 'raw_st_zones', 'many' || n, n, 0 from generate_series(2, 10000) as n;
            update {INTERNAL}.transform_ledger set last_load_number = 10000"""
    )
    for name in ("Bea", "Cyd"):
        filled.arrive(customers=[{"st_id": 10, "name": name}])
        filled.transform("--select", "st_customers")
    # The newest 1,000, and what is not settled: on Citus, the loads of a day.
    assert len(filled.rows(f"select from {INTERNAL}.transform_loads")) < 1010
    filled.execute(f"update {ST}.st_jobs set customer_name = 'stale'")
    filled.transform("--select", "st_jobs", "st_invoices")
    assert built(filled) == []
