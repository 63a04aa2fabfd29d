-- Which customer stands behind each id that a source uses. Ids are unique within a namespace
-- (shop, or accounting and CRM together where they share codes; a source that `sources` does not
-- list is its own). Ids with the same e-mail address are one customer, who is called by the
-- smallest of their qualified ids. An id that is written with several addresses has the smallest
-- of them: one address each keeps "is the same as" transitive. Whoever bought without an id but
-- with an address has the address as id.
-- grain: namespace, id
-- reads: contact_identities, contact_sources, contacts, events, purchase_sources, purchases, sources
with
mentions as (
    select
        coalesce(sources.namespace, purchases.source) as namespace,
        coalesce(purchases.customer, normal_email(purchases.customer_email)) as id,
        normal_email(purchases.customer_email) as email
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    left join sources on purchases.source = sources.source
    where purchases.excluded is null
    union all
    select contact_identities.namespace, contact_identities.id, normal_email(contacts.email) as email
    from contacts
    inner join contact_sources
        on contacts.source = contact_sources.source
        and contacts.source_id = contact_sources.source_id
        and contacts.source_file = contact_sources.source_file
    inner join contact_identities
        on contacts.source = contact_identities.source
        and contacts.source_id = contact_identities.source_id
    where contacts.excluded is null
    union all
    select coalesce(sources.namespace, events.source) as namespace, events.customer as id, cast(null as varchar) as email
    from events
    left join sources on events.source = sources.source
    where events.excluded is null
),
identities as (
    select namespace, id, min(email) as email
    from mentions
    where id is not null
    group by namespace, id
),
addresses as (
    select email, min(qualified_id(namespace, id)) as customer_id
    from identities
    where email is not null
    group by email
)
select
    cast(identities.namespace as varchar) as namespace,
    cast(identities.id as varchar) as id,
    cast(coalesce(addresses.customer_id, qualified_id(identities.namespace, identities.id)) as varchar) as customer_id
from identities
left join addresses on identities.email = addresses.email
