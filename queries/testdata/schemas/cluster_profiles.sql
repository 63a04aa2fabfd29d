create table cluster_profiles (cluster varchar, position bigint)
