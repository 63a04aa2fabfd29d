-- Whom segments are compared by: about so many customers in common, drawn by their ids, and of each
-- segment about so many members. A row for each segment that a customer is in, one without a segment
-- for who is in none. Who is not in common has been drawn for a segment, and counts as a member of
-- those for which the draw is small enough; that such customers are in others too is said as well.
-- use: asked
-- grain: customer_id, kind, segment
-- reads: compared_segments, customer_features, segment_members
-- param: common BIGINT
-- param: most BIGINT
with
memberships as (
    select
        segment_members.customer_id,
        segment_members.kind,
        segment_members.segment,
        cast($most as double) / compared_segments.members as share
    from segment_members
    inner join compared_segments
        on segment_members.kind = compared_segments.kind
        and segment_members.segment = compared_segments.segment
),
drawn as (
    select customer_id, draw, draw < cast($common as double) / (select count(*) from customer_features) as in_common
    from customer_features
),
taken as (
    select customer_id
    from drawn
    where in_common
    union
    select memberships.customer_id
    from memberships
    inner join drawn on memberships.customer_id = drawn.customer_id
    where drawn.draw < memberships.share
)
select
    cast(drawn.customer_id as varchar) as customer_id,
    cast(drawn.draw as double) as draw,
    cast(drawn.in_common as boolean) as in_common,
    cast(memberships.kind as varchar) as kind,
    cast(memberships.segment as varchar) as segment,
    cast(coalesce(drawn.draw < memberships.share, false) as boolean) as counts
from taken
inner join drawn on taken.customer_id = drawn.customer_id
left join memberships on taken.customer_id = memberships.customer_id
order by customer_id, kind, segment
