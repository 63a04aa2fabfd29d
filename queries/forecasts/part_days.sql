-- What each day brought up to the day to one part of the company, counted as day_totals counts the whole:
-- to a manager or a product group by the lines, to a country by that of the line. An order that two parts
-- share is one of each, so that days of parts add up to those of the whole in money alone; a part that has
-- all lines has the whole's days. Names are compared without capitals, and _ is a space.
-- use: asked
-- grain: day
-- reads: purchase_lines
-- param: as_of DATE
-- param: name VARCHAR
-- param: part VARCHAR
with
named as (
    select
        purchased_on,
        month,
        date_diff('day', purchased_on, cast($as_of as date)) - mod(date_diff('day', purchased_on, cast($as_of as date)), 7) as week,
        source,
        order_id,
        customer_id,
        amount,
        amount > 0 or amount = 0 and quantity is null as is_sale,
        case cast($part as varchar) when 'manager' then owner when 'category' then product_group when 'country' then country end as part_name
    from purchase_lines
    where purchased_on <= cast($as_of as date)
),
counted as (
    select *
    from named
    where lower(trim(replace(part_name, '_', ' '))) = lower(trim(replace(cast($name as varchar), '_', ' ')))
),
part_orders as (
    select
        purchased_on,
        month,
        week,
        min(customer_id) as customer_id,
        sum(amount) as amount,
        coalesce(sum(amount) filter (where amount < 0), 0) as returns,
        bool_or(is_sale) as is_purchase
    from counted
    group by purchased_on, month, week, source, order_id
),
money as (
    select
        purchased_on as day,
        sum(amount) as revenue,
        -sum(returns) as returns,
        count(*) filter (where is_purchase) as orders
    from part_orders
    group by purchased_on
),
buyer_days as (
    select distinct customer_id, purchased_on, month, week
    from part_orders
    where is_purchase and customer_id is not null
),
ranked as (
    select
        purchased_on,
        row_number() over (partition by customer_id order by purchased_on) as place,
        row_number() over (partition by customer_id, month order by purchased_on) as month_place,
        row_number() over (partition by customer_id, week order by purchased_on) as week_place
    from buyer_days
),
arrivals as (
    select
        purchased_on as day,
        count(*) filter (where month_place = 1) as month_buyers,
        count(*) filter (where week_place = 1) as week_buyers,
        count(*) filter (where place = 1) as new_buyers
    from ranked
    group by purchased_on
)
select
    cast(money.day as date) as day,
    cast(money.revenue as decimal(18, 4)) as revenue,
    cast(money.orders as bigint) as orders,
    cast(coalesce(arrivals.month_buyers, 0) as bigint) as month_buyers,
    cast(coalesce(arrivals.week_buyers, 0) as bigint) as week_buyers,
    cast(coalesce(arrivals.new_buyers, 0) as bigint) as new_buyers,
    cast(money.returns as decimal(18, 4)) as returns
from money
left join arrivals on money.day = arrivals.day
order by day
