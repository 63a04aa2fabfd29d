-- Who is in which cluster.
-- use: asked
-- grain: kind, segment, customer_id
-- reads: customer_clusters
select
    cast('cluster' as varchar) as kind,
    cast(cluster as varchar) as segment,
    cast(customer_id as varchar) as customer_id
from customer_clusters
