-- quintile(place, customers): the score 1..5 of the customer at this place (rank(), worst first)
-- among so many: 5 where at least 80 % of the customers are strictly worse, 1 where fewer than
-- 20 % are. Whole numbers only, so no score hangs on how a quotient is rounded.
-- grain: macro
create or replace macro quintile(place, customers) as
    case
        when 5 * (place - 1) >= 4 * customers then 5
        when 5 * (place - 1) >= 3 * customers then 4
        when 5 * (place - 1) >= 2 * customers then 3
        when 5 * (place - 1) >= customers then 2
        else 1
    end
