-- In which file each contact stands last: what an older export said of it no longer holds. Later
-- is the file with the later day in its name, or, where no day stands there, the newer newest
-- record; among equals the name decides.
-- grain: source, source_id
-- reads: contacts
with
files as (
    select
        source,
        source_file,
        coalesce(file_day(source_file), cast(max(coalesce(updated_at, created_at)) as date), date '0001-01-01') as written_on
    from contacts
    group by source, source_file
),
mentions as (
    select distinct source, source_id, source_file
    from contacts
),
ranked as (
    select
        mentions.source,
        mentions.source_id,
        mentions.source_file,
        row_number() over (
            partition by mentions.source, mentions.source_id
            order by files.written_on desc, mentions.source_file desc
        ) as place
    from mentions
    inner join files
        on mentions.source = files.source
        and mentions.source_file = files.source_file
)
select
    cast(source as varchar) as source,
    cast(source_id as varchar) as source_id,
    cast(source_file as varchar) as source_file
from ranked
where place = 1
