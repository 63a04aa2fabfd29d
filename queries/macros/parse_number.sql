-- parse_number(written, mark): a number as people write it, as plain text for TRY_CAST, or NULL
-- where it is none. `mark` is the decimal mark, '.' or ','. The other mark separates thousands,
-- but only between groups of three, so that 1.5 in a file with decimal commas is refused
-- instead of read as 15.
-- What begins with U+001F comes from a cell that says itself that it is a number: it is in plain
-- notation, whatever mark the texts beside it have.
-- grain: macro
create or replace macro parse_number(written, mark) as
    case
        when starts_with(written, chr(31)) then substr(written, 2)
        when regexp_full_match(written, '-?\d+') then written
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
