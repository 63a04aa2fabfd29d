create table rates (
    source varchar, currency varchar, rate_on timestamp, rate decimal(18, 8),
    excluded varchar, source_file varchar, source_row bigint
)
