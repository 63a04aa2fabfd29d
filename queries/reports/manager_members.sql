-- The customers of a manager: those whose owner is written in one of the ways that were asked for.
-- use: asked
-- grain: customer_id
-- reads: asked_owners, customer_book
select cast(customer_book.customer_id as varchar) as customer_id
from customer_book
inner join asked_owners on customer_book.owner = asked_owners.owner
order by customer_id
