-- Who is in an own segment, by the place of the customer among all by id, from 0.
-- use: asked
-- grain: place, segment
-- reads: customer_features, segment_members
with
placed as (
    select customer_id, row_number() over (order by customer_id) - 1 as place
    from customer_features
)
select
    cast(placed.place as bigint) as place,
    cast(segment_members.segment as varchar) as segment
from segment_members
inner join placed on segment_members.customer_id = placed.customer_id
where segment_members.kind = 'own'
order by place, segment
