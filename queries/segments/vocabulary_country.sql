-- The countries of customers and of purchases, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_figures, purchase_lines
select cast(country as varchar) as name
from customer_figures
where country is not null
union
select cast(country as varchar) as name
from purchase_lines
where country is not null
order by name
