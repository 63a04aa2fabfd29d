-- converted_money(amount, rate): an amount in the currency of which one unit is worth the rate,
-- rounded half away from zero to cents; the amount itself, as it is, where there is no rate. Each
-- line is rounded, and not the sums, so that whatever is added up in reports agrees to the cent: a
-- sum of n lines is at most n half cents away from the same sum converted as a whole.
-- grain: macro
create or replace macro converted_money(amount, rate) as
    case when rate is null then amount else cast(amount * rate as decimal(18, 2)) end
