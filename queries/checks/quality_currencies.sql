-- Purchases in other currencies than the reporting one: how many lines, what they are worth in
-- their own currency and converted, and what is not in the figures because there is no rate for
-- its day. An order that a later file brings again counts once.
-- grain: source, currency
-- reads: purchase_rates, purchase_sources, purchases
-- param: currency VARCHAR
with foreign_lines as (
    select purchases.source, purchases.currency, purchases.amount, purchase_rates.rate
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
    cast(source as varchar) as source,
    cast(currency as varchar) as currency,
    cast(count(*) as bigint) as lines,
    cast(coalesce(sum(amount), 0) as decimal(18, 4)) as amount,
    cast(count(rate) as bigint) as lines_converted,
    cast(coalesce(sum(converted_money(amount, rate)) filter (where rate is not null), 0) as decimal(18, 4)) as amount_converted,
    cast(count(*) - count(rate) as bigint) as lines_without_rate,
    cast(coalesce(sum(amount) filter (where rate is null), 0) as decimal(18, 4)) as amount_without_rate
from foreign_lines
group by source, currency
order by source, currency
