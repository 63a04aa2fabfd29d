-- What was known of a deal on past days: the stages that it came to (deal_stages), and how it stood in
-- each export, on the day that the export is of. Without these an export tells of a closed deal only
-- where it ended. Of two rows for one deal and day a stage's own day counts, then the later file's.
-- grain: source, deal_id, seen_on
-- reads: deal_stages, deals
-- param: as_of DATE
-- param: zone VARCHAR
with
files as (
    select
        source,
        source_file,
        coalesce(
            file_day(source_file),
            cast(max(greatest(coalesce(updated_at, created_at), coalesce(created_at, updated_at))) as date)
        ) as written_on
    from deals
    group by source, source_file
),
seen as (
    select
        deals.source,
        deals.deal_id,
        files.written_on as seen_on,
        'export' as seen_in,
        trim(deals.stage) as stage,
        deals.amount,
        deals.probability,
        cast(at_timezone(with_timezone(coalesce(deals.expected_close_at, deals.closed_at), 'UTC'), cast($zone as varchar)) as date) as expected_on,
        deals.source_file,
        deals.source_row
    from deals
    inner join files
        on deals.source = files.source
        and deals.source_file = files.source_file
    where deals.excluded is null and coalesce(deal_outcome(deals.outcome), deal_outcome(deals.status), deal_outcome(deals.stage), 'open') = 'open'
    union all
    select
        source,
        deal_id,
        cast(at_timezone(with_timezone(entered_at, 'UTC'), cast($zone as varchar)) as date) as seen_on,
        'stage' as seen_in,
        trim(stage) as stage,
        cast(null as decimal(18, 4)) as amount,
        cast(null as decimal(5, 2)) as probability,
        cast(null as date) as expected_on,
        source_file,
        source_row
    from deal_stages
    where excluded is null and deal_outcome(stage) is null
),
ranked as (
    select
        seen.*,
        row_number() over (
            partition by source, deal_id, seen_on
            order by seen_in desc, source_file desc, source_row desc
        ) as place
    from seen
    where seen_on <= cast($as_of as date)
)
select
    cast(source as varchar) as source,
    cast(deal_id as varchar) as deal_id,
    cast(seen_on as date) as seen_on,
    cast(seen_in as varchar) as seen_in,
    cast(coalesce(stage, '') as varchar) as stage,
    cast(amount as decimal(18, 2)) as amount,
    cast(probability as decimal(18, 2)) as probability,
    cast(expected_on as date) as expected_on
from ranked
where place = 1
order by source, deal_id, seen_on
