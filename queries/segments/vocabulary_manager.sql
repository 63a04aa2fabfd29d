-- The managers of customers, of purchases and of events, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_events, customer_figures, purchase_lines
select cast(owner as varchar) as name
from customer_figures
where owner is not null
union
select cast(owner as varchar) as name
from purchase_lines
where owner is not null
union
select cast(owner as varchar) as name
from customer_events
where owner is not null
order by name
