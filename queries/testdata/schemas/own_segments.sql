create table own_segments (name varchar, position bigint, advice varchar)
