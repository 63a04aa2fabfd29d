-- The customers that a manager's report is of, as the book has them: those whose owner is written in one of
-- the ways that were asked for, or those whom a rule has chosen in their place. Whoever asks leaves one of the
-- two empty. Whatever the report shows of customers is joined to these.
-- use: asked
-- grain: customer_id
-- reads: asked_owners, chosen_customers, customer_book
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
where
    customer_book.owner in (select owner from asked_owners)
    or customer_book.customer_id in (select customer_id from chosen_customers)
order by customer_id
