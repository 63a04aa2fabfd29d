-- money_per(amount, number): an amount divided by a whole number, rounded half away from zero to
-- cents; NULL where the number is 0. The engine divides decimals as floats, so the division is
-- done here in whole ten-thousandths.
-- grain: macro
create or replace macro money_per(amount, number) as
    cast(
        case when amount < 0 then -1 else 1 end
        * cast(
            (2 * abs(cast(cast(amount as decimal(18, 4)) * 10000 as hugeint)) + 100 * nullif(number, 0))
            // (200 * nullif(number, 0))
        as decimal(18, 0))
        * 0.01
    as decimal(18, 2))
