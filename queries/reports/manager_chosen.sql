-- The customers that a rule has chosen in place of a manager's, of those who are known on the day.
-- use: asked
-- grain: customer_id
-- reads: chosen_customers, customer_book
select cast(customer_book.customer_id as varchar) as customer_id
from customer_book
inner join chosen_customers on customer_book.customer_id = chosen_customers.customer_id
order by customer_id
