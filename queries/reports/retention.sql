-- Of the customers who first bought in a period, how many bought again in each later one. Periods
-- are calendar months, weeks (from Monday) or quarters; period 0 is the cohort's own. Every cell
-- up to the day is a row, also where nobody bought; a cell is complete when the last day of its
-- period is not after the day, before that it can still grow.
-- grain: cohort, period
-- reads: orders
-- param: as_of DATE
-- param: unit VARCHAR
with
activity as (
    select distinct
        customer_id,
        cast(date_trunc(cast($unit as varchar), ordered_on) as date) as period
    from orders
    where is_purchase and customer_id is not null and ordered_on <= cast($as_of as date)
),
cohorts as (
    select customer_id, min(period) as cohort
    from activity
    group by customer_id
),
sizes as (
    select cohort, count(*) as customers
    from cohorts
    group by cohort
),
active as (
    select cohorts.cohort, activity.period, count(*) as active
    from activity
    inner join cohorts on activity.customer_id = cohorts.customer_id
    group by cohorts.cohort, activity.period
),
first_cohort as (
    select min(cohort) as cohort from sizes
),
calendar as (
    select distinct cast(date_trunc(cast($unit as varchar), span.day) as date) as period
    from first_cohort
    cross join unnest(sequence(first_cohort.cohort, cast($as_of as date), interval '1' day)) as span (day)
)
select
    cast(sizes.cohort as date) as cohort,
    cast(date_diff(cast($unit as varchar), sizes.cohort, calendar.period) as integer) as period,
    cast(sizes.customers as bigint) as customers,
    cast(coalesce(active.active, 0) as bigint) as active,
    cast(coalesce(active.active, 0) as double) / sizes.customers as rate,
    cast(calendar.period < date_trunc(cast($unit as varchar), cast($as_of as date) + interval '1' day) as boolean) as complete
from sizes
inner join calendar on calendar.period >= sizes.cohort
left join active on sizes.cohort = active.cohort and calendar.period = active.period
order by cohort, period
