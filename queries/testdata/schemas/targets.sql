create table targets (
    source varchar, metric varchar, month timestamp, scope varchar, scope_value varchar, target decimal(18, 4), currency varchar,
    excluded varchar, source_file varchar, source_row bigint
)
