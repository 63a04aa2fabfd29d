-- Everybody who is known on the day, with who looks after them, how they can be reached where they allow it,
-- where they stand by their own rhythm and what they brought. Those of one manager lie together.
-- revenue_12m is of the twelve months up to the day, revenue_12m_before of the twelve before those.
-- grain: customer_id
-- reads: customer_reach, lifecycle, orders
-- param: as_of DATE
with
totals as (
    select
        customer_id,
        min(ordered_on) filter (where is_purchase) as first_on,
        max(ordered_on) filter (where is_purchase) as last_on,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(amount) filter (where ordered_on > cast($as_of as date) - interval '12' month) as revenue_12m,
        sum(amount) filter (
            where ordered_on <= cast($as_of as date) - interval '12' month and ordered_on > cast($as_of as date) - interval '24' month
        ) as revenue_12m_before
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
)
select
    cast(customer_reach.customer_id as varchar) as customer_id,
    cast(customer_reach.customer as varchar) as customer,
    cast(customer_reach.owner as varchar) as owner,
    cast(customer_reach.email as varchar) as email,
    cast(customer_reach.email_consent as boolean) as may_email,
    cast(customer_reach.phone as varchar) as phone,
    cast(customer_reach.call_consent as boolean) as may_call,
    cast(lifecycle.stage as varchar) as stage,
    cast(lifecycle.since as date) as since,
    cast(totals.first_on as date) as first_on,
    cast(totals.last_on as date) as last_on,
    cast(coalesce(totals.orders, 0) as bigint) as orders,
    cast(coalesce(totals.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(totals.revenue_12m, 0) as decimal(18, 2)) as revenue_12m,
    cast(coalesce(totals.revenue_12m_before, 0) as decimal(18, 2)) as revenue_12m_before
from customer_reach
inner join lifecycle on customer_reach.customer_id = lifecycle.customer_id
left join totals on customer_reach.customer_id = totals.customer_id
order by owner, customer_id
