-- Files of which rows or money are lost or doubled on the way: what was loaded, excluded and
-- rejected must add up to what was read.
-- use: audit
-- severity: stop, always
-- grain: problem, subject
-- reads: loads
with problems as (
    select
        'the rows that were loaded, excluded and rejected are not those that were read' as problem,
        concat(
            source_file, ': ', cast(rows_loaded as varchar), ' + ', cast(rows_excluded as varchar), ' + ', cast(rows_rejected as varchar),
            ' of ', cast(rows_read as varchar)
        ) as example
    from loads
    where rows_loaded + rows_excluded + rows_rejected <> rows_read
    union all
    select
        'the money that was loaded, excluded and rejected is not what was read' as problem,
        concat(
            source_file, ': ', coalesce(cast(amount_loaded as varchar), '0'), ' + ', coalesce(cast(amount_excluded as varchar), '0'),
            ' + ', coalesce(cast(amount_rejected as varchar), '0'), ' of ', coalesce(cast(amount_read as varchar), '0')
        ) as example
    from loads
    where coalesce(amount_loaded, 0) + coalesce(amount_excluded, 0) + coalesce(amount_rejected, 0) <> coalesce(amount_read, 0)
)
select
    cast(problem as varchar) as problem,
    cast('loads' as varchar) as subject,
    cast(count(*) as bigint) as lines,
    cast(null as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(example) as varchar) as example,
    cast('this is a fault of Clientele: please report it with the file' as varchar) as remedy
from problems
group by problem
order by problem, subject
