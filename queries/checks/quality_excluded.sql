-- What the company chose to leave out of its figures, by reason and product: lines and money. An
-- order that a later file brings again counts once.
-- grain: source, reason, product_id
-- reads: purchase_sources, purchases
select
    cast(purchases.source as varchar) as source,
    cast(purchases.excluded as varchar) as reason,
    cast(coalesce(purchases.product_id, purchases.product) as varchar) as product_id,
    cast(max(purchases.product) as varchar) as product,
    cast(count(*) as bigint) as lines,
    cast(coalesce(sum(purchases.amount), 0) as decimal(18, 2)) as amount
from purchases
inner join purchase_sources
    on purchases.source = purchase_sources.source
    and purchases.order_id = purchase_sources.order_id
    and purchases.source_file = purchase_sources.source_file
where purchases.excluded is not null
group by purchases.source, purchases.excluded, coalesce(purchases.product_id, purchases.product)
order by source, reason, product_id
