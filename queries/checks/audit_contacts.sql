-- Namespaces with contacts in which more than one buyer in four is not among them: the keys are not
-- the same ones, or the export of contacts is old. Buyers without a key of their own cannot be
-- looked for.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: contacts, purchases, sources
with
known as (
    select distinct coalesce(sources.namespace, contacts.source) as namespace, coalesce(contacts.customer, contacts.source_id) as id
    from contacts
    left join sources on contacts.source = sources.source
),
buyers as (
    select coalesce(sources.namespace, purchases.source) as namespace, purchases.customer as id, min(purchases.source_file) as source_file
    from purchases
    left join sources on purchases.source = sources.source
    where
        purchases.excluded is null
        and purchases.customer is not null
        and coalesce(sources.namespace, purchases.source) in (select namespace from known)
    group by coalesce(sources.namespace, purchases.source), purchases.customer
),
found as (
    select buyers.*, known.id is null as is_missing
    from buyers
    left join known
        on buyers.namespace = known.namespace
        and buyers.id = known.id
)
select
    cast('more than one buyer in four is not among the contacts' as varchar) as problem,
    cast(namespace as varchar) as subject,
    cast(count(*) filter (where is_missing) as bigint) as lines,
    cast(count(*) as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(concat(source_file, ': ', id)) filter (where is_missing) as varchar) as example,
    cast('export all contacts, and look whether both name customers by the same key' as varchar) as remedy
from found
group by namespace
having count(*) filter (where is_missing) * 4 > count(*)
order by problem, subject
