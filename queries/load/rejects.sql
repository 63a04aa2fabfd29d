-- The cells of a file that could not be read, with what stands there and what is wrong with it.
-- grain: source_row, column_name, reason
-- reads: converted, headers
-- param: entity VARCHAR
with cells as (
    select
        source,
        source_file,
        source_row,
        unnest(problems) as problem,
        row_amount
    from converted
    where len(problems) > 0
)
select
    cast($entity as varchar) as entity,
    cast(cells.source as varchar) as source,
    cast(cells.source_file as varchar) as source_file,
    cast(cells.source_row as bigint) as source_row,
    cast(cells.problem.column_name as varchar) as column_name,
    cast(coalesce(headers.header, '') as varchar) as header,
    cast(cells.problem.value as varchar) as value,
    cast(cells.problem.reason as varchar) as reason,
    cast(cells.row_amount as decimal(18, 4)) as amount,
    cast('all' as varchar) as partition_month
from cells
left join headers on headers.field = cells.problem.column_name
order by source_row, column_name, reason
