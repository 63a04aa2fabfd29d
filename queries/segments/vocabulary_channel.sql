-- The channels of purchases, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: purchase_lines
select distinct cast(channel as varchar) as name
from purchase_lines
where channel is not null
order by name
