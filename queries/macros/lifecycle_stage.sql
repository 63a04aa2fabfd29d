-- lifecycle_stage(purchase_days, silent, patience, returned): the stage of a customer who has bought
-- on so many days, the last time so many days ago; returned says that the day before that purchase
-- they were lost. Silence is risk beyond the patience, and loss beyond twice of it, but not before
-- a month has gone: who comes every day and is on holiday is not lost.
-- grain: macro
create or replace macro lifecycle_stage(purchase_days, silent, patience, returned) as
    case
        when purchase_days = 0 then 'prospect'
        when silent > greatest(2 * patience, 30) then 'lost'
        when silent > patience then 'at_risk'
        when purchase_days = 1 then 'new'
        when returned then 'won_back'
        else 'active'
    end
