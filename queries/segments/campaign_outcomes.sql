-- What each member of a campaign bought within its window, and before: in the year before it began, in
-- a span as long as the window, and how many days ago last (NULL: never). Purchases are counted, money
-- is net of returns. A member whom nobody knows bought nothing; `is_known` is who was known before the
-- campaign began, so that it does not depend on what the campaign did.
-- use: asked
-- grain: campaign_id, member_id
-- reads: campaign_arms, campaign_windows, member_known, orders
with
bought as (
    select
        campaign_arms.campaign_id,
        campaign_arms.member_id,
        count(*) filter (where orders.is_purchase and orders.ordered_on >= campaign_windows.started_on) as orders,
        sum(orders.amount) filter (where orders.ordered_on >= campaign_windows.started_on) as revenue,
        count(*) filter (where orders.is_purchase and orders.ordered_on < campaign_windows.started_on and orders.ordered_on >= campaign_windows.started_on - interval '365' day) as orders_year,
        sum(orders.amount) filter (where orders.ordered_on < campaign_windows.started_on and orders.ordered_on >= campaign_windows.started_on - interval '365' day) as revenue_year,
        count(*) filter (where orders.is_purchase and orders.ordered_on < campaign_windows.started_on and orders.ordered_on >= campaign_windows.started_on - interval '1' day * campaign_windows.before_days) as orders_before,
        sum(orders.amount) filter (where orders.ordered_on < campaign_windows.started_on and orders.ordered_on >= campaign_windows.started_on - interval '1' day * campaign_windows.before_days) as revenue_before,
        max(orders.ordered_on) filter (where orders.is_purchase and orders.ordered_on < campaign_windows.started_on) as last_on
    from campaign_arms
    inner join campaign_windows on campaign_arms.campaign_id = campaign_windows.campaign_id
    inner join orders
        on campaign_arms.customer_id = orders.customer_id
        and orders.ordered_on <= campaign_windows.counted_to
    group by campaign_arms.campaign_id, campaign_arms.member_id
)
select
    cast(campaign_arms.campaign_id as varchar) as campaign_id,
    cast(campaign_arms.member_id as varchar) as member_id,
    cast(campaign_arms.arm as varchar) as arm,
    cast(campaign_arms.segment as varchar) as segment,
    cast(member_known.customer_id is not null and coalesce(member_known.known_on < campaign_windows.started_on, true) as boolean) as is_known,
    cast(campaign_arms.touched_on as date) as touched_on,
    cast(campaign_arms.opened_on as date) as opened_on,
    cast(campaign_arms.clicked_on as date) as clicked_on,
    cast(campaign_arms.responded_on as date) as responded_on,
    cast(campaign_arms.touches as integer) as touches,
    cast(coalesce(bought.orders, 0) as bigint) as orders,
    cast(coalesce(bought.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(bought.orders_year, 0) as bigint) as orders_year,
    cast(coalesce(bought.revenue_year, 0) as decimal(18, 4)) as revenue_year,
    cast(coalesce(bought.orders_before, 0) as bigint) as orders_before,
    cast(coalesce(bought.revenue_before, 0) as decimal(18, 4)) as revenue_before,
    cast(date_diff('day', bought.last_on, campaign_windows.started_on) as bigint) as recency_days
from campaign_arms
inner join campaign_windows on campaign_arms.campaign_id = campaign_windows.campaign_id
left join member_known on campaign_arms.customer_id = member_known.customer_id
left join bought
    on campaign_arms.campaign_id = bought.campaign_id
    and campaign_arms.member_id = bought.member_id
order by campaign_id, member_id
