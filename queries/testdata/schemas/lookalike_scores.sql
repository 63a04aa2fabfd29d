create table lookalike_scores (segment varchar, rank bigint, customer_id varchar, score double, position bigint)
