-- In which file each deal stands last, and the day that the file is of: what an older export said of
-- it no longer holds. Later is the file with the later day in its name, or, where no day stands there,
-- the newer newest change; among equals the name decides. A day on which a deal should close is none
-- on which it was written.
-- grain: source, deal_id
-- reads: deals
with
files as (
    select
        source,
        source_file,
        coalesce(
            file_day(source_file),
            cast(max(greatest(
                coalesce(updated_at, created_at),
                coalesce(created_at, updated_at),
                coalesce(case when coalesce(deal_outcome(outcome), deal_outcome(status), deal_outcome(stage)) in ('won', 'lost') then closed_at end, created_at, updated_at)
            )) as date),
            date '0001-01-01'
        ) as written_on
    from deals
    group by source, source_file
),
mentions as (
    select distinct source, deal_id, source_file
    from deals
),
ranked as (
    select
        mentions.source,
        mentions.deal_id,
        mentions.source_file,
        files.written_on,
        row_number() over (
            partition by mentions.source, mentions.deal_id
            order by files.written_on desc, mentions.source_file desc
        ) as place
    from mentions
    inner join files
        on mentions.source = files.source
        and mentions.source_file = files.source_file
)
select
    cast(source as varchar) as source,
    cast(deal_id as varchar) as deal_id,
    cast(source_file as varchar) as source_file,
    cast(written_on as date) as written_on
from ranked
where place = 1
