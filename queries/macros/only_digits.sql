-- only_digits(written): the digits of a text, '' where it has none.
-- grain: macro
create or replace macro only_digits(written) as array_to_string(regexp_extract_all(written, '[0-9]+'), '')
