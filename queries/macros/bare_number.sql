-- bare_number(written): a number as people write it without what is no part of it: blanks of all
-- widths, apostrophes, a currency sign or code at either end; a trailing minus, a real minus
-- sign and accounting brackets become a leading hyphen. It is still in its own notation.
-- grain: macro
create or replace macro bare_number(written) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(replace(written, '−', '-'), '[\s\x{00A0}\x{202F}\x{2009}''’]', '', 'g'),
                '^([-(]?)(?:[$€£₽₸₴¥]|[A-Z]{3}|руб\.?)?(.*?)(?:[$€£₽₸₴¥]|[A-Z]{3}|руб\.?|р\.)?(\)?)$', '\1\2\3'),
            '^\((.*)\)$', '-\1'),
        '^([0-9.,]+)-$', '-\1')
