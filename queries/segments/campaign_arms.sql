-- Who is in which arm of each campaign, as it is known on the day. Of a campaign that was planned here
-- the last draw says so, whoever was reached or not; whom only a list or an event names was not drawn
-- and bears the arm `unplanned`. Of other campaigns the lists of members say so. `both` is one customer
-- in two arms, since two ids turned out to be one customer. Nobody else knows a member without
-- customer_id.
-- use: asked
-- grain: campaign_id, member_id
-- reads: campaign_people, planned_members
-- param: as_of DATE
with
last_draws as (
    select campaign_id, max(number) as number
    from planned_members
    group by campaign_id
),
drawn as (
    select
        planned_members.campaign_id,
        planned_members.customer_id as member_id,
        case
            when min(planned_members.arm) = max(planned_members.arm) then min(planned_members.arm)
            when min(planned_members.arm) = 'control' and max(planned_members.arm) = 'treated' then 'both'
            else max(case when planned_members.arm in ('control', 'treated') then planned_members.arm end)
        end as arm,
        min(planned_members.segment) as segment,
        min(planned_members.offer) as offer
    from planned_members
    inner join last_draws
        on planned_members.campaign_id = last_draws.campaign_id
        and planned_members.number = last_draws.number
    where planned_members.customer_id is not null
    group by planned_members.campaign_id, planned_members.customer_id
),
together as (
    select
        coalesce(drawn.campaign_id, campaign_people.campaign_id) as campaign_id,
        coalesce(drawn.member_id, campaign_people.member_id) as member_id,
        coalesce(drawn.member_id, campaign_people.customer_id) as customer_id,
        case when drawn.arm is not null then drawn.arm when last_draws.campaign_id is not null then 'unplanned' else campaign_people.arm end as arm,
        coalesce(drawn.segment, campaign_people.segment) as segment,
        drawn.offer,
        case when campaign_people.touched_on <= cast($as_of as date) then campaign_people.touched_on end as touched_on,
        campaign_people.delivered,
        case when campaign_people.opened_on <= cast($as_of as date) then campaign_people.opened_on end as opened_on,
        case when campaign_people.clicked_on <= cast($as_of as date) then campaign_people.clicked_on end as clicked_on,
        case when campaign_people.responded_on <= cast($as_of as date) then campaign_people.responded_on end as responded_on,
        coalesce(campaign_people.touches, 0) as touches
    from drawn
    full outer join campaign_people
        on drawn.campaign_id = campaign_people.campaign_id
        and drawn.member_id = campaign_people.member_id
    left join last_draws on campaign_people.campaign_id = last_draws.campaign_id
)
select
    cast(campaign_id as varchar) as campaign_id,
    cast(member_id as varchar) as member_id,
    cast(customer_id as varchar) as customer_id,
    cast(arm as varchar) as arm,
    cast(segment as varchar) as segment,
    cast(offer as varchar) as offer,
    cast(touched_on as date) as touched_on,
    cast(delivered as boolean) as delivered,
    cast(opened_on as date) as opened_on,
    cast(clicked_on as date) as clicked_on,
    cast(responded_on as date) as responded_on,
    cast(touches as integer) as touches
from together
order by campaign_id, member_id
