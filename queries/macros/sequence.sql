-- sequence(first, last, step): the list of values from first to last, both included, as Trino
-- names it.
-- grain: macro
create or replace macro sequence(first, last, step) as generate_series(first, last, step)
