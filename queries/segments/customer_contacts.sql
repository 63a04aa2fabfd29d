-- Where the customers can be reached who are to be won back or led to a second purchase, and what is known
-- of whether that is allowed: yes, no, or NULL where nobody said.
-- grain: customer_id
-- reads: customer_reach, rfm
select
    cast(rfm.customer_id as varchar) as customer_id,
    cast(customer_reach.email as varchar) as email,
    cast(customer_reach.email_consent as boolean) as may_email,
    cast(customer_reach.phone as varchar) as phone,
    cast(customer_reach.call_consent as boolean) as may_call,
    cast(customer_reach.owner as varchar) as owner
from rfm
inner join customer_reach on rfm.customer_id = customer_reach.customer_id
where rfm.stage in ('lost', 'new')
order by customer_id
