create table converted (
    series varchar, step bigint, at_day date, value double, source varchar, source_file varchar, source_row bigint
)
