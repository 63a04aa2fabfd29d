-- What each day brought to the parts of the company that have targets, as month_days has it of the
-- whole: owners and product groups by their lines, and segments, which are what a customer is in that
-- month (see monthly_parts). An order that two parts share is one of each.
-- grain: scope, scope_value, day
-- reads: orders, purchase_lines, target_months
-- param: as_of DATE
with
wanted as (
    select distinct scope, scope_value
    from target_months
    where scope in ('owner', 'product_group', 'segment')
),
customer_months as (
    select customer_id, month, count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by customer_id, month
),
marked as (
    select
        customer_id,
        month,
        orders,
        max(month) filter (where orders > 0) over (
            partition by customer_id
            order by month
            rows between unbounded preceding and 1 preceding
        ) as bought_before
    from customer_months
),
segments as (
    select
        customer_id,
        month,
        case
            when customer_id is null then 'anonymous'
            when bought_before is null and orders > 0 then 'new'
            when orders > 0 and date_diff('month', bought_before, month) > 12 then 'won_back'
            else 'returning'
        end as segment
    from marked
),
lines as (
    select 'owner' as scope, trim(coalesce(owner, '')) as scope_value, purchased_on, month, source, order_id, customer_id, amount, amount > 0 or amount = 0 and quantity is null as is_sale
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    union all
    select 'product_group' as scope, trim(coalesce(product_group, '')) as scope_value, purchased_on, month, source, order_id, customer_id, amount, amount > 0 or amount = 0 and quantity is null as is_sale
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    union all
    select 'segment' as scope, segments.segment as scope_value, orders.ordered_on as purchased_on, orders.month, orders.source, orders.order_id, orders.customer_id, orders.amount, orders.is_purchase as is_sale
    from orders
    inner join segments
        on orders.customer_id is not distinct from segments.customer_id
        and orders.month = segments.month
    where orders.ordered_on <= cast($as_of as date)
),
part_orders as (
    select
        lines.scope,
        lines.scope_value,
        lines.purchased_on,
        lines.month,
        min(lines.customer_id) as customer_id,
        sum(lines.amount) as amount,
        bool_or(lines.is_sale) as is_purchase
    from lines
    inner join wanted
        on lines.scope = wanted.scope
        and lines.scope_value = wanted.scope_value
    group by lines.scope, lines.scope_value, lines.purchased_on, lines.month, lines.source, lines.order_id
),
money as (
    select
        scope,
        scope_value,
        purchased_on as day,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from part_orders
    group by scope, scope_value, purchased_on
),
arrivals as (
    select scope, scope_value, customer_id, min(purchased_on) as day
    from part_orders
    where is_purchase and customer_id is not null
    group by scope, scope_value, customer_id, month
),
buyers as (
    select scope, scope_value, day, count(*) as buyers
    from arrivals
    group by scope, scope_value, day
)
select
    cast(money.scope as varchar) as scope,
    cast(money.scope_value as varchar) as scope_value,
    cast(money.day as date) as day,
    cast(money.revenue as decimal(18, 4)) as revenue,
    cast(money.orders as bigint) as orders,
    cast(coalesce(buyers.buyers, 0) as bigint) as buyers
from money
left join buyers
    on money.scope = buyers.scope
    and money.scope_value = buyers.scope_value
    and money.day = buyers.day
order by scope, scope_value, day
