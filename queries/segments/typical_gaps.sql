-- How many days lie between one purchase day of a customer and the next, as it was known at the end
-- of each month that had ended on the day: the middle one of all customers' gaps that had ended, and
-- the one that nine of ten stay within. That is NULL until the history is twice as long, and a
-- quarter at least: in a shorter one the long gaps have not ended yet, and whoever came only in the
-- first weeks would seem gone. What is known on a day is what stands at the last end of a month up to it.
-- grain: known_on
-- reads: orders
-- param: as_of DATE
with
days as (
    select distinct customer_id, ordered_on
    from orders
    where is_purchase and customer_id is not null and ordered_on <= cast($as_of as date)
),
steps as (
    select
        ordered_on,
        date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as gap
    from days
),
ended as (
    select cast(date_trunc('month', ordered_on) + interval '1' month - interval '1' day as date) as month_end, gap, count(*) as gaps
    from steps
    where gap is not null
    group by 1, 2
),
span as (
    select min(ordered_on) as first_on from days
),
month_ends as (
    select cast(month.begins + interval '1' month - interval '1' day as date) as known_on, span.first_on
    from span
    cross join unnest(sequence(cast(date_trunc('month', span.first_on) as date), cast($as_of as date), interval '1' month)) as month (begins)
    where cast(month.begins + interval '1' month - interval '1' day as date) <= cast($as_of as date)
),
known as (
    select month_ends.known_on, month_ends.first_on, ended.gap, sum(ended.gaps) as gaps
    from month_ends
    left join ended on ended.month_end <= month_ends.known_on
    group by month_ends.known_on, month_ends.first_on, ended.gap
),
placed as (
    select
        known_on,
        first_on,
        gap,
        sum(gaps) over (partition by known_on order by gap) as up_to,
        sum(gaps) over (partition by known_on) as gaps
    from known
),
found as (
    select
        known_on,
        max(first_on) as first_on,
        max(gaps) as gaps,
        cast(min(gap) filter (where 2 * up_to >= gaps) + min(gap) filter (where 2 * up_to >= gaps + 1) as double) / 2 as usual_gap_days,
        min(gap) filter (where 10 * up_to >= 9 * gaps) as wide_gap_days
    from placed
    group by known_on
)
select
    cast(known_on as date) as known_on,
    cast(coalesce(gaps, 0) as bigint) as gaps,
    cast(usual_gap_days as double) as usual_gap_days,
    cast(case when greatest(2 * wide_gap_days, 90) <= date_diff('day', first_on, known_on) + 1 then wide_gap_days end as bigint) as wide_gap_days
from found
order by known_on
