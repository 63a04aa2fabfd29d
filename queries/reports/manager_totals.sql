-- How many customers a manager has, how many of them ever bought, what they brought, and how many of them
-- fell silent, were lost and came back within the last month; long_gone are those who bought again and are
-- probably lost, by the models.
-- use: asked
-- grain: one row
-- reads: manager_members, value_customers
-- param: as_of DATE
select
    cast(count(*) as bigint) as customers,
    cast(count(*) filter (where manager_members.orders > 0) as bigint) as buyers,
    cast(coalesce(sum(manager_members.revenue), 0) as decimal(18, 2)) as revenue,
    cast(coalesce(sum(manager_members.revenue_12m), 0) as decimal(18, 2)) as revenue_12m,
    cast(coalesce(sum(manager_members.revenue_12m_before), 0) as decimal(18, 2)) as revenue_12m_before,
    cast(count(*) filter (where manager_members.stage = 'at_risk') as bigint) as at_risk,
    cast(count(*) filter (
        where manager_members.stage = 'at_risk' and manager_members.since > cast($as_of as date) - interval '1' month
    ) as bigint) as at_risk_lately,
    cast(count(*) filter (
        where manager_members.stage = 'lost' and manager_members.since > cast($as_of as date) - interval '1' month
    ) as bigint) as lost_lately,
    cast(count(*) filter (
        where manager_members.stage = 'won_back' and manager_members.since > cast($as_of as date) - interval '1' month
    ) as bigint) as won_back_lately,
    cast(count(*) filter (where value_customers.risk = 'gone' and value_customers.frequency >= 1) as bigint) as long_gone
from manager_members
left join value_customers on manager_members.customer_id = value_customers.customer_id
order by customers
