-- What customer-base models learn from: for every customer with a purchase between the two days,
-- both included, how often and when they bought again. Purchases of one day are one. x counts
-- the days after the first, t_x_days is from the first to the last, age_days from the first to
-- the end. repeat_spend is what came in after the first day, returns off, for each repeat day:
-- an order that was sent back brought nothing. NULL where there was no repeat, or no money left.
-- revenue is all that came in, returns off. The same by weeks, for models of occasions: weeks are
-- counted back from the end, each is an occasion, and weeks_bought are those with a purchase, the
-- last of them the last_week-th. The days that are left over behind the first purchase belong to
-- the first week, so that none is lost. first_sales is what was sold on the first day, whatever
-- came back later: how large somebody's first order was is known at once.
-- use: asked
-- grain: customer_id
-- reads: orders
-- param: first DATE
-- param: until DATE
with
days as (
    select
        customer_id,
        ordered_on,
        sum(amount) as amount,
        coalesce(sum(sales) filter (where is_purchase), 0) as sales,
        max(case when is_purchase then 1 else 0 end) = 1 as is_purchase
    from orders
    where
        customer_id is not null
        and ordered_on between cast($first as date) and cast($until as date)
    group by customer_id, ordered_on
),
firsts as (
    select
        customer_id,
        min(ordered_on) as first_on,
        date_diff('day', min(ordered_on), cast($until as date)) as age_days
    from days
    where is_purchase
    group by customer_id
),
bases as (
    select
        days.customer_id,
        firsts.first_on,
        firsts.age_days,
        max(days.ordered_on) filter (where days.is_purchase) as last_on,
        count(*) filter (where days.is_purchase) - 1 as repeats,
        sum(days.amount) as revenue,
        sum(days.amount) filter (where days.ordered_on > firsts.first_on) as repeat_amount,
        sum(days.sales) filter (where days.ordered_on = firsts.first_on) as first_sales
    from days
    inner join firsts on days.customer_id = firsts.customer_id
    group by days.customer_id, firsts.first_on, firsts.age_days
),
placed as (
    -- Differences of whole weeks: what is left of a division is taken off before.
    select
        days.customer_id,
        (firsts.age_days - firsts.age_days % 7) / 7 as weeks,
        (date_diff('day', days.ordered_on, cast($until as date)) - date_diff('day', days.ordered_on, cast($until as date)) % 7) / 7 as weeks_ago
    from days
    inner join firsts on days.customer_id = firsts.customer_id
    where days.is_purchase and days.ordered_on > firsts.first_on and firsts.age_days >= 7
),
occasions as (
    select distinct customer_id, greatest(1, weeks - weeks_ago) as week
    from placed
),
bought as (
    select customer_id, count(*) as weeks_bought, max(week) as last_week
    from occasions
    group by customer_id
)
select
    cast(bases.customer_id as varchar) as customer_id,
    cast(bases.repeats as bigint) as x,
    cast(date_diff('day', bases.first_on, bases.last_on) as bigint) as t_x_days,
    cast(bases.age_days as bigint) as age_days,
    cast(case when bases.repeat_amount > 0 then bases.repeat_amount end as double) / nullif(bases.repeats, 0) as repeat_spend,
    cast(coalesce(bought.weeks_bought, 0) as bigint) as weeks_bought,
    cast(coalesce(bought.last_week, 0) as bigint) as last_week,
    cast((bases.age_days - bases.age_days % 7) / 7 as bigint) as weeks,
    cast(bases.revenue as decimal(18, 2)) as revenue,
    cast(bases.first_sales as decimal(18, 2)) as first_sales
from bases
left join bought on bases.customer_id = bought.customer_id
order by customer_id
