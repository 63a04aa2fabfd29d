-- The purchase lines that count: not excluded, of the file in which their order stands last, with
-- their day on the company's calendar and the customer behind the source's id. A line without a
-- customer is anonymous; a line without an amount counts as 0.
-- Product ids that differ only in their letters' case are the same product.
-- Money is in the reporting currency; a line in another one for which there is no rate does not
-- count, since it would count as nothing (quality_currencies says how many those are).
-- grain: source, order_id, line
-- reads: customer_identities, purchase_rates, purchase_sources, purchases, sources
-- param: currency VARCHAR
-- param: zone VARCHAR
with
minutes as (
    -- The day is asked of the calendar once for each minute that occurs, not for each line: the
    -- zone's rules cost more than all the rest. Zones change by whole minutes (since 1972).
    select minute, cast(at_timezone(with_timezone(minute, 'UTC'), cast($zone as varchar)) as date) as local_day
    from (
        select distinct date_trunc('minute', purchased_at) as minute
        from purchases
        where excluded is null
    ) as written_minute
),
lines as (
    select
        purchases.*,
        coalesce(sources.namespace, purchases.source) as namespace,
        written_identity(purchases.customer, purchases.customer_email, purchases.customer_phone, purchases.customer_tax_id, purchases.customer_name) as id,
        minutes.local_day as purchased_on,
        purchase_rates.rate
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    left join sources on purchases.source = sources.source
    left join minutes on date_trunc('minute', purchases.purchased_at) = minutes.minute
    left join purchase_rates
        on purchases.currency = purchase_rates.currency
        and date_trunc('minute', purchases.purchased_at) = purchase_rates.minute
    where
        purchases.excluded is null
        and (purchase_rates.rate is not null or purchases.currency is null or purchases.currency = cast($currency as varchar))
)
select
    cast(lines.source as varchar) as source,
    cast(lines.order_id as varchar) as order_id,
    cast(lines.line as integer) as line,
    cast(lines.purchased_on as date) as purchased_on,
    cast(date_trunc('month', lines.purchased_on) as date) as month,
    cast(customer_identities.customer_id as varchar) as customer_id,
    cast(upper(lines.product_id) as varchar) as product_id,
    cast(lines.product as varchar) as product,
    cast(lines.product_group as varchar) as product_group,
    cast(lines.quantity as decimal(18, 3)) as quantity,
    cast(converted_money(lines.price, lines.rate) as decimal(18, 4)) as price,
    cast(coalesce(converted_money(lines.amount, lines.rate), 0) as decimal(18, 4)) as amount,
    cast(converted_money(lines.cost, lines.rate) as decimal(18, 4)) as cost,
    cast(lines.owner as varchar) as owner,
    cast(lines.country as varchar) as country,
    cast(lines.channel as varchar) as channel
from lines
left join customer_identities
    on lines.namespace = customer_identities.namespace
    and lines.id = customer_identities.id
