-- The revenue of the complete months by part, returns off: by segment, product group, owner and
-- region (the country of the line). In each dimension the parts of a month add up to its revenue,
-- to the last digit. Lines without a value are a part of their own, member ''. The months are those
-- of monthly_series; one in which a part brought nothing is 0. A dimension of one member is left out.
--
-- A segment is what a customer is in that month: new in the month of the first purchase, won_back
-- with the first purchase in more than twelve months, else returning, also who only takes something
-- back; anonymous is nobody known.
-- These are series: what a month was does not change later, and next month has new customers too.
-- The segments that customers are in today are none: today's best have become so by what they
-- bought, so their past rises to the day on which they are picked, and whoever comes next month has
-- no past in it. In the first year nobody can be won back, and many are new only to the data.
-- grain: dimension, member, month
-- reads: monthly_series, orders, purchase_lines
-- param: as_of DATE
with
customer_months as (
    select
        customer_id,
        month,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by customer_id, month
),
marked as (
    -- The month of the last purchase before this one, which returns alone are not.
    select
        customer_id,
        month,
        revenue,
        orders,
        max(month) filter (where orders > 0) over (
            partition by customer_id
            order by month
            rows between unbounded preceding and 1 preceding
        ) as bought_before
    from customer_months
),
written as (
    select
        'segment' as dimension,
        case
            when customer_id is null then 'anonymous'
            when bought_before is null and orders > 0 then 'new'
            when orders > 0 and date_diff('month', bought_before, month) > 12 then 'won_back'
            else 'returning'
        end as member,
        month,
        revenue
    from marked
    union all
    select
        'product_group' as dimension,
        coalesce(product_group, '') as member,
        month,
        amount as revenue
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    union all
    select
        'owner' as dimension,
        coalesce(owner, '') as member,
        month,
        amount as revenue
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    union all
    select
        'region' as dimension,
        coalesce(country, '') as member,
        month,
        amount as revenue
    from purchase_lines
    where purchased_on <= cast($as_of as date)
),
parts as (
    select
        written.dimension,
        written.member,
        written.month,
        sum(written.revenue) as revenue
    from written
    inner join monthly_series on written.month = monthly_series.month
    group by written.dimension, written.member, written.month
),
members as (
    select
        dimension,
        member,
        count(*) over (partition by dimension) as members
    from (
        select distinct dimension, member
        from parts
    ) as occurring
)
select
    cast(members.dimension as varchar) as dimension,
    cast(members.member as varchar) as member,
    cast(monthly_series.month as date) as month,
    cast(coalesce(parts.revenue, 0) as decimal(18, 4)) as revenue
from members
cross join monthly_series
left join parts
    on members.dimension = parts.dimension
    and members.member = parts.member
    and monthly_series.month = parts.month
where members.members > 1
order by dimension, member, month
