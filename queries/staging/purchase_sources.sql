-- In which file each order stands last. Nightly exports overlap: an order that a later file of
-- the same source brings again, whole, supersedes what earlier files said of it. Later means
-- later by name, so files are named by their date.
-- grain: source, order_id
-- reads: purchases
select
    cast(source as varchar) as source,
    cast(order_id as varchar) as order_id,
    cast(max(source_file) as varchar) as source_file
from purchases
group by source, order_id
