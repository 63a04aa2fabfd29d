-- The cities of customers, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_figures
select distinct cast(city as varchar) as name
from customer_figures
where city is not null
order by name
