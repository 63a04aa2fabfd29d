-- What one unit of each foreign currency is worth in the reporting currency, for each minute in
-- which something was bought in it: the rate that holds on the day of it; NULL where there is none.
-- grain: currency, minute
-- reads: purchases, rate_spans
-- param: currency VARCHAR
-- param: zone VARCHAR
with
minutes as (
    select distinct currency, date_trunc('minute', purchased_at) as minute
    from purchases
    where excluded is null and currency <> cast($currency as varchar)
),
days as (
    select currency, minute, cast(at_timezone(with_timezone(minute, 'UTC'), cast($zone as varchar)) as date) as purchased_on
    from minutes
)
select
    cast(days.currency as varchar) as currency,
    cast(days.minute as timestamp) as minute,
    cast(days.purchased_on as date) as purchased_on,
    cast(rate_spans.rate as decimal(18, 8)) as rate
from days
left join rate_spans
    on days.currency = rate_spans.currency
    and days.purchased_on >= rate_spans.from_on
    and days.purchased_on < rate_spans.until_on
