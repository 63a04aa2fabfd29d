-- What one unit of each foreign currency is worth in the reporting currency, for each minute in
-- which something was bought in it: the last rate on or before the day, unless that is older than
-- so many days; NULL where there is none. A fixed rate holds on every day. Of two rates for one
-- day the one of the later file counts, as with orders.
-- grain: currency, minute
-- reads: fixed_rates, purchases, rates
-- param: currency VARCHAR
-- param: rate_days INTEGER
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
),
written as (
    select
        upper(trim(currency)) as currency,
        cast(at_timezone(with_timezone(rate_on, 'UTC'), cast($zone as varchar)) as date) as rate_on,
        rate,
        row_number() over (
            partition by upper(trim(currency)), cast(at_timezone(with_timezone(rate_on, 'UTC'), cast($zone as varchar)) as date)
            order by coalesce(file_day(source_file), date '0001-01-01') desc, source_file desc, source desc, source_row desc
        ) as place
    from rates
    where excluded is null and rate > 0
),
spans as (
    select currency, rate_on, rate, lead(rate_on) over (partition by currency order by rate_on) as next_on
    from written
    where place = 1
)
select
    cast(days.currency as varchar) as currency,
    cast(days.minute as timestamp) as minute,
    cast(days.purchased_on as date) as purchased_on,
    cast(coalesce(fixed_rates.rate, spans.rate) as decimal(18, 8)) as rate
from days
left join fixed_rates on days.currency = fixed_rates.currency
left join spans
    on days.currency = spans.currency
    and days.purchased_on >= spans.rate_on
    and (spans.next_on is null or days.purchased_on < spans.next_on)
    and date_diff('day', spans.rate_on, days.purchased_on) <= cast($rate_days as integer)
