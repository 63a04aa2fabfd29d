-- The numbers and names of the campaigns, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: campaign_lines
select cast(campaign_id as varchar) as name
from campaign_lines
where campaign_id is not null
union
select cast(campaign as varchar) as name
from campaign_lines
where campaign is not null
order by name
