-- In which file each order stands last. Nightly exports overlap: an order that a later file of
-- the same source brings again, whole, replaces what earlier files said of it. Later is the file
-- with the later day in its name, or, where no day stands there, the later last purchase: names
-- need not sort by date (31.10.2025, 01.11.2025; march, april). Among equals the name decides.
-- grain: source, order_id
-- reads: purchases
with
files as (
    select
        source,
        source_file,
        coalesce(file_day(source_file), cast(max(purchased_at) as date)) as written_on,
        max(purchased_at) as reaches_to
    from purchases
    group by source, source_file
),
mentions as (
    select distinct source, order_id, source_file
    from purchases
),
ranked as (
    select
        mentions.source,
        mentions.order_id,
        mentions.source_file,
        row_number() over (
            partition by mentions.source, mentions.order_id
            order by files.written_on desc, files.reaches_to desc, mentions.source_file desc
        ) as place
    from mentions
    inner join files
        on mentions.source = files.source
        and mentions.source_file = files.source_file
)
select
    cast(source as varchar) as source,
    cast(order_id as varchar) as order_id,
    cast(source_file as varchar) as source_file
from ranked
where place = 1
