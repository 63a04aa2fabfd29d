-- Purchase lines that cannot be told apart: two rows of one file with the same source, order and
-- line number, or a row where one of these is missing. A file in which every line is numbered by
-- its row cannot have them and is not looked at.
-- use: audit
-- severity: stop, always
-- rows: new
-- grain: problem, subject
-- reads: purchases
with
numbered as (
    select distinct source, source_file
    from purchases
    where line is null or line <> source_row
),
keys as (
    select purchases.source, purchases.source_file, purchases.order_id, purchases.line, count(*) as lines, max(purchases.source_row) as source_row
    from purchases
    inner join numbered
        on purchases.source = numbered.source
        and purchases.source_file = numbered.source_file
    group by purchases.source, purchases.source_file, purchases.order_id, purchases.line
),
problems as (
    select
        'two purchase lines of one file have the same order and line number' as problem,
        concat(source_file, ', row ', cast(source_row as varchar), ': order ', order_id, ', line ', cast(line as varchar)) as example,
        lines
    from keys
    where lines > 1 and order_id is not null and line is not null
    union all
    select
        'a purchase line has no source, file, order or line number' as problem,
        concat(coalesce(source_file, '?'), ', row ', coalesce(cast(source_row as varchar), '?'), ': order ', coalesce(order_id, '?'), ', line ', coalesce(cast(line as varchar), '?')) as example,
        1 as lines
    from purchases
    where source is null or source_file is null or order_id is null or line is null
)
select
    cast(problem as varchar) as problem,
    cast('purchases' as varchar) as subject,
    cast(sum(lines) as bigint) as lines,
    cast(null as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(example) as varchar) as example,
    cast('name the column that numbers the lines of an order as line, or none: then the rows number them' as varchar) as remedy
from problems
group by problem
order by problem, subject
