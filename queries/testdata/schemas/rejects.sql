create table rejects (
    entity varchar, source varchar, source_file varchar, source_row bigint,
    column_name varchar, header varchar, value varchar, reason varchar, amount decimal(18, 4)
)
