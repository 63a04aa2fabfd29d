create table told_members (
    campaign_id varchar, told_on date, snapshot bigint, number bigint, kind varchar, segment varchar, customer_id varchar,
    arm varchar, offer varchar, channel varchar
)
