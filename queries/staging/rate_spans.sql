-- What one unit of each foreign currency is worth in the reporting currency, by the days for which
-- it holds: from from_on until the day before until_on. A rate holds until the next one, and for no
-- more than so many days after its own. Of two rates of one day that of the later file counts, by the
-- day in its name and then by the name, and in one file that of the later row. A fixed rate holds on
-- every day, and then no other of its currency does. Spans of a currency do not meet, so a day has
-- one rate or none.
-- grain: currency, from_on
-- reads: fixed_rates, rates
-- param: rate_days INTEGER
-- param: zone VARCHAR
with
written as (
    select
        upper(trim(currency)) as currency,
        cast(at_timezone(with_timezone(rate_on, 'UTC'), cast($zone as varchar)) as date) as rate_on,
        rate,
        source,
        source_file,
        source_row
    from rates
    where excluded is null and rate > 0 and currency is not null and rate_on is not null
),
ranked as (
    select
        written.*,
        row_number() over (
            partition by currency, rate_on
            order by coalesce(file_day(source_file), date '0001-01-01') desc, source_file desc, source desc, source_row desc
        ) as place
    from written
),
followed as (
    select currency, rate_on, rate, lead(rate_on, 1, date '9999-12-31') over (partition by currency order by rate_on) as next_on
    from ranked
    where place = 1
)
select
    cast(followed.currency as varchar) as currency,
    cast(followed.rate_on as date) as from_on,
    cast(least(followed.next_on, followed.rate_on + interval '1' day * (cast($rate_days as integer) + 1)) as date) as until_on,
    cast(followed.rate as decimal(18, 8)) as rate
from followed
left join fixed_rates on followed.currency = fixed_rates.currency
where fixed_rates.currency is null
union all
-- The first and the last day that a date can be.
select
    cast(currency as varchar) as currency,
    date '0001-01-01' as from_on,
    date '9999-12-31' as until_on,
    cast(rate as decimal(18, 8)) as rate
from fixed_rates
