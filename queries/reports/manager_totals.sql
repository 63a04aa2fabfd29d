-- How many customers a manager has, how many of them ever bought, what they brought, and how many of them
-- fell silent, were lost and came back within the last month; long_gone are those who bought again and are
-- probably lost, by the models.
-- use: asked
-- grain: one row
-- reads: customer_book, manager_members, value_customers
-- param: as_of DATE
select
    cast(count(*) as bigint) as customers,
    cast(count(*) filter (where customer_book.orders > 0) as bigint) as buyers,
    cast(coalesce(sum(customer_book.revenue), 0) as decimal(18, 2)) as revenue,
    cast(coalesce(sum(customer_book.revenue_12m), 0) as decimal(18, 2)) as revenue_12m,
    cast(coalesce(sum(customer_book.revenue_12m_before), 0) as decimal(18, 2)) as revenue_12m_before,
    cast(count(*) filter (where customer_book.stage = 'at_risk') as bigint) as at_risk,
    cast(count(*) filter (
        where customer_book.stage = 'at_risk' and customer_book.since > cast($as_of as date) - interval '1' month
    ) as bigint) as at_risk_lately,
    cast(count(*) filter (
        where customer_book.stage = 'lost' and customer_book.since > cast($as_of as date) - interval '1' month
    ) as bigint) as lost_lately,
    cast(count(*) filter (
        where customer_book.stage = 'won_back' and customer_book.since > cast($as_of as date) - interval '1' month
    ) as bigint) as won_back_lately,
    cast(count(*) filter (where value_customers.risk = 'gone' and value_customers.frequency >= 1) as bigint) as long_gone
from customer_book
inner join manager_members on customer_book.customer_id = manager_members.customer_id
left join value_customers on customer_book.customer_id = value_customers.customer_id
order by customers
