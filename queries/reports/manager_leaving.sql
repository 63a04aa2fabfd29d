-- Those of the list of whom to call who are a manager's customers, the most at stake first.
-- use: asked
-- grain: customer_id
-- reads: leaving, manager_members
select
    cast(leaving.customer_id as varchar) as customer_id,
    cast(leaving.customer as varchar) as customer,
    cast(leaving.email as varchar) as email,
    cast(leaving.phone as varchar) as phone,
    cast(leaving.owner as varchar) as owner,
    cast(leaving.last_on as date) as last_on,
    cast(leaving.purchases as bigint) as purchases,
    cast(leaving.usual_gap_days as double) as usual_gap_days,
    cast(leaving.silent_days as bigint) as silent_days,
    cast(leaving.overdue_days as double) as overdue_days,
    cast(leaving.p_alive as double) as p_alive,
    cast(leaving.p_buys as double) as p_buys,
    cast(leaving.risk as varchar) as risk,
    cast(leaving.revenue as decimal(18, 2)) as revenue,
    cast(leaving.at_stake as decimal(18, 2)) as at_stake,
    cast(leaving.next_on as date) as next_on,
    cast(leaving.usual_weekday as bigint) as usual_weekday,
    cast(leaving.usual_hour as bigint) as usual_hour
from leaving
inner join manager_members on leaving.customer_id = manager_members.customer_id
order by at_stake desc, customer_id
