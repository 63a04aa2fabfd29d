-- patience_days(gaps, own_days, typical_days): how many days of silence are nothing unusual: with
-- three own gaps or more the gap that nine of ten of them stay within, else that of all customers
-- where it is the wider one, and where that is not known either, a year.
-- grain: macro
create or replace macro patience_days(gaps, own_days, typical_days) as
    case when gaps >= 3 then own_days else greatest(coalesce(own_days, 0), coalesce(typical_days, 365)) end
