-- parse_timestamp(written, day_order, zone): a date or a time as exports write it, in UTC, or
-- NULL where it is none. ISO 8601 is always read, with its offset where it has one; otherwise
-- the wall clock is that of `zone`. `day_order` says how 03.04.2025 is meant: 'day first',
-- 'month first', or 'year first' (only ISO is read).
-- Three traps: a cast to TIMESTAMP drops an offset without a word; %z makes 3 March of
-- 31 February; and %Y takes 24 for the year 24. So the shape is looked at first, and an offset is
-- subtracted by hand. Years are 1900 to 2199: 01.01.0001 is how some systems write that there is no
-- date, and what a century of years without data would do to a report helps nobody.
-- The blank behind what strptime reads is for its life: where the format wants another character
-- and the text has ended, it looks at the byte behind the text (DuckDB 1.5.5), and the process
-- ends if that is another page. It skips blanks at the end.
-- grain: macro
create or replace macro parse_timestamp(written, day_order, zone) as
    case
        when regexp_full_match(written, '(19|20|21)\d{2}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d+)?)?')
            then timezone('UTC', timezone(zone, try_cast(written as timestamp)))
        when regexp_full_match(written, '(19|20|21)\d{2}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[-+]\d{2}(:?\d{2})?)')
            then try_cast(regexp_extract(written, '^.{10}[ T][0-9:.]+') as timestamp) - to_minutes(offset_minutes(regexp_extract(written, '(Z|[-+]\d{2}:?(\d{2})?)$')))
        when regexp_matches(written, '^(19|20|21)(\d{2}[-/]\d{1,2}[-/]\d{1,2}|\d{6}$)')
            then timezone('UTC', timezone(zone, try_strptime(concat(replace(replace(written, 'T', ' '), '/', '-'), ' '),
                ['%Y-%m-%d %H:%M:%S', '%Y-%m-%d', '%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S.%f', '%Y%m%d'])))
        when day_order = 'day first' and regexp_matches(written, '^\d{1,2}[./-]\d{1,2}[./-](19|20|21)\d{2}([^0-9]|$)')
            then timezone('UTC', timezone(zone, try_strptime(concat(replace(replace(replace(written, '/', '.'), '-', '.'), ', ', ' '), ' '),
                ['%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M', '%d.%m.%Y', '%d.%m.%Y %I:%M:%S %p', '%d.%m.%Y %I:%M %p'])))
        when day_order = 'day first' and regexp_matches(written, '^\d{1,2}[./-]\d{1,2}[./-]\d{2}( |$)')
            then timezone('UTC', timezone(zone, try_strptime(concat(replace(replace(written, '/', '.'), '-', '.'), ' '),
                ['%d.%m.%y %H:%M:%S', '%d.%m.%y %H:%M', '%d.%m.%y', '%d.%m.%y %I:%M:%S %p', '%d.%m.%y %I:%M %p'])))
        when day_order = 'month first' and regexp_matches(written, '^\d{1,2}[./-]\d{1,2}[./-](19|20|21)\d{2}([^0-9]|$)')
            then timezone('UTC', timezone(zone, try_strptime(concat(replace(replace(replace(written, '.', '/'), '-', '/'), ', ', ' '), ' '),
                ['%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %I:%M %p', '%m/%d/%Y'])))
        when day_order = 'month first' and regexp_matches(written, '^\d{1,2}[./-]\d{1,2}[./-]\d{2}( |$)')
            then timezone('UTC', timezone(zone, try_strptime(concat(replace(replace(written, '.', '/'), '-', '/'), ' '),
                ['%m/%d/%y %H:%M:%S', '%m/%d/%y %H:%M', '%m/%d/%y', '%m/%d/%y %I:%M:%S %p', '%m/%d/%y %I:%M %p'])))
    end
