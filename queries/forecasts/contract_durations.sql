-- How long contracts last, by plan: so many that were watched from so many days after their
-- beginning, had so many days behind them when they ended or on the day, and have ended or not. A
-- contract that would be missing here had it ended before its source watched (watched_from) is seen
-- only because it lasted, so it counts from the age that it had then; one that ended before it is
-- left out, as all like it are.
-- grain: plan, watched_days, days, has_ended
-- reads: contract_terms
-- param: as_of DATE
with
spans as (
    select
        plan,
        greatest(0, coalesce(date_diff('day', started_on, watched_on), 0)) as watched_days,
        case when ended_on <= cast($as_of as date) then date_diff('day', started_on, ended_on) else date_diff('day', started_on, cast($as_of as date)) end as days,
        coalesce(ended_on <= cast($as_of as date), false) as has_ended
    from contract_terms
    where started_on <= cast($as_of as date)
)
select
    cast(plan as varchar) as plan,
    cast(watched_days as bigint) as watched_days,
    cast(days as bigint) as days,
    cast(has_ended as boolean) as has_ended,
    cast(count(*) as bigint) as contracts
from spans
where watched_days = 0 or days > watched_days
group by plan, watched_days, days, has_ended
order by plan, watched_days, days, has_ended
