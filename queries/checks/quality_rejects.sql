-- What could not be read, by file, column and reason, with the first row of the file where it
-- stands: cells that are wrong, and rows that were set aside for them.
-- grain: source, source_file, reason, column_name
-- reads: rejects
with
reject_rows as (
    select source, source_file, reason, column_name, source_row, count(*) as cells, min(value) as value
    from rejects
    group by source, source_file, reason, column_name, source_row
),
reasons as (
    select
        source,
        source_file,
        reason,
        column_name,
        sum(cells) as cells,
        count(*) as reject_rows,
        min(source_row) as example_row,
        min_by(value, source_row) as example_value
    from reject_rows
    group by source, source_file, reason, column_name
)
select
    cast(source as varchar) as source,
    cast(source_file as varchar) as source_file,
    cast(reason as varchar) as reason,
    cast(column_name as varchar) as column_name,
    cast(cells as bigint) as cells,
    cast(reject_rows as bigint) as rows,
    cast(example_row as bigint) as example_row,
    cast(example_value as varchar) as example_value
from reasons
order by source, source_file, reason, column_name
