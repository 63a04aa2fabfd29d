-- telephone_kind(written): what a cell for telephones holds: NULL nothing; unreadable, fewer than the
-- seven digits that the shortest numbers have which reach somebody from elsewhere; invented, what people
-- type to get past a field that must be filled (behind a country's code of up to three digits one digit over
-- and over, or the keys in their order, as package etl/identity has it); usable, all else.
-- grain: macro
create or replace macro telephone_kind(written) as
    case
        when coalesce(trim(written), '') = '' then null
        when length(only_digits(written)) < 7 then 'unreadable'
        when invented_digits(only_digits(written)) or invented_digits(substr(only_digits(written), 2))
            or invented_digits(substr(only_digits(written), 3)) or invented_digits(substr(only_digits(written), 4)) then 'invented'
        else 'usable'
    end
