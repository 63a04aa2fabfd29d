create table traffic (
    source varchar, report varchar, dimension varchar, dimension_value varchar, started_at timestamp, ended_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
