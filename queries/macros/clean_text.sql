-- clean_text(written): text without surrounding blanks, NULL where nothing is left, so that an
-- empty cell and a missing one are the same everywhere.
-- grain: macro
create or replace macro clean_text(written) as nullif(regexp_replace(written, '^[\s\x{00A0}\x{FEFF}]+|[\s\x{00A0}]+$', '', 'g'), '')
