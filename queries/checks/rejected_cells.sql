-- Every cell that could not be read, with its place in the file and what is wrong with it.
-- grain: source_file, source_row, column_name, reason
-- reads: rejects
select
    cast(source as varchar) as source,
    cast(source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(column_name as varchar) as column_name,
    cast(header as varchar) as header,
    cast(value as varchar) as value,
    cast(reason as varchar) as reason,
    cast(entity as varchar) as entity,
    cast(amount as decimal(18, 4)) as amount
from rejects
order by source_file, source_row, column_name, reason, source, value
