-- Where each known customer stands on the day between becoming one and being lost, by the own rhythm:
--
-- prospect   known, and has not bought anything (who has only given back, too)
-- new        has bought on one day, and is not silent for longer than usual
-- active     has bought on two days or more, and is not silent for longer than usual
-- at_risk    is silent for longer than usual
-- lost       is silent for more than twice as long, and for a month at least
-- won_back   was lost on the day before the last purchase, and is not silent for longer than usual
--            since; the next purchase makes them active
--
-- Longer than usual is what the list of whom to call means by late: longer than nine of ten of the
-- customer's own gaps between purchase days. Where there are fewer than three of those, the gap that
-- nine of ten of all customers' gaps stay within stands in, if it is wider (own_rhythm is false then),
-- and where that is not known yet either (see typical_gaps), a year.
--
-- Every customer is in exactly one stage on every day, and the stage on a day depends on nothing that
-- came later. since is the day on which the stage began, by today's knowledge of the rhythm; NULL for
-- prospects, of whom nobody knows. Who is only known from orders after the day is not listed.
-- usual_gap_days is the middle one of the own gaps where these count, else of all customers'.
-- grain: customer_id
-- reads: customers, lifecycle_spells, orders, typical_gaps
-- param: as_of DATE
with
typical as (
    select
        max_by(usual_gap_days, known_on) as usual_gap_days,
        max_by(coalesce(wide_gap_days, 365), known_on) as wide_gap_days
    from typical_gaps
),
firsts as (
    select customer_id, min(ordered_on) as first_on
    from orders
    where customer_id is not null
    group by customer_id
),
known as (
    select customers.customer_id, customers.customer
    from customers
    left join firsts on customers.customer_id = firsts.customer_id
    where customers.contacts > 0 or firsts.first_on is null or firsts.first_on <= cast($as_of as date)
),
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
own as (
    -- The mean of the lower and the upper one of the two in the middle.
    select customer_id, cast(approx_percentile(gap, 0.5) - approx_percentile(-gap, 0.5) as double) / 2 as usual_gap_days
    from steps
    where gap is not null
    group by customer_id
),
placed as (
    select
        known.customer_id,
        known.customer,
        coalesce(spells.purchase_days, 0) as purchase_days,
        spells.purchase_days >= 4 as own_rhythm,
        case when spells.purchase_days > 0 then spells.began_on end as last_on,
        date_diff('day', case when spells.purchase_days > 0 then spells.began_on end, cast($as_of as date)) as silent_days,
        case when spells.purchase_days >= 4 then own.usual_gap_days else typical.usual_gap_days end as usual_gap_days,
        patience_days(spells.purchase_days - 1, spells.wide_gap_days, typical.wide_gap_days) as patience,
        coalesce(spells.returned, false) as returned,
        spells.active_since
    from known
    cross join typical
    left join (select * from lifecycle_spells where next_on is null) as spells on known.customer_id = spells.customer_id
    left join own on known.customer_id = own.customer_id
),
staged as (
    select *, lifecycle_stage(purchase_days, silent_days, patience, returned) as stage
    from placed
)
select
    cast(customer_id as varchar) as customer_id,
    cast(customer as varchar) as customer,
    cast(stage as varchar) as stage,
    cast(case stage
        when 'at_risk' then last_on + cast(patience + 1 as integer)
        when 'lost' then last_on + cast(greatest(2 * patience, 30) + 1 as integer)
        when 'active' then active_since
        else last_on
    end as date) as since,
    cast(silent_days as bigint) as silent_days,
    cast(case when purchase_days > 0 then usual_gap_days end as double) as usual_gap_days,
    cast(coalesce(own_rhythm, false) as boolean) as own_rhythm
from staged
order by customer_id
