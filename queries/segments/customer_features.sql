-- What is known of every customer with a purchase up to the day, as numbers and texts by which
-- customers can be compared; NULL where it is not known. The mean gap is between days with a
-- purchase. The trend is of those whose first purchase is a year ago: orders of the last half
-- year less those of the half before, divided by both, from -1 to 1. What is given back is
-- returns and discounts as a share of sales. Main product group, channel, owner and country are
-- those with most sales (a customer's own owner and country come first), the weekday the one with
-- most purchase days; of equal ones the first by name. The draw is a number from 0 to 1 that
-- hangs on the id alone: customers below a share are a fair sample of that share of all.
-- grain: customer_id
-- reads: customers, orders, purchase_lines
-- param: as_of DATE
with
ordered as (
    select
        customer_id,
        date_diff('day', max(ordered_on) filter (where is_purchase), cast($as_of as date)) as recency_days,
        date_diff('day', min(ordered_on) filter (where is_purchase), cast($as_of as date)) as tenure_days,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(sales) as sales,
        sum(returns) as returns,
        count(*) filter (where is_purchase and ordered_on > cast($as_of as date) - interval '365' day) as orders_12m,
        coalesce(sum(amount) filter (where ordered_on > cast($as_of as date) - interval '365' day), 0) as revenue_12m,
        count(*) filter (where is_purchase and ordered_on > cast($as_of as date) - interval '182' day) as orders_half,
        count(*) filter (
            where is_purchase and ordered_on > cast($as_of as date) - interval '364' day and ordered_on <= cast($as_of as date) - interval '182' day
        ) as orders_half_before,
        sum(lines) filter (where is_purchase) as lines
    from orders
    where customer_id is not null and ordered_on <= cast($as_of as date)
    group by customer_id
),
days as (
    -- The first day of the calendar, 1 January 1, was a Monday.
    select distinct customer_id, ordered_on, date_diff('day', date '0001-01-01', ordered_on) % 7 as weekday
    from orders
    where is_purchase and customer_id is not null and ordered_on <= cast($as_of as date)
),
weekdays as (
    select customer_id, weekday, count(*) as bought
    from days
    group by customer_id, weekday
),
rhythms as (
    select
        customer_id,
        sum(bought) as days,
        sum(bought) filter (where weekday >= 5) as weekend_days,
        min_by(weekday, row(-bought, weekday)) as weekday
    from weekdays
    group by customer_id
),
parts as (
    select customer_id, product_group, channel, owner, country, sum(amount) as amount
    from purchase_lines
    where customer_id is not null and amount > 0 and purchased_on <= cast($as_of as date)
    group by customer_id, product_group, channel, owner, country
),
sums as (
    select customer_id, 'product_group' as feature, product_group as level, sum(amount) as amount
    from parts
    where product_group is not null
    group by customer_id, product_group
    union all
    select customer_id, 'channel' as feature, channel as level, sum(amount) as amount
    from parts
    where channel is not null
    group by customer_id, channel
    union all
    select customer_id, 'owner' as feature, owner as level, sum(amount) as amount
    from parts
    where owner is not null
    group by customer_id, owner
    union all
    select customer_id, 'country' as feature, country as level, sum(amount) as amount
    from parts
    where country is not null
    group by customer_id, country
),
mains as (
    select
        customer_id,
        count(*) filter (where feature = 'product_group') as product_groups,
        min_by(level, row(-amount, level)) filter (where feature = 'product_group') as product_group,
        max(amount) filter (where feature = 'product_group') as product_group_amount,
        sum(amount) filter (where feature = 'product_group') as product_groups_amount,
        min_by(level, row(-amount, level)) filter (where feature = 'channel') as channel,
        max(amount) filter (where feature = 'channel') as channel_amount,
        sum(amount) filter (where feature = 'channel') as channels_amount,
        min_by(level, row(-amount, level)) filter (where feature = 'owner') as owner,
        min_by(level, row(-amount, level)) filter (where feature = 'country') as country
    from sums
    group by customer_id
)
select
    cast(ordered.customer_id as varchar) as customer_id,
    cast(ordered.recency_days as bigint) as recency_days,
    cast(ordered.tenure_days as bigint) as tenure_days,
    cast(ordered.orders as bigint) as orders,
    cast(ordered.revenue as decimal(18, 2)) as revenue,
    cast(money_per(ordered.revenue, ordered.orders) as decimal(18, 2)) as average_order,
    cast(case when rhythms.days > 1 then cast(ordered.tenure_days - ordered.recency_days as double) / cast(rhythms.days - 1 as double) end as double) as mean_gap_days,
    cast(ordered.orders_12m as bigint) as orders_12m,
    cast(ordered.revenue_12m as decimal(18, 2)) as revenue_12m,
    cast(case
        when ordered.tenure_days >= 364
            then cast(ordered.orders_half - ordered.orders_half_before as double) / cast(nullif(ordered.orders_half + ordered.orders_half_before, 0) as double)
    end as double) as trend,
    cast(least(1, cast(-ordered.returns as double) / nullif(cast(ordered.sales as double), 0)) as double) as given_back_share,
    cast(cast(ordered.lines as double) / cast(ordered.orders as double) as double) as lines_an_order,
    cast(nullif(mains.product_groups, 0) as bigint) as product_groups,
    cast(cast(mains.product_group_amount as double) / cast(mains.product_groups_amount as double) as double) as top_group_share,
    cast(cast(mains.channel_amount as double) / cast(mains.channels_amount as double) as double) as top_channel_share,
    cast(cast(coalesce(rhythms.weekend_days, 0) as double) / cast(rhythms.days as double) as double) as weekend_share,
    cast(mains.product_group as varchar) as product_group,
    cast(mains.channel as varchar) as channel,
    cast(coalesce(customers.country, mains.country) as varchar) as country,
    cast(customers.city as varchar) as city,
    cast(coalesce(customers.owner, mains.owner) as varchar) as owner,
    cast(case rhythms.weekday
        when 0 then 'monday' when 1 then 'tuesday' when 2 then 'wednesday' when 3 then 'thursday'
        when 4 then 'friday' when 5 then 'saturday' when 6 then 'sunday'
    end as varchar) as weekday,
    cast(stable_draw(ordered.customer_id) as double) as draw
from ordered
left join rhythms on ordered.customer_id = rhythms.customer_id
left join mains on ordered.customer_id = mains.customer_id
left join customers on ordered.customer_id = customers.customer_id
where ordered.orders > 0
order by customer_id
