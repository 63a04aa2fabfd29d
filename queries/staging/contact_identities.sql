-- By which id, in which namespace, each contact is known: the key that purchases know it by, where
-- the source has such keys; a contact of that source without one is nobody's customer yet and keeps
-- its own number in a namespace of the source, where it cannot be taken for a customer's.
-- grain: source, source_id
-- reads: contact_sources, contacts, sources
with keyed as (
    select source, max(case when customer is not null then 1 else 0 end) = 1 as has_keys
    from contacts
    group by source
)
select
    cast(contacts.source as varchar) as source,
    cast(contacts.source_id as varchar) as source_id,
    cast(max(case
        when contacts.customer is null and keyed.has_keys then contacts.source
        else coalesce(sources.namespace, contacts.source)
    end) as varchar) as namespace,
    cast(max(coalesce(contacts.customer, contacts.source_id)) as varchar) as id
from contacts
inner join contact_sources
    on contacts.source = contact_sources.source
    and contacts.source_id = contact_sources.source_id
    and contacts.source_file = contact_sources.source_file
inner join keyed on contacts.source = keyed.source
left join sources on contacts.source = sources.source
where contacts.excluded is null
group by contacts.source, contacts.source_id
