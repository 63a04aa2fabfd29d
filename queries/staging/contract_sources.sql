-- In which file each contract stands last: what an older export said of it no longer holds. Later
-- is the file with the later day in its name, or, where no day stands there, the newer newest
-- record; among equals the name decides.
-- grain: source, contract_id
-- reads: contracts
with
files as (
    select
        source,
        source_file,
        coalesce(file_day(source_file), cast(max(greatest(coalesce(updated_at, started_at), coalesce(ended_at, started_at), started_at)) as date)) as written_on
    from contracts
    group by source, source_file
),
mentions as (
    select distinct source, contract_id, source_file
    from contracts
),
ranked as (
    select
        mentions.source,
        mentions.contract_id,
        mentions.source_file,
        row_number() over (
            partition by mentions.source, mentions.contract_id
            order by files.written_on desc, mentions.source_file desc
        ) as place
    from mentions
    inner join files
        on mentions.source = files.source
        and mentions.source_file = files.source_file
)
select
    cast(source as varchar) as source,
    cast(contract_id as varchar) as contract_id,
    cast(source_file as varchar) as source_file
from ranked
where place = 1
