-- The clusters, in the order in which they are shown.
-- use: asked
-- grain: kind, segment
-- reads: cluster_profiles
select
    cast('cluster' as varchar) as kind,
    cast(cluster as varchar) as segment,
    cast(null as varchar) as name,
    cast(min(position) as bigint) as position,
    cast(null as varchar) as do
from cluster_profiles
group by cluster
