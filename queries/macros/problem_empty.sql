-- problem_empty(column_name, written): the complaint about a required cell in which nothing
-- stands, or NULL.
-- grain: macro
create or replace macro problem_empty(column_name, written) as
    case when written is null then {'column_name': column_name, 'value': '', 'reason': 'is empty'} end
