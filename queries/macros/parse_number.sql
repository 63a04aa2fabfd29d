-- parse_number(written, mark): a number as people write it, as plain text for TRY_CAST, or NULL
-- where it is none. `mark` is the decimal mark, '.' or ','. The other mark separates thousands,
-- but only between groups of three, so that 1.5 in a file with decimal commas is refused
-- instead of read as 15.
-- Digits with an exponent (125e-1) are how a typed cell comes, and the same under either mark;
-- they are written out, since a cast overflows on the digits before it sees the exponent.
-- grain: macro
create or replace macro parse_number(written, mark) as
    case
        when regexp_full_match(written, '-?\d+') then written
        when regexp_full_match(written, '-?\d+e-\d{1,2}')
            then case
                when length(regexp_extract(written, '\d+')) > cast(regexp_extract(written, '\d+$') as integer)
                    then concat(
                        left(split_part(written, 'e', 1), length(split_part(written, 'e', 1)) - cast(regexp_extract(written, '\d+$') as integer)),
                        '.',
                        right(split_part(written, 'e', 1), cast(regexp_extract(written, '\d+$') as integer)))
                else written
            end
        when mark = '.' then
            case
                when regexp_full_match(written, '-?\d+\.\d+') then written
                when regexp_full_match(bare_number(written), '[-+]?(\d+|\d{1,3}(,\d{3})+|\d*\.\d+|\d+\.|\d{1,3}(,\d{3})+\.\d*)([eE][-+]?\d{1,3})?')
                    then replace(bare_number(written), ',', '')
            end
        when mark = ',' then
            case
                when regexp_full_match(bare_number(written), '[-+]?(\d+|\d{1,3}(\.\d{3})+|\d*,\d+|\d+,|\d{1,3}(\.\d{3})+,\d*)')
                    then replace(replace(bare_number(written), '.', ''), ',', '.')
            end
    end
