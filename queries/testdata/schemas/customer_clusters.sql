create table customer_clusters (customer_id varchar, cluster varchar)
