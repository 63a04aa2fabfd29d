create table sources (source varchar, namespace varchar)
