-- Who was drawn for the campaigns that were planned, as the last plan of each has it: the customers as they
-- are called today. An id that was told and is now another customer's is that customer; where the sources had
-- one namespace when it was told and have several now, the one customer with that id is meant; an id that nobody has any
-- longer stays as it was told. So a customer may stand here twice, even in both arms: two who were drawn may be
-- one by now.
-- grain: campaign_id, told_as
-- reads: customer_identities, told_members
with
called as (
    select qualified_id(namespace, id) as told_as, min(customer_id) as customer_id
    from customer_identities
    group by qualified_id(namespace, id)
),
bare as (
    select id, min(customer_id) as customer_id
    from customer_identities
    group by id
    having min(customer_id) = max(customer_id)
)
select
    cast(told_members.campaign_id as varchar) as campaign_id,
    cast(told_members.told_on as date) as told_on,
    cast(told_members.snapshot as bigint) as snapshot,
    cast(told_members.number as bigint) as number,
    cast(told_members.kind as varchar) as kind,
    cast(told_members.segment as varchar) as segment,
    cast(coalesce(called.customer_id, bare.customer_id, told_members.customer_id) as varchar) as customer_id,
    cast(told_members.arm as varchar) as arm,
    cast(told_members.offer as varchar) as offer,
    cast(told_members.channel as varchar) as channel,
    cast(told_members.customer_id as varchar) as told_as
from told_members
left join called on told_members.customer_id = called.told_as
left join bare on told_members.customer_id = bare.id
