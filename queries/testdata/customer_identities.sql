-- Stands in for what package etl/identity makes of the mentions, so that queries are tested without it:
-- ids with the same e-mail address are one customer, called by the smallest of their qualified ids; of
-- several addresses an id has the smallest. Who is only addressed is nobody.
-- grain: namespace, id
-- reads: identity_mentions
with
written as (
    select namespace, id, case when keyless then normal_email(email) else id end as own_id, normal_email(email) as email, addressed
    from identity_mentions
),
identities as (
    select namespace, own_id, min(email) as email, min(case when addressed then 1 else 0 end) = 1 as addressed
    from written
    where own_id is not null
    group by namespace, own_id
),
addresses as (
    select email, min(qualified_id(namespace, own_id)) as customer_id
    from identities
    where email is not null and not addressed
    group by email
),
called as (
    select namespace, id, own_id
    from written
    where own_id is not null
    union
    select namespace, own_id as id, own_id
    from identities
)
select
    cast(called.namespace as varchar) as namespace,
    cast(called.id as varchar) as id,
    cast(min(coalesce(addresses.customer_id, qualified_id(identities.namespace, identities.own_id))) as varchar) as customer_id
from called
inner join identities
    on called.namespace = identities.namespace
    and called.own_id = identities.own_id
left join addresses on identities.email = addresses.email
where addresses.email is not null or not identities.addressed
group by called.namespace, called.id
