-- Stands in for the step that makes segments: who scores high is in one, who has bought much in two.
-- grain: kind, segment, customer_id
-- reads: rfm
select cast('rfm' as varchar) as kind, cast(segment as varchar) as segment, cast(customer_id as varchar) as customer_id
from rfm
union all
select 'own', 'one', customer_id
from rfm
where r >= 4
union all
select 'own', 'two', customer_id
from rfm
where monetary > 100
