-- shown_number(written): a number's cell as its reader would see it, without the mark of a cell
-- that says itself that it is a number (see parse_number).
-- grain: macro
create or replace macro shown_number(written) as ltrim(written, chr(31))
