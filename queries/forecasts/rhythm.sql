-- The rhythm in which each customer with a purchase up to the day buys: the middle one of the gaps
-- between own purchase days and the gap that nine of ten stay within (NULL without a second day),
-- and the weekday (1 is Monday) and the hour on the company's clock that are the most usual; of
-- equally usual ones that of the latest purchase. Where all times of a source are midnight it
-- knows no times, and there is no hour.
-- use: asked
-- grain: customer_id
-- reads: orders, purchase_lines, purchase_sources, purchases
-- param: as_of DATE
-- param: zone VARCHAR
with
days as (
    select distinct customer_id, ordered_on
    from orders
    where is_purchase and customer_id is not null and ordered_on <= cast($as_of as date)
),
steps as (
    select
        customer_id,
        date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
),
ranked as (
    select
        customer_id,
        gap,
        row_number() over (partition by customer_id order by gap) as position,
        count(*) over (partition by customer_id) as gaps
    from steps
    where gap is not null
),
rhythms as (
    select
        customer_id,
        max(gaps) as gaps,
        cast(min(gap) filter (where 2 * position >= gaps) + min(gap) filter (where 2 * position >= gaps + 1) as double) / 2 as usual_gap_days,
        min(gap) filter (where 10 * position >= 9 * gaps) as wide_gap_days
    from ranked
    group by customer_id
),
weekdays as (
    -- The first day of the calendar, 1 January 1, was a Monday.
    select
        customer_id,
        date_diff('day', date '0001-01-01', ordered_on) % 7 + 1 as weekday,
        count(*) as bought,
        max(ordered_on) as last_on
    from days
    group by 1, 2
),
usual_weekdays as (
    select customer_id, max_by(weekday, row(bought, last_on)) as weekday
    from weekdays
    group by customer_id
),
moments as (
    select distinct
        purchase_lines.source,
        purchase_lines.customer_id,
        purchase_lines.purchased_on,
        date_trunc('minute', purchases.purchased_at) as minute
    from purchase_lines
    inner join purchase_sources
        on purchase_lines.source = purchase_sources.source
        and purchase_lines.order_id = purchase_sources.order_id
    inner join purchases
        on purchase_lines.source = purchases.source
        and purchase_lines.order_id = purchases.order_id
        and purchase_lines.line = purchases.line
        and purchase_sources.source_file = purchases.source_file
    where
        purchases.excluded is null
        and purchase_lines.customer_id is not null
        and purchase_lines.amount > 0
        and purchase_lines.purchased_on <= cast($as_of as date)
),
clocks as (
    -- The zone's rules are asked once for each minute that occurs.
    select minute, at_timezone(with_timezone(minute, 'UTC'), cast($zone as varchar)) as local_time
    from (select distinct minute from moments) as occurring
),
times as (
    select moments.*, clocks.local_time
    from moments
    inner join clocks on moments.minute = clocks.minute
),
clocked as (
    select source
    from times
    group by source
    having max(case when date_trunc('day', local_time) = local_time then 0 else 1 end) = 1
),
hours as (
    select
        times.customer_id,
        date_diff('hour', date_trunc('day', times.local_time), date_trunc('hour', times.local_time)) as hour,
        count(*) as bought,
        max(times.local_time) as last_at
    from times
    inner join clocked on times.source = clocked.source
    group by 1, 2
),
usual_hours as (
    select customer_id, max_by(hour, row(bought, last_at)) as hour
    from hours
    group by customer_id
),
lasts as (
    select customer_id, max(ordered_on) as last_on
    from days
    group by customer_id
)
select
    cast(lasts.customer_id as varchar) as customer_id,
    cast(lasts.last_on as date) as last_on,
    cast(coalesce(rhythms.gaps, 0) as bigint) as gaps,
    cast(rhythms.usual_gap_days as double) as usual_gap_days,
    cast(rhythms.wide_gap_days as bigint) as wide_gap_days,
    cast(usual_weekdays.weekday as bigint) as usual_weekday,
    cast(usual_hours.hour as bigint) as usual_hour
from lasts
left join rhythms on lasts.customer_id = rhythms.customer_id
left join usual_weekdays on lasts.customer_id = usual_weekdays.customer_id
left join usual_hours on lasts.customer_id = usual_hours.customer_id
order by customer_id
