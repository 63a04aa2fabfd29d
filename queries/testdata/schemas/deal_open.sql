create table deal_open (
    source varchar, deal_id varchar, pipeline varchar, stage varchar, owner varchar, amount decimal(38, 2), age_days bigint, win_chance double,
    expected decimal(38, 2), expected_on date, stalled boolean
)
