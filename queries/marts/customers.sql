-- Customers: everybody whom a source knows by an id or an address, whether they bought or not.
-- Address, phone and place are the newest that is written anywhere, on the same instant the greatest,
-- so that the order of rows and files does not matter. So is the name, but that of a company's
-- employee comes last: a company that buys is not called as whoever answers its telephone.
-- Without a name the id stands for it, and of several addresses in a cell the first. `contacts` is how many records of people and
-- companies are this customer. First and last day and the number of orders are of purchases, the
-- money is of all orders.
-- grain: customer_id
-- reads: contact_identities, contact_sources, contacts, contract_sources, contracts, customer_identities, orders, purchase_sources, purchases, sources
with
mentions as (
    select
        coalesce(sources.namespace, purchases.source) as namespace,
        written_identity(purchases.customer, purchases.customer_email, purchases.customer_phone, purchases.customer_tax_id, purchases.customer_name) as id,
        nullif(trim(purchases.customer_name), '') as name,
        normal_email(split_part(purchases.customer_email, ',', 1)) as email,
        purchases.customer_phone as phone,
        purchases.country,
        purchases.city,
        purchases.owner,
        false as employee,
        max(purchases.purchased_at) as written_at
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    left join sources on purchases.source = sources.source
    where purchases.excluded is null
    group by 1, 2, 3, 4, 5, 6, 7, 8
    union all
    select
        contact_identities.namespace,
        contact_identities.id,
        coalesce(nullif(trim(contacts.full_name), ''), nullif(concat_ws(' ', contacts.first_name, contacts.last_name), ''), contacts.company) as name,
        normal_email(split_part(contacts.email, ',', 1)) as email,
        contacts.phone,
        contacts.country,
        contacts.city,
        contacts.owner,
        nullif(trim(contacts.company), '') is not null as employee,
        coalesce(contacts.updated_at, contacts.created_at, timestamp '0001-01-01 00:00:00') as written_at
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
        coalesce(sources.namespace, contracts.source) as namespace,
        written_identity(contracts.customer, contracts.customer_email, contracts.customer_phone, contracts.customer_tax_id, contracts.customer_name) as id,
        nullif(trim(contracts.customer_name), '') as name,
        normal_email(split_part(contracts.customer_email, ',', 1)) as email,
        contracts.customer_phone as phone,
        cast(null as varchar) as country,
        cast(null as varchar) as city,
        contracts.owner,
        false as employee,
        coalesce(contracts.updated_at, contracts.started_at) as written_at
    from contracts
    inner join contract_sources
        on contracts.source = contract_sources.source
        and contracts.contract_id = contract_sources.contract_id
        and contracts.source_file = contract_sources.source_file
    left join sources on contracts.source = sources.source
    where contracts.excluded is null
),
written as (
    select customer_identities.customer_id, mentions.*
    from mentions
    inner join customer_identities
        on mentions.namespace = customer_identities.namespace
        and mentions.id = customer_identities.id
),
described as (
    select
        customer_id,
        max_by(name, row(not employee, written_at, name)) filter (where name is not null) as name,
        max_by(email, row(written_at, email)) filter (where email is not null) as email,
        max_by(phone, row(written_at, phone)) filter (where phone is not null) as phone,
        max_by(country, row(written_at, country)) filter (where country is not null) as country,
        max_by(city, row(written_at, city)) filter (where city is not null) as city,
        max_by(owner, row(written_at, owner)) filter (where owner is not null) as owner
    from written
    group by customer_id
),
cards as (
    select customer_identities.customer_id, count(*) as contacts
    from contact_identities
    inner join customer_identities
        on contact_identities.namespace = customer_identities.namespace
        and contact_identities.id = customer_identities.id
    group by customer_identities.customer_id
),
known as (
    select customer_id, min(id) filter (where qualified_id(namespace, id) = customer_id) as id
    from customer_identities
    group by customer_id
),
totals as (
    select
        customer_id,
        min(ordered_on) filter (where is_purchase) as first_on,
        max(ordered_on) filter (where is_purchase) as last_on,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(sales) as sales,
        sum(returns) as returns
    from orders
    where customer_id is not null
    group by customer_id
)
select
    cast(known.customer_id as varchar) as customer_id,
    cast(coalesce(described.name, known.id) as varchar) as customer,
    cast(described.email as varchar) as email,
    cast(described.phone as varchar) as phone,
    cast(described.country as varchar) as country,
    cast(described.city as varchar) as city,
    cast(described.owner as varchar) as owner,
    cast(coalesce(cards.contacts, 0) as bigint) as contacts,
    cast(totals.first_on as date) as first_on,
    cast(totals.last_on as date) as last_on,
    cast(coalesce(totals.orders, 0) as bigint) as orders,
    cast(coalesce(totals.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(totals.sales, 0) as decimal(18, 4)) as sales,
    cast(coalesce(totals.returns, 0) as decimal(18, 4)) as returns
from known
left join described on known.customer_id = described.customer_id
left join cards on known.customer_id = cards.customer_id
left join totals on known.customer_id = totals.customer_id
