-- What those whom a rule has chosen are worth, beside everybody.
-- use: asked
-- grain: one row
-- reads: chosen_customers, customer_figures
select
    cast(count(chosen_customers.customer_id) as bigint) as customers,
    cast(count(*) as bigint) as of_customers,
    cast(coalesce(sum(customer_figures.orders) filter (where chosen_customers.customer_id is not null), 0) as bigint) as orders,
    cast(coalesce(sum(customer_figures.revenue) filter (where chosen_customers.customer_id is not null), 0) as decimal(18, 2)) as revenue,
    cast(coalesce(sum(customer_figures.revenue) filter (where chosen_customers.customer_id is not null), 0) as double) / nullif(cast(sum(customer_figures.revenue) as double), 0) as revenue_share,
    cast(coalesce(sum(customer_figures.revenue_12m) filter (where chosen_customers.customer_id is not null), 0) as decimal(18, 2)) as revenue_12m,
    cast(money_per(
        sum(customer_figures.revenue) filter (where chosen_customers.customer_id is not null),
        cast(sum(customer_figures.orders) filter (where chosen_customers.customer_id is not null) as bigint)
    ) as decimal(18, 2)) as average_order
from customer_figures
left join chosen_customers on customer_figures.customer_id = chosen_customers.customer_id
order by customers
