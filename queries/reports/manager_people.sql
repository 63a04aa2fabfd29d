-- A manager's customers who are lost and brought much, and those who have bought once and not too long ago,
-- with what the models expect of them and how they can be reached.
-- use: asked
-- grain: customer_id
-- reads: manager_members, rfm, value_customers
-- param: dear INTEGER
select
    cast(rfm.customer_id as varchar) as customer_id,
    cast(rfm.customer as varchar) as customer,
    cast(rfm.recency_days as bigint) as recency_days,
    cast(rfm.frequency as bigint) as frequency,
    cast(rfm.monetary as decimal(18, 2)) as monetary,
    cast(rfm.r as integer) as r,
    cast(rfm.f as integer) as f,
    cast(rfm.m as integer) as m,
    cast(rfm.segment as varchar) as segment,
    cast(rfm.stage as varchar) as stage,
    cast(value_customers.clv as decimal(18, 2)) as clv,
    cast(value_customers.p_buys as double) as p_buys,
    cast(manager_members.email as varchar) as email,
    cast(manager_members.may_email as boolean) as may_email,
    cast(manager_members.phone as varchar) as phone,
    cast(manager_members.may_call as boolean) as may_call,
    cast(manager_members.owner as varchar) as owner
from rfm
inner join manager_members on rfm.customer_id = manager_members.customer_id
left join value_customers on rfm.customer_id = value_customers.customer_id
where rfm.stage = 'new' or (rfm.stage = 'lost' and rfm.m >= cast($dear as integer))
order by customer_id
