-- Purchases and events on days that cannot be: none, before 1990 or after 2099. Such a date is a
-- column read wrongly (a number of days, two digits of a year), and one of them would stretch
-- every table of months over centuries.
-- use: audit
-- severity: stop
-- rows: new
-- grain: problem, subject
-- reads: events, purchases
with
moments as (
    select 'purchases' as entity, source_file, source_row, purchased_at as written_at
    from purchases
    where
        excluded is null
        and (purchased_at is null or purchased_at < timestamp '1990-01-01 00:00:00' or purchased_at >= timestamp '2100-01-01 00:00:00')
    union all
    select 'events' as entity, source_file, source_row, event_at as written_at
    from events
    where
        excluded is null
        and (event_at is null or event_at < timestamp '1990-01-01 00:00:00' or event_at >= timestamp '2100-01-01 00:00:00')
),
problems as (
    select
        entity,
        case
            when written_at is null then 'a row has no date'
            when written_at < timestamp '1990-01-01 00:00:00' then 'a date is before 1990'
            else 'a date is after 2099'
        end as problem,
        concat(source_file, ', row ', cast(source_row as varchar), ': ', coalesce(cast(written_at as varchar), 'none')) as example
    from moments
)
select
    cast(problem as varchar) as problem,
    cast(entity as varchar) as subject,
    cast(count(*) as bigint) as lines,
    cast(null as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(example) as varchar) as example,
    cast('name the column that has the day, and how its days are written (dates:)' as varchar) as remedy
from problems
group by problem, entity
order by problem, subject
