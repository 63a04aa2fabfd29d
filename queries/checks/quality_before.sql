-- What each source had brought with the load of the snapshot before; no rows where there is none. This alone
-- of the answers about sources depends on when files were loaded.
-- grain: source, entity
-- reads: previous_loads
select
    cast(source as varchar) as source,
    cast(entity as varchar) as entity,
    cast(count(*) as bigint) as files,
    cast(sum(rows_read) as bigint) as rows_read,
    cast(sum(rows_rejected) as bigint) as rows_rejected
from previous_loads
group by source, entity
order by source, entity
