-- file_day(source_file): the day that stands in a file's name (2025-10-31, 20251031, 31.10.2025),
-- which is when it was exported or what it reaches to; of several the last one, as a period is
-- written from its first day to its last; NULL where none does.
-- grain: macro
create or replace macro file_day(source_file) as
    coalesce(
        try_cast(regexp_replace(regexp_extract(source_file, '.*((19|20)\d{2}[-_.]?\d{2}[-_.]?\d{2})', 1), '^(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})$', '\1-\2-\3') as date),
        try_cast(regexp_replace(regexp_extract(source_file, '.*(\d{2}[-_.]\d{2}[-_.](19|20)\d{2})', 1), '^(\d{2})[-_.](\d{2})[-_.](\d{4})$', '\3-\2-\1') as date))
