-- The parts that a file's good rows fall into: a month, or 'all' for entities without a date.
-- grain: partition_month
-- reads: converted
select
    cast(partition_month as varchar) as partition_month,
    cast(count(*) as bigint) as row_count
from converted
where partition_month is not null
group by partition_month
order by partition_month
