-- How many members of a campaign, by arm, another campaign addressed while its purchases were counted.
-- use: asked
-- grain: campaign_id, other_id, arm
-- reads: campaign_arms, campaign_windows
select
    cast(mine.campaign_id as varchar) as campaign_id,
    cast(other.campaign_id as varchar) as other_id,
    cast(mine.arm as varchar) as arm,
    cast(count(*) as bigint) as customers
from campaign_arms as mine
inner join campaign_windows as mine_window on mine.campaign_id = mine_window.campaign_id
inner join campaign_arms as other
    on mine.customer_id = other.customer_id
    and mine.campaign_id <> other.campaign_id
inner join campaign_windows as other_window
    on other.campaign_id = other_window.campaign_id
    and other_window.started_on <= mine_window.counted_to
    and other_window.counted_to >= mine_window.started_on
where mine.arm in ('control', 'treated') and other.arm = 'treated'
group by mine.campaign_id, other.campaign_id, mine.arm
order by campaign_id, other_id, arm
