-- What the customers of each cluster have brought, the most first, and how many there are.
-- use: asked
-- grain: cluster
-- reads: customer_clusters, customer_features
select
    cast(customer_clusters.cluster as varchar) as cluster,
    cast(count(*) as bigint) as customers,
    cast(sum(customer_features.revenue) as decimal(18, 2)) as revenue
from customer_clusters
inner join customer_features on customer_clusters.customer_id = customer_features.customer_id
group by customer_clusters.cluster
order by revenue desc, cluster
