-- Sources that have lost more than half of their rows or of their money since the snapshot before,
-- and sources that brought nothing at all: an export with a filter on, or of the wrong period.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: loads, previous_loads, sources
with
now as (
    select source, sum(rows_loaded) as row_count, sum(coalesce(amount_loaded, 0)) as amount, min(source_file) as source_file
    from loads
    group by source
),
before as (
    select source, sum(rows_loaded) as row_count, sum(coalesce(amount_loaded, 0)) as amount
    from previous_loads
    group by source
),
both_loads as (
    select
        sources.source,
        now.source_file,
        coalesce(now.row_count, 0) as row_count,
        coalesce(now.amount, 0) as amount,
        coalesce(before.row_count, 0) as row_count_before,
        coalesce(before.amount, 0) as amount_before
    from sources
    left join now on sources.source = now.source
    left join before on sources.source = before.source
),
problems as (
    select 'a source brought no row that counts' as problem, both_loads.*
    from both_loads
    where row_count = 0
    union all
    select 'a source has less than half of the rows of the load before' as problem, both_loads.*
    from both_loads
    where row_count > 0 and row_count * 2 < row_count_before
    union all
    select 'a source has less than half of the money of the load before' as problem, both_loads.*
    from both_loads
    where row_count > 0 and amount_before > 0 and amount * 2 < amount_before
)
select
    cast(problem as varchar) as problem,
    cast(source as varchar) as subject,
    cast(row_count as bigint) as lines,
    cast(nullif(row_count_before, 0) as bigint) as of_lines,
    cast(case when amount_before > 0 then amount - amount_before end as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(source_file as varchar) as example,
    cast('look whether the export is whole; `clientele lake rollback` brings the load before back' as varchar) as remedy
from problems
order by problem, subject
