-- The customers of each campaign: whom campaign_people knows as customers. A customer of both arms
-- (`both`: two ids that turned out to be one customer) can be compared with neither.
-- grain: campaign_id, customer_id
-- reads: campaign_people
select
    cast(campaign_id as varchar) as campaign_id,
    cast(customer_id as varchar) as customer_id,
    cast(arm as varchar) as arm,
    cast(segment as varchar) as segment,
    cast(touched_on as date) as touched_on,
    cast(delivered as boolean) as delivered,
    cast(opened_on as date) as opened_on,
    cast(clicked_on as date) as clicked_on,
    cast(responded_on as date) as responded_on,
    cast(touches as integer) as touches
from campaign_people
where customer_id is not null
