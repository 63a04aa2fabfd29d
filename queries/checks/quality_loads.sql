-- Every file that was loaded: rows and money that it held, and what became of them. Replaced are
-- those loaded rows whose order a later file of the source brings again: they are kept, and
-- counted there. The currency is that of a file's purchases where all are in one, and there are so
-- many currencies; foreign is the part of the money that is not in the company's. Times are those
-- of the company's clocks.
-- grain: source, source_file, entity
-- reads: loads, purchase_sources, purchases
-- param: zone VARCHAR
-- param: currency VARCHAR
with replaced as (
    select
        purchases.source,
        purchases.source_file,
        count(*) as row_count,
        sum(purchases.amount) as amount,
        sum(purchases.amount) filter (where purchases.currency <> cast($currency as varchar)) as foreign_amount
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file <> purchase_sources.source_file
    where purchases.excluded is null
    group by purchases.source, purchases.source_file
),
by_currency as (
    select
        source,
        source_file,
        currency,
        sum(case when excluded is null then amount end) as loaded,
        sum(case when excluded is not null then amount end) as excluded
    from purchases
    group by source, source_file, currency
),
written as (
    select
        source,
        source_file,
        count(currency) as currencies,
        min(currency) as currency,
        sum(loaded) filter (where currency <> cast($currency as varchar)) as loaded,
        sum(excluded) filter (where currency <> cast($currency as varchar)) as excluded
    from by_currency
    group by source, source_file
)
select
    cast(loads.source as varchar) as source,
    cast(loads.source_file as varchar) as source_file,
    cast(loads.entity as varchar) as entity,
    cast(loads.rows_read as bigint) as rows_read,
    cast(loads.rows_loaded as bigint) as rows_loaded,
    cast(loads.rows_excluded as bigint) as rows_excluded,
    cast(loads.rows_rejected as bigint) as rows_rejected,
    cast(coalesce(replaced.row_count, 0) as bigint) as rows_replaced,
    cast(loads.amount_read as decimal(18, 4)) as amount_read,
    cast(loads.amount_loaded as decimal(18, 4)) as amount_loaded,
    cast(loads.amount_excluded as decimal(18, 4)) as amount_excluded,
    cast(loads.amount_rejected as decimal(18, 4)) as amount_rejected,
    cast(coalesce(replaced.amount, 0) as decimal(18, 4)) as amount_replaced,
    cast(case when written.currencies = 1 then written.currency end as varchar) as currency,
    cast(coalesce(written.currencies, 0) as bigint) as currencies,
    cast(coalesce(written.loaded, 0) as decimal(18, 4)) as foreign_loaded,
    cast(coalesce(written.excluded, 0) as decimal(18, 4)) as foreign_excluded,
    cast(coalesce(replaced.foreign_amount, 0) as decimal(18, 4)) as foreign_replaced,
    cast(loads.unreadable_amounts as bigint) as unreadable_amounts,
    cast(at_timezone(with_timezone(loads.first_at, 'UTC'), cast($zone as varchar)) as timestamp) as first_at,
    cast(at_timezone(with_timezone(loads.last_at, 'UTC'), cast($zone as varchar)) as timestamp) as last_at
from loads
left join replaced
    on loads.entity = 'purchases'
    and loads.source = replaced.source
    and loads.source_file = replaced.source_file
left join written
    on loads.entity = 'purchases'
    and loads.source = written.source
    and loads.source_file = written.source_file
order by source, source_file, entity
