-- The times between one purchase day of a customer and the next (next_on, NULL for the one that
-- goes on), as far as they reach over the end of one of the last fourteen months or to the day, with
-- what was known of the customer's rhythm when they began: a stage of the lifecycle follows from a
-- spell and a day in it. Who has lines of orders but no purchase (a return alone) has a spell from
-- the first line on with 0 purchase days.
--
-- wide_gap_days is the own gap that nine of ten of the own gaps up to then stay within. Of fewer than
-- ten gaps that is the longest, and one long pause would excuse as long a silence for ever, so it is
-- at most three times the mean of them. returned says that on the day before the customer was lost;
-- active_since is where the time of being active began that goes on after the purchase.
-- grain: customer_id, began_on
-- reads: orders, typical_gaps
-- param: as_of DATE
with
days as (
    select customer_id, ordered_on, max(case when is_purchase then 1 else 0 end) as bought
    from orders
    where customer_id is not null and ordered_on <= cast($as_of as date)
    group by customer_id, ordered_on
),
firsts as (
    select customer_id, min(ordered_on) as first_on, min(ordered_on) filter (where bought = 1) as bought_on
    from days
    group by customer_id
),
steps as (
    select
        customer_id,
        ordered_on as began_on,
        date_diff('day', lag(ordered_on) over whole, ordered_on) as gap,
        lead(ordered_on) over whole as next_on,
        row_number() over whole as purchase_days,
        date_diff('day', first_value(ordered_on) over whole, ordered_on) as span_days
    from days
    where bought = 1
    window whole as (partition by customer_id order by ordered_on)
),
rhythms as (
    -- The first gap is the customer's second row, so there are purchase_days - 1 of them.
    select
        *,
        least(
            approx_percentile(gap, 0.9) over so_far,
            cast(floor(3.0 * span_days / nullif(purchase_days - 1, 0)) as bigint)
        ) as wide_gap_days
    from steps
    window so_far as (partition by customer_id order by began_on rows unbounded preceding)
),
returns as (
    select
        rhythms.*,
        patience_days(purchase_days - 2, lag(rhythms.wide_gap_days) over (partition by customer_id order by began_on), typical_gaps.wide_gap_days) as patience_before
    from rhythms
    left join typical_gaps on cast(date_trunc('month', rhythms.began_on) - interval '1' day as date) = typical_gaps.known_on
),
stages as (
    select
        *,
        purchase_days > 1 and lifecycle_stage(purchase_days - 1, gap - 1, patience_before, false) = 'lost' as returned
    from returns
),
befores as (
    select
        *,
        lifecycle_stage(purchase_days - 1, gap - 1, patience_before, lag(returned) over (partition by customer_id order by began_on)) as stage_before
    from stages
),
spells as (
    select
        customer_id,
        began_on,
        next_on,
        purchase_days,
        wide_gap_days,
        returned,
        max(case when purchase_days > 1 and not returned and stage_before <> 'active' then began_on end)
            over (partition by customer_id order by began_on rows unbounded preceding) as active_since
    from befores
    union all
    select
        customer_id,
        first_on as began_on,
        bought_on as next_on,
        0 as purchase_days,
        null as wide_gap_days,
        false as returned,
        null as active_since
    from firsts
    where bought_on is null or first_on < bought_on
)
select
    cast(customer_id as varchar) as customer_id,
    cast(began_on as date) as began_on,
    cast(next_on as date) as next_on,
    cast(purchase_days as bigint) as purchase_days,
    cast(wide_gap_days as bigint) as wide_gap_days,
    cast(returned as boolean) as returned,
    cast(active_since as date) as active_since
from spells
where
    next_on is null
    or (date_trunc('month', began_on) < date_trunc('month', next_on) and next_on >= date_trunc('month', cast($as_of as date)) - interval '12' month)
order by customer_id, began_on
