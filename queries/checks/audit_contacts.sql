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
covered as (
    -- Where no contacts are, no line need be looked at.
    select source from sources where namespace in (select namespace from known)
    union
    select namespace as source from known
),
written as (
    select distinct source, customer
    from purchases
    where excluded is null and customer is not null and source in (select source from covered)
),
buyers as (
    select coalesce(sources.namespace, written.source) as namespace, written.customer as id, min(written.source) as source
    from written
    left join sources on written.source = sources.source
    where coalesce(sources.namespace, written.source) in (select namespace from known)
    group by coalesce(sources.namespace, written.source), written.customer
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
    cast(min(concat(id, ' of ', source)) filter (where is_missing) as varchar) as example,
    cast('export all contacts, and look whether both name customers by the same key' as varchar) as remedy
from found
group by namespace
having count(*) filter (where is_missing) * 4 > count(*)
order by problem, subject
