-- Where each customer can be reached, and what is known of whether that is allowed: yes, no, or NULL where
-- nobody said. Within a namespace the newest record says it, and of several of one instant the one that
-- refuses; a refusal in one namespace is not undone by another, since whoever unsubscribed in the mailing's own system
-- meant it, whatever the CRM still has. Consent to e-mail is given for an address: that one is taken to which
-- it was given, the newest of several, else one of which nobody said anything, and an address that was
-- refused says no for a customer who gave no other. Telephone, owner and place are the customer's.
-- grain: customer_id
-- reads: contact_identities, contact_sources, contacts, customer_identities, customers
with
written as (
    select
        customer_identities.customer_id,
        contact_identities.namespace,
        normal_email(split_part(contacts.email, ',', 1)) as email,
        contacts.email_consent,
        contacts.call_consent,
        contacts.sms_consent,
        contacts.post_consent,
        nullif(trim(contacts.tags), '') as tags,
        coalesce(contacts.updated_at, contacts.created_at, cast(file_day(contacts.source_file) as timestamp), timestamp '0001-01-01 00:00:00') as written_at
    from contacts
    inner join contact_sources
        on contacts.source = contact_sources.source
        and contacts.source_id = contact_sources.source_id
        and contacts.source_file = contact_sources.source_file
    inner join contact_identities
        on contacts.source = contact_identities.source
        and contacts.source_id = contact_identities.source_id
    inner join customer_identities
        on contact_identities.namespace = customer_identities.namespace
        and contact_identities.id = customer_identities.id
    where contacts.excluded is null
),
told_of_addresses as (
    select
        customer_id,
        email,
        namespace,
        max(written_at) as written_at,
        max_by(email_consent, row(written_at, not email_consent)) filter (where email_consent is not null) as consent
    from written
    where email is not null
    group by customer_id, email, namespace
),
addresses as (
    select customer_id, email, max(written_at) as written_at, min(consent) as consent, false as is_own
    from told_of_addresses
    group by customer_id, email
    union all
    select customer_id, email, timestamp '0001-01-01 00:00:00' as written_at, cast(null as boolean) as consent, true as is_own
    from customers
    where email is not null
),
each_address as (
    select customer_id, email, max(written_at) as written_at, min(consent) as consent, max(is_own) as is_own
    from addresses
    group by customer_id, email
),
without_address as (
    select customer_id, min(consent) as consent
    from (
        select customer_id, namespace, max_by(email_consent, row(written_at, not email_consent)) as consent
        from written
        where email is null and email_consent is not null
        group by customer_id, namespace
    ) as told
    group by customer_id
),
ranked as (
    select
        customer_id,
        email,
        consent,
        row_number() over (
            partition by customer_id
            order by case when consent then 0 when consent is null then 1 else 2 end, is_own desc, written_at desc, email
        ) as place,
        min(consent) over (partition by customer_id) as least
    from each_address
),
chosen as (
    select customer_id, email, coalesce(consent, case when not least then false end) as consent
    from ranked
    where place = 1
),
told_of_customers as (
    select
        customer_id,
        namespace,
        max_by(call_consent, row(written_at, not call_consent)) filter (where call_consent is not null) as call_consent,
        max_by(sms_consent, row(written_at, not sms_consent)) filter (where sms_consent is not null) as sms_consent,
        max_by(post_consent, row(written_at, not post_consent)) filter (where post_consent is not null) as post_consent
    from written
    group by customer_id, namespace
),
allowed as (
    select customer_id, min(call_consent) as call_consent, min(sms_consent) as sms_consent, min(post_consent) as post_consent
    from told_of_customers
    group by customer_id
),
marked as (
    select customer_id, max_by(tags, row(written_at, tags)) as tags
    from written
    where tags is not null
    group by customer_id
)
select
    cast(customers.customer_id as varchar) as customer_id,
    cast(chosen.email as varchar) as email,
    cast(customers.phone as varchar) as phone,
    -- A refusal without an address is one of all.
    cast(case when not without_address.consent then false else coalesce(chosen.consent, without_address.consent) end as boolean) as email_consent,
    cast(allowed.call_consent as boolean) as call_consent,
    cast(allowed.sms_consent as boolean) as sms_consent,
    cast(allowed.post_consent as boolean) as post,
    cast(marked.tags as varchar) as tags,
    cast(customers.owner as varchar) as owner,
    cast(customers.customer as varchar) as customer,
    cast(customers.country as varchar) as country,
    cast(customers.city as varchar) as city
from customers
left join chosen on customers.customer_id = chosen.customer_id
left join without_address on customers.customer_id = without_address.customer_id
left join allowed on customers.customer_id = allowed.customer_id
left join marked on customers.customer_id = marked.customer_id
