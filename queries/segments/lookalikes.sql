-- Customers who are most like the members of an own segment and are not in it, with how they can be
-- reached.
-- use: asked
-- grain: segment, position
-- reads: customers, lookalike_scores
select
    cast(lookalike_scores.segment as varchar) as segment,
    cast(lookalike_scores.customer_id as varchar) as customer_id,
    cast(coalesce(customers.customer, lookalike_scores.customer_id) as varchar) as customer,
    cast(customers.email as varchar) as email,
    cast(customers.phone as varchar) as phone,
    cast(customers.owner as varchar) as owner,
    cast(lookalike_scores.score as double) as score,
    cast(lookalike_scores.position as bigint) as position
from lookalike_scores
left join customers on lookalike_scores.customer_id = customers.customer_id
order by lookalike_scores.rank, position
