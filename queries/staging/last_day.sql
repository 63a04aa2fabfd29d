-- The last day with a purchase that counts, in the company's time zone; NULL without purchases.
-- use: asked
-- grain: one row
-- reads: purchases
-- param: zone VARCHAR
select cast(cast(timezone($zone, timezone('UTC', max(purchased_at))) as date) as date) as last_on
from purchases
where excluded is null
