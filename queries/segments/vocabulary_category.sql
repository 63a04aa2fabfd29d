-- The product groups of what was bought, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: purchase_lines
select distinct cast(product_group as varchar) as name
from purchase_lines
where product_group is not null
order by name
