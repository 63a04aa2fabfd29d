create table rfm_thresholds (dimension varchar, score integer, bound decimal(18, 4))
