-- The values of a file's series in the order of time: of those with the same time in one series
-- all are rows, so that whoever reads them can refuse the series.
-- use: asked
-- grain: series, step, at_day, source_row
-- reads: converted
select
    cast(series as varchar) as series,
    cast(step as bigint) as step,
    cast(at_day as date) as at_day,
    cast(value as double) as value,
    cast(source_row as bigint) as source_row
from converted
order by series, step, at_day, source_row
