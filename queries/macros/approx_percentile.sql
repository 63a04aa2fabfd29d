-- approx_percentile(value, part): the least of the values that this part of them does not exceed, as
-- Trino names it; here it is exact.
-- grain: macro
create or replace macro approx_percentile(value, part) as quantile_disc(value, part)
