-- Currencies with purchases on days for which there is no rate: those lines are in no figure.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: purchase_rates, purchase_sources, purchases
-- param: currency VARCHAR
with foreign_lines as (
    select purchases.currency, purchases.amount, purchases.source_file, purchases.source_row, purchases.purchased_at, purchase_rates.rate
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    left join purchase_rates
        on purchases.currency = purchase_rates.currency
        and date_trunc('minute', purchases.purchased_at) = purchase_rates.minute
    where purchases.excluded is null and purchases.currency <> cast($currency as varchar)
)
select
    cast('purchases without a rate are not in the figures' as varchar) as problem,
    cast(currency as varchar) as subject,
    cast(count(*) filter (where rate is null) as bigint) as lines,
    cast(count(*) as bigint) as of_lines,
    cast(coalesce(sum(amount) filter (where rate is null), 0) as decimal(18, 4)) as amount,
    cast(currency as varchar) as currency,
    cast(min(concat(source_file, ', row ', cast(source_row as varchar), ': ', cast(cast(purchased_at as date) as varchar))) filter (where rate is null) as varchar) as example,
    cast('add the rate of that day, or of one shortly before it, to the file of rates, or fix one (rates:)' as varchar) as remedy
from foreign_lines
group by currency
having count(*) filter (where rate is null) > 0
order by problem, subject
