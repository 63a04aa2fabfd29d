-- problem_number(column_name, written, value, mark): the complaint about a cell in which something
-- stands that did not become a number, or NULL.
-- grain: macro
create or replace macro problem_number(column_name, written, value, mark) as
    case
        when value is null and written is not null
            then {
                'column_name': column_name,
                'value': shown_number(written),
                'reason': case when try_cast(parse_number(written, mark) as double) is null then 'is no number' else 'is too large' end
            }
    end
