-- What records say of whoever they are about: the id of their source, and beside it a name, e-mail
-- addresses, telephones, a tax number and the company's own id, as written, with the first day on which
-- they say so. It is what package etl/identity makes customer_identities of. Of the names that an id
-- bears one is enough; beside what only stands for an id (`keyless`) each counts. `by_name` says that the
-- id may be a name, because it is one or because nothing says that it is none. `addressed` is said of
-- members of campaigns: they may be anybody, and are customers only where other records know them.
-- use: asked
-- grain: namespace, id, email, phone, tax_id, account, name, contact, keyless, by_name, addressed
-- reads: campaign_members, contact_identities, contact_sources, contacts, contract_sources, contracts, deals, events, purchase_sources, purchases, sources
with
mentions as (
    select
        coalesce(sources.namespace, purchases.source) as namespace,
        written_identity(purchases.customer, purchases.customer_email, purchases.customer_phone, purchases.customer_tax_id, purchases.customer_name) as id,
        purchases.customer_email as email,
        purchases.customer_phone as phone,
        purchases.customer_tax_id as tax_id,
        cast(null as varchar) as account,
        purchases.customer_name as name,
        false as contact,
        purchases.customer is null as keyless,
        coalesce(purchases.customer = purchases.customer_name, true) as by_name,
        purchases.purchased_at as known_at,
        false as addressed
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    left join sources on purchases.source = sources.source
    where purchases.excluded is null
    union all
    select
        contact_identities.namespace,
        contact_identities.id,
        contacts.email,
        contacts.phone,
        contacts.tax_id,
        contacts.account,
        coalesce(nullif(trim(contacts.full_name), ''), nullif(concat_ws(' ', contacts.first_name, contacts.last_name), ''), contacts.company) as name,
        true as contact,
        false as keyless,
        false as by_name,
        coalesce(contacts.created_at, contacts.updated_at) as known_at,
        false as addressed
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
    select
        coalesce(sources.namespace, events.source) as namespace,
        written_identity(events.customer, events.customer_email, events.customer_phone, null, events.customer_name) as id,
        events.customer_email as email,
        events.customer_phone as phone,
        cast(null as varchar) as tax_id,
        cast(null as varchar) as account,
        events.customer_name as name,
        false as contact,
        events.customer is null and coalesce(events.customer_email, events.customer_phone) is not null as keyless,
        coalesce(events.customer = events.customer_name, true) as by_name,
        events.event_at as known_at,
        false as addressed
    from events
    left join sources on events.source = sources.source
    where events.excluded is null
    union all
    select
        coalesce(sources.namespace, deals.source) as namespace,
        written_identity(deals.customer, deals.customer_email, deals.customer_phone, null, deals.customer_name) as id,
        deals.customer_email as email,
        deals.customer_phone as phone,
        cast(null as varchar) as tax_id,
        cast(null as varchar) as account,
        deals.customer_name as name,
        false as contact,
        deals.customer is null and coalesce(deals.customer_email, deals.customer_phone) is not null as keyless,
        coalesce(deals.customer = deals.customer_name, true) as by_name,
        deals.created_at as known_at,
        false as addressed
    from deals
    left join sources on deals.source = sources.source
    where deals.excluded is null
    union all
    select
        coalesce(sources.namespace, contracts.source) as namespace,
        written_identity(contracts.customer, contracts.customer_email, contracts.customer_phone, contracts.customer_tax_id, contracts.customer_name) as id,
        contracts.customer_email as email,
        contracts.customer_phone as phone,
        contracts.customer_tax_id as tax_id,
        cast(null as varchar) as account,
        contracts.customer_name as name,
        false as contact,
        contracts.customer is null as keyless,
        coalesce(contracts.customer = contracts.customer_name, true) as by_name,
        contracts.started_at as known_at,
        false as addressed
    from contracts
    inner join contract_sources
        on contracts.source = contract_sources.source
        and contracts.contract_id = contract_sources.contract_id
        and contracts.source_file = contract_sources.source_file
    left join sources on contracts.source = sources.source
    where contracts.excluded is null
    union all
    select
        coalesce(sources.namespace, campaign_members.source) as namespace,
        written_identity(campaign_members.customer, campaign_members.customer_email, campaign_members.customer_phone, null, campaign_members.customer_name) as id,
        campaign_members.customer_email as email,
        campaign_members.customer_phone as phone,
        cast(null as varchar) as tax_id,
        cast(null as varchar) as account,
        campaign_members.customer_name as name,
        false as contact,
        campaign_members.customer is null and coalesce(campaign_members.customer_email, campaign_members.customer_phone) is not null as keyless,
        coalesce(campaign_members.customer = campaign_members.customer_name, true) as by_name,
        cast(null as timestamp) as known_at,
        true as addressed
    from campaign_members
    left join sources on campaign_members.source = sources.source
    where campaign_members.excluded is null
),
named as (
    select
        namespace,
        id,
        email,
        phone,
        tax_id,
        account,
        case when keyless or contact then name end as own_name,
        contact,
        keyless,
        by_name,
        addressed,
        min(name) as name,
        min(known_at) as known_at
    from mentions
    where id is not null
    group by namespace, id, email, phone, tax_id, account, 7, contact, keyless, by_name, addressed
)
select
    cast(namespace as varchar) as namespace,
    cast(id as varchar) as id,
    cast(email as varchar) as email,
    cast(phone as varchar) as phone,
    cast(tax_id as varchar) as tax_id,
    cast(account as varchar) as account,
    cast(name as varchar) as name,
    cast(contact as boolean) as contact,
    cast(keyless as boolean) as keyless,
    cast(by_name as boolean) as by_name,
    cast(known_at as timestamp) as known_at,
    cast(addressed as boolean) as addressed
from named
