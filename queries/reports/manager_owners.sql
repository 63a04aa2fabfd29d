-- Who looks after customers, as the data writes it, and after how many.
-- use: asked
-- grain: owner
-- reads: customer_book
select
    cast(owner as varchar) as owner,
    cast(count(*) as bigint) as customers
from customer_book
where owner is not null
group by owner
order by owner
