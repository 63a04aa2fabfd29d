-- In which file each contact stands last: what an older export said of it no longer holds.
-- grain: source, source_id
-- reads: contacts
select
    cast(source as varchar) as source,
    cast(source_id as varchar) as source_id,
    cast(max(source_file) as varchar) as source_file
from contacts
group by source, source_id
