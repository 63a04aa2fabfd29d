-- problem_unread(column_name, written, value, reason): the complaint about a cell in which
-- something stands that did not become a value, or NULL.
-- grain: macro
create or replace macro problem_unread(column_name, written, value, reason) as
    case when value is null and written is not null then {'column_name': column_name, 'value': written, 'reason': reason} end
