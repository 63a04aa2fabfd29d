-- The names and ids of what was bought, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: purchase_lines
select cast(product as varchar) as name
from purchase_lines
where product is not null
union
select cast(product_id as varchar) as name
from purchase_lines
where product_id is not null
order by name
