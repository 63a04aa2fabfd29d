-- Files of which rows or money are lost or doubled on the way: what was loaded, excluded and
-- rejected must add up to what was read. A load with such a file is not published.
-- use: audit
-- grain: problem
-- reads: loads
with problems as (
    select
        case
            when rows_loaded + rows_excluded + rows_rejected <> rows_read
                then 'the rows that were loaded, excluded and rejected are not those that were read'
            else 'the money that was loaded, excluded and rejected is not what was read'
        end as problem,
        concat(
            source_file, ': rows ',
            cast(rows_loaded as varchar), ' + ', cast(rows_excluded as varchar), ' + ', cast(rows_rejected as varchar), ' of ', cast(rows_read as varchar),
            ', money ',
            cast(amount_loaded as varchar), ' + ', cast(amount_excluded as varchar), ' + ', cast(amount_rejected as varchar), ' of ', cast(amount_read as varchar)
        ) as example
    from loads
    where
        rows_loaded + rows_excluded + rows_rejected <> rows_read
        or coalesce(amount_loaded, 0) + coalesce(amount_excluded, 0) + coalesce(amount_rejected, 0) <> coalesce(amount_read, 0)
)
select
    cast(problem as varchar) as problem,
    cast(min(example) as varchar) as example,
    cast(count(*) as bigint) as lines
from problems
group by problem
order by problem
