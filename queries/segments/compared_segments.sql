-- The segments that are compared with everybody else, and how many of those of whom features are
-- known are in each, and not: own ones, those by recency, frequency and money, and the clusters.
-- use: asked
-- grain: kind, segment
-- reads: customer_features, segment_members, segment_names
with
sizes as (
    select segment_members.kind, segment_members.segment, count(*) as members
    from segment_members
    inner join customer_features on segment_members.customer_id = customer_features.customer_id
    where segment_members.kind in ('own', 'rfm', 'cluster')
    group by segment_members.kind, segment_members.segment
)
select
    cast(sizes.kind as varchar) as kind,
    cast(sizes.segment as varchar) as segment,
    cast(sizes.members as bigint) as members,
    cast((select count(*) from customer_features) - sizes.members as bigint) as others
from sizes
left join segment_names
    on sizes.kind = segment_names.kind
    and sizes.segment = segment_names.segment
order by kind, segment_names.position, segment
