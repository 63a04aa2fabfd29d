-- What every customer with a purchase has brought up to the day, best first: net revenue, the
-- returns in it, the last 365 days, and the share of all buyers' revenue that this customer and
-- all better ones make.
-- grain: customer_id
-- reads: customers, orders
-- param: as_of DATE
with
histories as (
    select
        customer_id,
        min(ordered_on) filter (where is_purchase) as first_on,
        max(ordered_on) filter (where is_purchase) as last_on,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(returns) as returns,
        coalesce(sum(amount) filter (where ordered_on > cast($as_of as date) - interval '365' day), 0) as revenue_last_year
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
),
added_up as (
    select
        *,
        sum(revenue) over (order by revenue desc, customer_id rows between unbounded preceding and current row) as revenue_so_far,
        sum(revenue) over () as revenue_of_all
    from histories
    where orders > 0
)
select
    cast(added_up.customer_id as varchar) as customer_id,
    cast(coalesce(customers.customer, added_up.customer_id) as varchar) as customer,
    cast(added_up.first_on as date) as first_on,
    cast(added_up.last_on as date) as last_on,
    cast(added_up.orders as bigint) as orders,
    cast(added_up.revenue as decimal(18, 2)) as revenue,
    cast(added_up.returns as decimal(18, 2)) as returns,
    cast(money_per(added_up.revenue, added_up.orders) as decimal(18, 2)) as average_order,
    cast(added_up.revenue_last_year as decimal(18, 2)) as revenue_last_year,
    case
        when added_up.revenue_of_all > 0
            then cast(added_up.revenue_so_far as double) / cast(added_up.revenue_of_all as double)
    end as cumulative_share
from added_up
left join customers on added_up.customer_id = customers.customer_id
order by added_up.revenue desc, customer_id
