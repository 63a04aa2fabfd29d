-- Purchases and events on days that cannot be: none, before 1990 or after 2099. Such a date is a
-- column read wrongly (a number of days, two digits of a year), and one of them would stretch
-- every table of months over centuries. A load with such rows is not published.
-- use: audit
-- grain: problem
-- reads: events, purchases
with
moments as (
    select 'purchase' as entity, source_file, source_row, purchased_at as written_at
    from purchases
    where excluded is null
    union all
    select 'event' as entity, source_file, source_row, event_at as written_at
    from events
    where excluded is null
),
problems as (
    select
        case
            when written_at is null then concat('a row has no date: ', entity)
            when written_at < timestamp '1990-01-01 00:00:00' then concat('a date is before 1990: ', entity)
            else concat('a date is after 2099: ', entity)
        end as problem,
        concat(source_file, ', row ', cast(source_row as varchar), ': ', coalesce(cast(written_at as varchar), 'none')) as example
    from moments
    where
        written_at is null
        or written_at < timestamp '1990-01-01 00:00:00'
        or written_at >= timestamp '2100-01-01 00:00:00'
)
select
    cast(problem as varchar) as problem,
    cast(min(example) as varchar) as example,
    cast(count(*) as bigint) as lines
from problems
group by problem
order by problem
