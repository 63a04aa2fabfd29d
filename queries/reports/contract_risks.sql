-- Running contracts, those first of which most is at stake: a year of what the contract brings times
-- the chance that it ends within the horizon of contract_chances, which goes by its plan and its age.
-- Where its end has been asked for, the chance is 1. NULL where no contract has been watched so long.
-- use: asked
-- grain: source, contract_id
-- reads: contract_chances, contract_terms, customers
-- param: as_of DATE
-- param: top INTEGER
with
running as (
    select
        contract_terms.*,
        date_diff('day', started_on, cast($as_of as date)) as age_days,
        coalesce(notice_on <= cast($as_of as date), false) or ended_on is not null as has_notice
    from contract_terms
    where started_on <= cast($as_of as date) and (ended_on is null or ended_on > cast($as_of as date))
),
judged as (
    select
        running.*,
        case when running.has_notice then 1 else contract_chances.chance end as chance
    from running
    left join contract_chances
        on running.plan = contract_chances.plan
        and running.age_days = contract_chances.age_days
),
staked as (
    select
        judged.*,
        cast(judged.monthly_amount * 12 * cast(judged.chance as decimal(18, 8)) as decimal(18, 2)) as at_stake
    from judged
),
placed as (
    select
        staked.*,
        row_number() over (order by at_stake desc nulls last, chance desc nulls last, started_on, source, contract_id) as place
    from staked
)
select
    cast(placed.source as varchar) as source,
    cast(placed.contract_id as varchar) as contract_id,
    cast(placed.customer_id as varchar) as customer_id,
    cast(customers.customer as varchar) as customer,
    cast(customers.email as varchar) as email,
    cast(customers.phone as varchar) as phone,
    cast(placed.plan as varchar) as plan,
    cast(coalesce(placed.owner, customers.owner) as varchar) as owner,
    cast(placed.started_on as date) as started_on,
    cast(placed.paid_until as date) as paid_until,
    cast(placed.has_notice as boolean) as has_notice,
    cast(placed.monthly_amount as decimal(18, 2)) as monthly_amount,
    cast(placed.chance as double) as chance,
    cast(placed.at_stake as decimal(18, 2)) as at_stake,
    cast(placed.place as bigint) as place
from placed
left join customers on placed.customer_id = customers.customer_id
where placed.place <= cast($top as bigint)
order by place
