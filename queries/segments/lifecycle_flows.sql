-- Between which stages of the lifecycle customers went in each of the last thirteen months, and what
-- they brought in it: from the stage at the end of the month before to that at its end, which in the
-- month that is not over is the day. Who stayed has a row, too (from a stage to the same). From NULL
-- came who had no line of any order before; prospects here are those who have lines and no purchase
-- (a return alone), not everybody who is known. A row with both NULL is the money of nobody known.
--
-- The money is net of returns and not rounded: that of a month adds up to the month's revenue. All
-- who come to a stage in a month are those who leave it or stay in it in the next one.
-- grain: month, from_stage, to_stage
-- reads: lifecycle_spells, orders, typical_gaps
-- param: as_of DATE
with
first_month as (
    select min(month) as month
    from orders
    where ordered_on <= cast($as_of as date)
),
months as (
    select
        cast(calendar.month as date) as month,
        cast(calendar.month - interval '1' day as date) as before_on,
        cast(least(calendar.month + interval '1' month - interval '1' day, cast($as_of as date)) as date) as ends_on
    from first_month
    cross join unnest(sequence(
        cast(greatest(first_month.month, date_trunc('month', cast($as_of as date)) - interval '12' month) as date),
        cast($as_of as date),
        interval '1' month
    )) as calendar (month)
),
rhythms as (
    -- What was known of all customers' rhythm at both ends of the month.
    select
        months.*,
        earlier.wide_gap_days as wide_before,
        case when latest.known_on is null then earlier.wide_gap_days else latest.wide_gap_days end as wide_at_end
    from months
    left join typical_gaps as earlier on months.before_on = earlier.known_on
    left join typical_gaps as latest on months.ends_on = latest.known_on
),
spells as (
    select
        *,
        lag(began_on) over whole as earlier_began_on,
        lag(purchase_days) over whole as earlier_purchase_days,
        lag(wide_gap_days) over whole as earlier_wide_gap_days,
        lag(returned) over whole as earlier_returned
    from lifecycle_spells
    window whole as (partition by customer_id order by began_on)
),
moves as (
    select
        rhythms.month,
        spells.customer_id,
        case
            when spells.began_on <= rhythms.before_on
                then lifecycle_stage(
                    spells.purchase_days,
                    date_diff('day', spells.began_on, rhythms.before_on),
                    patience_days(spells.purchase_days - 1, spells.wide_gap_days, rhythms.wide_before),
                    spells.returned
                )
            when spells.earlier_began_on <= rhythms.before_on
                then lifecycle_stage(
                    spells.earlier_purchase_days,
                    date_diff('day', spells.earlier_began_on, rhythms.before_on),
                    patience_days(spells.earlier_purchase_days - 1, spells.earlier_wide_gap_days, rhythms.wide_before),
                    spells.earlier_returned
                )
        end as from_stage,
        lifecycle_stage(
            spells.purchase_days,
            date_diff('day', spells.began_on, rhythms.ends_on),
            patience_days(spells.purchase_days - 1, spells.wide_gap_days, rhythms.wide_at_end),
            spells.returned
        ) as to_stage
    from spells
    inner join rhythms
        on spells.began_on <= rhythms.ends_on
        and coalesce(spells.next_on, date '9999-12-31') > rhythms.ends_on
),
brought as (
    select orders.month, orders.customer_id, sum(orders.amount) as revenue
    from orders
    inner join months on orders.month = months.month
    where orders.ordered_on <= cast($as_of as date)
    group by orders.month, orders.customer_id
),
flows as (
    select moves.month, moves.from_stage, moves.to_stage, count(*) as customers, sum(brought.revenue) as revenue
    from moves
    left join brought on moves.customer_id = brought.customer_id and moves.month = brought.month
    group by moves.month, moves.from_stage, moves.to_stage
    union all
    select month, null as from_stage, null as to_stage, 0 as customers, revenue
    from brought
    where customer_id is null and revenue <> 0
)
select
    cast(flows.month as date) as month,
    cast(flows.from_stage as varchar) as from_stage,
    cast(flows.to_stage as varchar) as to_stage,
    cast(flows.customers as bigint) as customers,
    cast(coalesce(flows.revenue, 0) as decimal(18, 4)) as revenue,
    cast(flows.month < date_trunc('month', cast($as_of as date) + interval '1' day) as boolean) as complete
from flows
order by month, from_stage, to_stage
