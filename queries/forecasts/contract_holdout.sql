-- Contracts that ran at the cut, by plan and age on that day, and how many of them had ended a number
-- of days later: against this the chances are held that were told at the cut. Those whose end had been
-- asked for by then stand apart. A contract that was not watched yet is not asked.
-- use: asked
-- grain: plan, age_days, has_notice
-- reads: contract_terms
-- param: cut DATE
-- param: days INTEGER
with
running as (
    select
        plan,
        date_diff('day', started_on, cast($cut as date)) as age_days,
        coalesce(notice_on <= cast($cut as date), false) as has_notice,
        coalesce(date_diff('day', cast($cut as date), ended_on) <= cast($days as integer), false) as has_ended
    from contract_terms
    where
        started_on <= cast($cut as date)
        and (ended_on is null or ended_on > cast($cut as date))
        and (watched_on is null or watched_on <= cast($cut as date))
)
select
    cast(plan as varchar) as plan,
    cast(age_days as bigint) as age_days,
    cast(has_notice as boolean) as has_notice,
    cast(count(*) as bigint) as contracts,
    cast(count(*) filter (where has_ended) as bigint) as ended
from running
group by plan, age_days, has_notice
order by plan, age_days, has_notice
