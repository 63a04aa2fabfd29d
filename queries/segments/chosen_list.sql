-- Those whom a rule has chosen, who brought most first.
-- use: asked
-- grain: customer_id
-- reads: chosen_customers, customer_figures
select
    cast(customer_figures.customer_id as varchar) as customer_id,
    cast(customer_figures.customer as varchar) as customer,
    cast(customer_figures.email as varchar) as email,
    cast(customer_figures.phone as varchar) as phone,
    cast(customer_figures.country as varchar) as country,
    cast(customer_figures.owner as varchar) as owner,
    cast(customer_figures.first_on as date) as first_on,
    cast(customer_figures.last_on as date) as last_on,
    cast(customer_figures.orders as bigint) as orders,
    cast(customer_figures.revenue as decimal(18, 2)) as revenue
from chosen_customers
inner join customer_figures on chosen_customers.customer_id = customer_figures.customer_id
order by customer_figures.revenue desc, customer_figures.customer_id
