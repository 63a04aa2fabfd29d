create table leaving (
    customer_id varchar, customer varchar, email varchar, phone varchar, owner varchar, last_on date, purchases bigint, usual_gap_days double,
    silent_days bigint, overdue_days double, p_alive double, p_buys double, risk varchar, revenue decimal(38, 2), at_stake decimal(38, 2), next_on date,
    usual_weekday bigint, usual_hour bigint
)
