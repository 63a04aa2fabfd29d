-- All revenue by who brought it: by the cohort (the calendar period of the unit in which a customer
-- first bought) and the period since, so that the lines of a period add up to the revenue of that
-- period. Lines of part `cohort` are the customers'; `before` is money of known customers who had
-- not bought yet, such as a return of what was bought before the data begins; `anonymous` is of
-- nobody known. Net retention is revenue by that of the cohort's period 0; for gross retention no
-- customer counts for more than they brought in period 0. Every cell of a cohort up to the day is a
-- row, also where nobody bought.
-- grain: part, cohort, period_on
-- reads: orders
-- param: as_of DATE
-- param: unit VARCHAR
with
visits as (
    select
        customer_id,
        cast(date_trunc(cast($unit as varchar), ordered_on) as date) as period_on,
        count(*) filter (where is_purchase) as orders,
        sum(sales) as sales,
        sum(returns) as returns,
        sum(amount) as revenue
    from orders
    where ordered_on <= cast($as_of as date)
    group by 1, 2
),
cohorts as (
    select customer_id, min(period_on) as cohort
    from visits
    where orders > 0 and customer_id is not null
    group by customer_id
),
bases as (
    select visits.customer_id, visits.revenue
    from visits
    inner join cohorts on visits.customer_id = cohorts.customer_id and visits.period_on = cohorts.cohort
),
placed as (
    select
        case
            when visits.customer_id is null then 'anonymous'
            when cohorts.cohort <= visits.period_on then 'cohort'
            else 'before'
        end as part,
        case when cohorts.cohort <= visits.period_on then cohorts.cohort end as cohort,
        visits.period_on,
        visits.orders,
        visits.sales,
        visits.returns,
        visits.revenue,
        case when bases.revenue > 0 then least(visits.revenue, bases.revenue) else 0 end as kept
    from visits
    left join cohorts on visits.customer_id = cohorts.customer_id
    left join bases on visits.customer_id = bases.customer_id
),
brought as (
    select
        part,
        cohort,
        period_on,
        count(*) filter (where orders > 0 and part = 'cohort') as active,
        sum(orders) as orders,
        sum(sales) as sales,
        sum(returns) as returns,
        sum(revenue) as revenue,
        sum(kept) filter (where part = 'cohort') as kept
    from placed
    group by part, cohort, period_on
),
sizes as (
    select
        cohort,
        active as customers,
        revenue as revenue_base,
        kept as kept_base
    from brought
    where part = 'cohort' and cohort = period_on
),
first_cohort as (
    select min(cohort) as cohort from sizes
),
calendar as (
    select distinct cast(date_trunc(cast($unit as varchar), span.day) as date) as period_on
    from first_cohort
    cross join unnest(sequence(first_cohort.cohort, cast($as_of as date), interval '1' day)) as span (day)
),
cells as (
    select
        'cohort' as part,
        sizes.cohort,
        cast(date_diff(cast($unit as varchar), sizes.cohort, calendar.period_on) as integer) as period,
        calendar.period_on,
        sizes.customers,
        sizes.revenue_base,
        sizes.kept_base
    from sizes
    inner join calendar on sizes.cohort <= calendar.period_on
    union all
    select part, cohort, cast(null as integer) as period, period_on, null as customers, null as revenue_base, null as kept_base
    from brought
    where part <> 'cohort'
)
select
    cast(cells.part as varchar) as part,
    cast(cells.cohort as date) as cohort,
    cast(cells.period as integer) as period,
    cast(cells.period_on as date) as period_on,
    cast(cells.customers as bigint) as customers,
    cast(case when cells.part = 'cohort' then coalesce(brought.active, 0) end as bigint) as active,
    cast(coalesce(brought.orders, 0) as bigint) as orders,
    cast(coalesce(brought.sales, 0) as decimal(18, 4)) as sales,
    cast(coalesce(brought.returns, 0) as decimal(18, 4)) as returns,
    cast(coalesce(brought.revenue, 0) as decimal(18, 4)) as revenue,
    cast(case when cells.part = 'cohort' then coalesce(brought.kept, 0) end as decimal(18, 4)) as kept,
    case when cells.revenue_base > 0 then cast(coalesce(brought.revenue, 0) as double) / cast(cells.revenue_base as double) end as net_retention,
    case when cells.kept_base > 0 then cast(coalesce(brought.kept, 0) as double) / cast(cells.kept_base as double) end as gross_retention,
    cast(cells.period_on < date_trunc(cast($unit as varchar), cast($as_of as date) + interval '1' day) as boolean) as complete
from cells
left join brought
    on cells.part = brought.part
    and cells.period_on = brought.period_on
    and coalesce(cells.cohort, date '0001-01-01') = coalesce(brought.cohort, date '0001-01-01')
order by part, cohort, period_on
