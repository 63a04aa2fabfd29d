-- What each source has brought: files, rows, and how far they reach. Days are the company's, up to the report's day; rows of later days are counted apart.
-- The longest pause is between two days with rows of the year that ends with the source's last day. Months are
-- the last that has ended by the report's day, and the one before it. Sources without days have none of it.
-- grain: source, entity
-- reads: campaign_members, contacts, contracts, deal_stages, deals, events, loads, prices, purchases, traffic
-- param: as_of DATE
-- param: zone VARCHAR
with
loaded as (
    select
        source,
        entity,
        count(*) as files,
        sum(rows_read) as rows_read,
        sum(rows_loaded) as rows_loaded,
        sum(rows_excluded) as rows_excluded,
        sum(rows_rejected) as rows_rejected
    from loads
    group by source, entity
),
stamps as (
    select source, 'purchases' as entity, purchased_at as stamp_at from purchases
    union all
    select source, 'contacts' as entity, greatest(coalesce(created_at, updated_at), coalesce(updated_at, created_at)) as stamp_at from contacts
    union all
    select source, 'events' as entity, event_at as stamp_at from events
    union all
    select source, 'deals' as entity, greatest(coalesce(created_at, updated_at), coalesce(updated_at, created_at)) as stamp_at from deals
    union all
    select source, 'deal_stages' as entity, entered_at as stamp_at from deal_stages
    union all
    select source, 'campaign_members' as entity, touched_at as stamp_at from campaign_members
    union all
    select source, 'contracts' as entity, greatest(coalesce(started_at, updated_at), coalesce(updated_at, started_at)) as stamp_at from contracts
    union all
    select source, 'prices' as entity, seen_at as stamp_at from prices
    union all
    select source, 'traffic' as entity, started_at as stamp_at from traffic
),
days as (
    select source, entity, cast(at_timezone(with_timezone(stamp_at, 'UTC'), cast($zone as varchar)) as date) as at_day, count(*) as day_rows
    from stamps
    where stamp_at is not null
    group by source, entity, cast(at_timezone(with_timezone(stamp_at, 'UTC'), cast($zone as varchar)) as date)
),
reached as (
    select source, entity, max(at_day) as last_on
    from days
    where at_day <= cast($as_of as date)
    group by source, entity
),
gaps as (
    select days.source, days.entity, date_diff('day', lag(days.at_day) over (partition by days.source, days.entity order by days.at_day), days.at_day) as gap
    from days
    inner join reached
        on days.source = reached.source
        and days.entity = reached.entity
    where days.at_day <= reached.last_on and days.at_day > reached.last_on - interval '1' year
),
pauses as (
    select source, entity, max(gap) as longest_gap_days
    from gaps
    group by source, entity
),
spans as (
    select
        source,
        entity,
        min(at_day) as first_on,
        sum(case when at_day > cast($as_of as date) then day_rows else 0 end) as rows_after,
        sum(case
            when at_day < date_trunc('month', cast($as_of as date) + interval '1' day) and at_day >= date_trunc('month', cast($as_of as date) + interval '1' day) - interval '1' month
                then day_rows
            else 0
        end) as month_rows,
        sum(case
            when at_day < date_trunc('month', cast($as_of as date) + interval '1' day) - interval '1' month and at_day >= date_trunc('month', cast($as_of as date) + interval '1' day) - interval '2' month
                then day_rows
            else 0
        end) as month_before_rows
    from days
    group by source, entity
)
select
    cast(loaded.source as varchar) as source,
    cast(loaded.entity as varchar) as entity,
    cast(loaded.files as bigint) as files,
    cast(loaded.rows_read as bigint) as rows_read,
    cast(loaded.rows_loaded as bigint) as rows_loaded,
    cast(loaded.rows_excluded as bigint) as rows_excluded,
    cast(loaded.rows_rejected as bigint) as rows_rejected,
    cast(spans.first_on as date) as first_on,
    cast(reached.last_on as date) as last_on,
    cast(date_diff('day', reached.last_on, cast($as_of as date)) as bigint) as days_since,
    cast(pauses.longest_gap_days as bigint) as longest_gap_days,
    cast(coalesce(spans.rows_after, 0) as bigint) as rows_after,
    cast(spans.month_rows as bigint) as month_rows,
    cast(spans.month_before_rows as bigint) as month_before_rows
from loaded
left join spans
    on loaded.source = spans.source
    and loaded.entity = spans.entity
left join reached
    on loaded.source = reached.source
    and loaded.entity = reached.entity
left join pauses
    on loaded.source = pauses.source
    and loaded.entity = pauses.entity
order by source, entity
