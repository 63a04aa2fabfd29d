create table previous_loads (
    source varchar, source_file varchar, entity varchar,
    rows_read bigint, rows_loaded bigint, rows_excluded bigint, rows_rejected bigint,
    amount_read decimal(18, 4), amount_loaded decimal(18, 4), amount_excluded decimal(18, 4), amount_rejected decimal(18, 4),
    unreadable_amounts bigint, first_at timestamp, last_at timestamp
)
