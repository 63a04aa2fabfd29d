-- What the segments are worth, as of the day, each at its place among those of its kind; one in which
-- nobody is stands with 0. Shares of customers and revenue are those of everybody who is in a segment
-- of the kind; of own segments, in which a customer is in several or in none, of everybody. Average
-- order and recency are of those who bought. What is to come is the sum of what is expected of each,
-- and at_risk the mean chance that somebody does not buy within the horizon of the value model, of
-- those of whom it says something; both are NULL where it says nothing.
-- use: asked
-- grain: kind, segment
-- reads: customer_figures, customer_outlook, segment_members, segment_names
with
of_kind as (
    select segment_names.kind, customer_figures.customer_id, customer_figures.revenue
    from (select distinct kind from segment_names where kind = 'own') as segment_names
    cross join customer_figures
    union all
    select segment_members.kind, customer_figures.customer_id, customer_figures.revenue
    from segment_members
    inner join customer_figures on segment_members.customer_id = customer_figures.customer_id
    where segment_members.kind <> 'own'
),
bases as (
    select kind, count(*) as customers, sum(revenue) as revenue
    from of_kind
    group by kind
),
members as (
    select
        segment_members.kind,
        segment_members.segment,
        customer_figures.revenue,
        customer_figures.revenue_12m,
        customer_figures.orders,
        customer_figures.recency_days,
        customer_outlook.expected_value,
        customer_outlook.p_buys
    from segment_members
    inner join customer_figures on segment_members.customer_id = customer_figures.customer_id
    left join customer_outlook on segment_members.customer_id = customer_outlook.customer_id
),
totals as (
    select
        kind,
        segment,
        count(*) as customers,
        sum(revenue) as revenue,
        sum(revenue_12m) as revenue_12m,
        sum(orders) as orders,
        sum(expected_value) as expected_value,
        -- Whole millionths, so that the sum does not depend on the order of the rows.
        sum(cast(round((1 - p_buys) * 1000000) as bigint)) as risk_millionths,
        count(p_buys) as judged
    from members
    group by kind, segment
),
placed as (
    select
        kind,
        segment,
        recency_days,
        row_number() over (partition by kind, segment order by recency_days) as place,
        count(*) over (partition by kind, segment) as customers
    from members
    where recency_days is not null
),
medians as (
    -- The middle customer, or the two in the middle.
    select kind, segment, min(recency_days) + max(recency_days) as twice_median
    from placed
    where 2 * place between customers and customers + 2
    group by kind, segment
)
select
    cast(segment_names.kind as varchar) as kind,
    cast(segment_names.segment as varchar) as segment,
    cast(segment_names.name as varchar) as name,
    cast(segment_names.position as bigint) as position,
    cast(coalesce(totals.customers, 0) as bigint) as customers,
    cast(coalesce(totals.customers, 0) as double) / nullif(bases.customers, 0) as share,
    cast(coalesce(totals.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(totals.revenue, 0) as double) / cast(nullif(bases.revenue, 0) as double) as revenue_share,
    cast(coalesce(totals.revenue_12m, 0) as decimal(18, 2)) as revenue_12m,
    cast(coalesce(totals.orders, 0) as bigint) as orders,
    cast(money_per(totals.revenue, totals.orders) as decimal(18, 2)) as average_order,
    cast(medians.twice_median as double) / 2 as median_recency_days,
    cast(totals.expected_value as decimal(18, 2)) as value_to_come,
    cast(totals.risk_millionths as double) / 1000000 / nullif(totals.judged, 0) as at_risk,
    cast(segment_names.do as varchar) as do
from segment_names
left join totals on segment_names.kind = totals.kind and segment_names.segment = totals.segment
left join medians on segment_names.kind = medians.kind and segment_names.segment = medians.segment
left join bases on segment_names.kind = bases.kind
order by kind, position, segment
