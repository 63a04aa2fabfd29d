-- Purchase lines that cannot be told apart: two rows of one file with the same source, order and
-- line number, or a row where one of these is missing. A load with such rows is not published.
-- use: audit
-- grain: problem
-- reads: purchases
with
keys as (
    select source, source_file, order_id, line, count(*) as lines
    from purchases
    group by source, source_file, order_id, line
),
problems as (
    select
        case
            when source is null or source_file is null or order_id is null or line is null
                then 'a purchase line has no source, file, order or line number'
            else 'two purchase lines of one file have the same order and line number'
        end as problem,
        concat(coalesce(source_file, '?'), ': order ', coalesce(order_id, '?'), ', line ', coalesce(cast(line as varchar), '?')) as example,
        lines
    from keys
    where lines > 1 or source is null or source_file is null or order_id is null or line is null
)
select
    cast(problem as varchar) as problem,
    cast(min(example) as varchar) as example,
    cast(sum(lines) as bigint) as lines
from problems
group by problem
order by problem
