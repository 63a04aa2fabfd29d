-- rfm_score(place, customers, value, bound2, bound3, bound4, bound5): the score 1..5 of a customer with
-- this value, the more the better: by own bounds where there are any, the highest that the value
-- reaches; else by the place among so many customers (quintile).
-- grain: macro
create or replace macro rfm_score(place, customers, value, bound2, bound3, bound4, bound5) as
    case
        when bound2 is null then quintile(place, customers)
        when value >= bound5 then 5
        when value >= bound4 then 4
        when value >= bound3 then 3
        when value >= bound2 then 2
        else 1
    end
