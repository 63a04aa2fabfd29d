-- A placeholder.
-- grain: one row
select cast(1 as integer) as one
