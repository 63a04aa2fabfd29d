-- What is left of what the members of a campaign bought within its window, of the lines whose cost is
-- known, and how much money those are of all.
-- use: asked
-- grain: campaign_id
-- reads: campaign_arms, campaign_windows, purchase_lines
select
    cast(campaign_windows.campaign_id as varchar) as campaign_id,
    cast(sum(purchase_lines.amount) as decimal(18, 4)) as sales,
    cast(coalesce(sum(purchase_lines.amount) filter (where purchase_lines.cost is not null), 0) as decimal(18, 4)) as sales_with_cost,
    cast(coalesce(sum(purchase_lines.cost), 0) as decimal(18, 4)) as goods_cost
from campaign_windows
inner join campaign_arms on campaign_windows.campaign_id = campaign_arms.campaign_id
inner join purchase_lines
    on campaign_arms.customer_id = purchase_lines.customer_id
    and purchase_lines.purchased_on >= campaign_windows.started_on
    and purchase_lines.purchased_on <= campaign_windows.counted_to
where campaign_arms.arm in ('control', 'treated')
group by campaign_windows.campaign_id
order by campaign_id
