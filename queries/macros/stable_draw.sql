-- stable_draw(text): a number from 0 to 1 that hangs on the text alone, evenly spread over texts:
-- the first 48 bits of its MD5, which a float holds without rounding.
-- grain: macro
create or replace macro stable_draw(text) as
    cast(cast('0x' || substr(md5(text), 1, 12) as bigint) as double) / 281474976710656.0
