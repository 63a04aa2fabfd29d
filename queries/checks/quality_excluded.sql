-- What the company chose to leave out of its figures, by reason and product: lines and money. An
-- order that a later file brings again counts once. A product is called as most of its lines call
-- it.
-- grain: source, reason, product_id
-- reads: purchase_sources, purchases
with
lines as (
    select
        purchases.source,
        purchases.excluded as reason,
        upper(coalesce(purchases.product_id, purchases.product)) as product_id,
        purchases.product,
        count(*) as lines,
        sum(purchases.amount) as amount
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    where purchases.excluded is not null
    group by purchases.source, purchases.excluded, upper(coalesce(purchases.product_id, purchases.product)), purchases.product
)
select
    cast(source as varchar) as source,
    cast(reason as varchar) as reason,
    cast(product_id as varchar) as product_id,
    cast(max_by(product, row(lines, product)) filter (where product is not null) as varchar) as product,
    cast(sum(lines) as bigint) as lines,
    cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount
from lines
group by source, reason, product_id
order by source, reason, product_id
