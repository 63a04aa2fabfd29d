-- The customers that a rule has chosen in place of a manager's, of those who are known on the day.
-- use: asked
-- grain: customer_id
-- reads: chosen_customers, customer_book
select
    cast(customer_book.customer_id as varchar) as customer_id,
    cast(customer_book.customer as varchar) as customer,
    cast(customer_book.owner as varchar) as owner,
    cast(customer_book.email as varchar) as email,
    cast(customer_book.may_email as boolean) as may_email,
    cast(customer_book.phone as varchar) as phone,
    cast(customer_book.may_call as boolean) as may_call,
    cast(customer_book.stage as varchar) as stage,
    cast(customer_book.since as date) as since,
    cast(customer_book.first_on as date) as first_on,
    cast(customer_book.last_on as date) as last_on,
    cast(customer_book.orders as bigint) as orders,
    cast(customer_book.revenue as decimal(18, 2)) as revenue,
    cast(customer_book.revenue_12m as decimal(18, 2)) as revenue_12m,
    cast(customer_book.revenue_12m_before as decimal(18, 2)) as revenue_12m_before
from customer_book
inner join chosen_customers on customer_book.customer_id = chosen_customers.customer_id
order by customer_id
