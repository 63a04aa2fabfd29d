-- A manager's customers who brought most within the last twelve months, beside what they brought in the
-- twelve before; equal ones by their id.
-- use: asked
-- grain: position
-- reads: manager_members
-- param: top INTEGER
with
placed as (
    select
        manager_members.*,
        row_number() over (order by manager_members.revenue_12m desc, manager_members.revenue desc, manager_members.customer_id) as position
    from manager_members
    where manager_members.orders > 0
)
select
    cast(position as integer) as position,
    cast(customer_id as varchar) as customer_id,
    cast(customer as varchar) as customer,
    cast(email as varchar) as email,
    cast(may_email as boolean) as may_email,
    cast(phone as varchar) as phone,
    cast(may_call as boolean) as may_call,
    cast(owner as varchar) as owner,
    cast(revenue_12m as decimal(18, 2)) as revenue_12m,
    cast(revenue_12m_before as decimal(18, 2)) as revenue_12m_before,
    cast(revenue as decimal(18, 2)) as revenue,
    cast(orders as bigint) as orders,
    cast(first_on as date) as first_on,
    cast(last_on as date) as last_on
from placed
where position <= cast($top as integer)
order by position
