-- offset_minutes(written): how many minutes a clock with the offset `written` (Z, +05, -0500,
-- +05:30) is ahead of UTC, NULL where no zone of the world is so far off.
-- grain: macro
create or replace macro offset_minutes(written) as
    case
        when written = 'Z' then 0
        when cast(substr(written, 2, 2) as integer) <= 14 and coalesce(try_cast(substr(replace(written, ':', ''), 4, 2) as integer), 0) <= 59
            then case when substr(written, 1, 1) = '-' then -1 else 1 end
                * (cast(substr(written, 2, 2) as integer) * 60 + coalesce(try_cast(substr(replace(written, ':', ''), 4, 2) as integer), 0))
    end
