-- The sources of purchases, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: purchase_lines
select distinct cast(source as varchar) as name
from purchase_lines
where source is not null
order by name
