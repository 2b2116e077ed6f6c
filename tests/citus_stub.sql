-- What the project calls of Citus, for a plain Postgres: it moves no rows, and refuses what Citus refuses.
create table pg_dist_partition (
    logicalrelid regclass primary key,
    partmethod "char" not null,
    partkey text,
    colocationid integer not null
);

create function create_distributed_table(
    table_name regclass, distribution_column text, colocate_with text default 'default'
) returns void language plpgsql as $$
declare
    group_number integer;
begin
    if exists (select from pg_dist_partition where logicalrelid = table_name) then
        raise 'table "%" is already distributed', table_name using errcode = 'invalid_table_definition';
    end if;
    if not exists (
        select from pg_attribute where attrelid = table_name and attname = distribution_column
    ) then
        raise 'column "%" of relation "%" does not exist', distribution_column, table_name
            using errcode = 'undefined_column';
    end if;
    if colocate_with in ('default', 'none') then
        select coalesce(max(colocationid), 0) + 1 into group_number from pg_dist_partition;
    else
        select colocationid into group_number from pg_dist_partition
        where logicalrelid = colocate_with::regclass and partmethod = 'h';
        if not found then
            raise 'relation % is not distributed', colocate_with using errcode = 'invalid_table_definition';
        end if;
    end if;
    insert into pg_dist_partition values (table_name, 'h', distribution_column, group_number);
    perform refuse_violations();
end $$;

create function create_reference_table(table_name regclass) returns void language plpgsql as $$
begin
    if exists (select from pg_dist_partition where logicalrelid = table_name) then
        raise 'table "%" is already distributed', table_name using errcode = 'invalid_table_definition';
    end if;
    insert into pg_dist_partition values (table_name, 'n', null, 0);
    perform refuse_violations();
end $$;

-- What Citus would have refused, then or since.
create view citus_violations as
with distributed as (
    select pg_class.oid, partkey, logicalrelid::text as name, relkind, relpersistence
    from pg_dist_partition
    inner join pg_class on pg_class.oid = logicalrelid
    where partmethod = 'h'
)

select name || ': a unique index without the distribution column: ' || pg_get_indexdef(indexrelid) as what
from distributed
inner join pg_index on indrelid = oid
where indisunique and not exists (
    select from pg_attribute
    where attrelid = indrelid and attnum = any(indkey) and attname = partkey
)
union all
select name || ': an exclusion constraint: ' || conname
from distributed
inner join pg_constraint on conrelid = distributed.oid
where contype = 'x'
union all
select name || ': a foreign key to a table that is not distributed: ' || conname
from distributed
inner join pg_constraint on conrelid = distributed.oid
where contype = 'f' and confrelid not in (select logicalrelid from pg_dist_partition)
union all
select name || ': a trigger: ' || tgname
from distributed
inner join pg_trigger on tgrelid = distributed.oid
where not tgisinternal
union all
select name || ': neither an ordinary nor an unlogged table'
from distributed
where relkind not in ('r', 'p') or relpersistence = 't';

create function refuse_violations() returns void language plpgsql as $$
declare
    found text;
begin
    select string_agg(what, '; ') into found from citus_violations;
    if found is not null then
        raise 'Citus refuses: %', found using errcode = 'feature_not_supported';
    end if;
end $$;
