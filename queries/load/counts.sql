-- What became of a file's rows: read = loaded + excluded + rejected, and the money of each. The
-- amount of a rejected row counts where it can be read; the others are unreadable_amounts.
-- grain: one row
-- reads: converted
select
    cast(count(*) as bigint) as rows_read,
    cast(count(*) filter (where len(problems) = 0 and excluded is null) as bigint) as rows_loaded,
    cast(count(*) filter (where len(problems) = 0 and excluded is not null) as bigint) as rows_excluded,
    cast(count(*) filter (where len(problems) > 0) as bigint) as rows_rejected,
    cast(coalesce(sum(row_amount), 0) as decimal(38, 4)) as amount_read,
    cast(coalesce(sum(row_amount) filter (where len(problems) = 0 and excluded is null), 0) as decimal(38, 4)) as amount_loaded,
    cast(coalesce(sum(row_amount) filter (where len(problems) = 0 and excluded is not null), 0) as decimal(38, 4)) as amount_excluded,
    cast(coalesce(sum(row_amount) filter (where len(problems) > 0), 0) as decimal(38, 4)) as amount_rejected,
    cast(count(*) filter (where len(problems) > 0 and row_amount is null) as bigint) as unreadable_amounts,
    cast(min(row_at) filter (where len(problems) = 0) as timestamp) as first_at,
    cast(max(row_at) filter (where len(problems) = 0) as timestamp) as last_at
from converted
