-- Contracts month by month: those that ran when it began, that began, that ended, that ran when it
-- ended (opening + started - ended = closing), and what they bring a month. lost are those of the
-- opening that ended within it; churn is their share. A contract runs from its first day to the day
-- before its last. The list begins where all sources say what ended (watched_from), at the latest
-- with the month of the day.
-- grain: month
-- reads: contract_terms
-- param: as_of DATE
with
terms as (
    select
        started_on,
        case when ended_on <= cast($as_of as date) then ended_on end as ended_on,
        watched_on,
        coalesce(monthly_amount, 0) as monthly_amount
    from contract_terms
    where started_on <= cast($as_of as date)
),
bounds as (
    select cast(date_trunc('month', least(coalesce(max(watched_on) + interval '1' month - interval '1' day, min(started_on)), cast($as_of as date))) as date) as first_month
    from terms
    having count(*) > 0
),
calendar as (
    select distinct cast(date_trunc('month', span.day) as date) as month
    from bounds
    cross join unnest(sequence(bounds.first_month, cast($as_of as date), interval '1' day)) as span (day)
),
months as (
    select month, cast(month + interval '1' month as date) as next_month
    from calendar
),
counted as (
    select
        months.month,
        months.next_month,
        count(*) filter (where terms.started_on < months.month) as opening,
        count(*) filter (where terms.started_on >= months.month) as started,
        count(*) filter (where terms.ended_on < months.next_month) as ended,
        count(*) filter (where terms.ended_on < months.next_month and terms.started_on < months.month) as lost,
        sum(monthly_amount) filter (where terms.started_on < months.month) as opening_amount,
        sum(monthly_amount) filter (where terms.started_on >= months.month) as started_amount,
        sum(monthly_amount) filter (where terms.ended_on < months.next_month) as ended_amount
    from months
    left join terms
        on terms.started_on < months.next_month
        and (terms.ended_on is null or terms.ended_on >= months.month)
    group by months.month, months.next_month
)
select
    cast(month as date) as month,
    cast(opening as bigint) as opening,
    cast(started as bigint) as started,
    cast(ended as bigint) as ended,
    cast(opening + started - ended as bigint) as closing,
    cast(lost as bigint) as lost,
    cast(lost as double) / nullif(opening, 0) as churn,
    cast(coalesce(opening_amount, 0) as decimal(18, 2)) as opening_amount,
    cast(coalesce(started_amount, 0) as decimal(18, 2)) as started_amount,
    cast(coalesce(ended_amount, 0) as decimal(18, 2)) as ended_amount,
    cast(coalesce(opening_amount, 0) + coalesce(started_amount, 0) - coalesce(ended_amount, 0) as decimal(18, 2)) as closing_amount,
    cast(next_month <= cast($as_of as date) + interval '1' day as boolean) as complete
from counted
order by month
