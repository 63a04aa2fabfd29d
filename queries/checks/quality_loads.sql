-- Every file that was loaded: rows and money that it held, and what became of them.
-- grain: source, source_file, entity
-- reads: loads
select
    cast(source as varchar) as source,
    cast(source_file as varchar) as source_file,
    cast(entity as varchar) as entity,
    cast(rows_read as bigint) as rows_read,
    cast(rows_loaded as bigint) as rows_loaded,
    cast(rows_excluded as bigint) as rows_excluded,
    cast(rows_rejected as bigint) as rows_rejected,
    cast(amount_read as decimal(18, 4)) as amount_read,
    cast(amount_loaded as decimal(18, 4)) as amount_loaded,
    cast(amount_excluded as decimal(18, 4)) as amount_excluded,
    cast(amount_rejected as decimal(18, 4)) as amount_rejected,
    cast(unreadable_amounts as bigint) as unreadable_amounts,
    cast(first_at as timestamp) as first_at,
    cast(last_at as timestamp) as last_at
from loads
order by source, source_file, entity
