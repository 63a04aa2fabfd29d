-- Of the customers of a cohort, how many bought again in each later period, and how many orders and
-- how much money they brought. A cohort is the customers who first bought in a calendar period of
-- the unit (day, week from Monday, month, quarter, year), or, where cohorts are recurring, all who
-- bought in it; period 0 is the cohort's own.
--
-- Periods are those of the calendar where rolling_days is 0 and brackets are empty. Otherwise they
-- are counted from each customer's own first day in the cohort: so many days each, or brackets of
-- days ('1-7,8-30'; period 0 is the first day itself, unless a bracket begins on it; days outside
-- the brackets count nowhere). A day is a calendar day of the company.
--
-- The window says when a customer is active in period n: `on` bought in it, `on-or-after` in it or
-- any later one, `on-or-before` in it or any earlier one after 0, `streak` in every one up to it.
-- Orders and revenue are of the same periods (of a streak: of period n, by those in the streak).
-- The base is what the same customers brought in period 0: revenue / base is net revenue retention.
-- For gross retention, kept / its base, no customer counts for more than they brought in period 0,
-- and one who brought nothing then does not count at all.
--
-- Every cell up to the day is a row, also where nobody bought. A cell is complete when it can no
-- longer grow: its period has ended on the day. Where customers count their own periods, a cell's
-- customers are those whose period has ended (all of them in period 0), and the cell is complete
-- when these are all of the cohort, and nobody can join it. (On or after can grow as long as there
-- are customers: what comes after a period is counted up to the day.)
-- grain: cohort, period
-- reads: orders
-- param: as_of DATE
-- param: unit VARCHAR
-- param: rolling_days INTEGER
-- param: brackets VARCHAR
-- param: cohorts VARCHAR
-- param: window VARCHAR
with
asked as (
    select
        cast($as_of as date) as as_of,
        cast($rolling_days as integer) = 0 and cast($brackets as varchar) = '' as is_calendar,
        cast(date_trunc(cast($unit as varchar), cast($as_of as date)) as date) as last_period,
        cast(date_trunc(cast($unit as varchar), cast($as_of as date) + interval '1' day) as date) as open_period
),
written_brackets as (
    select
        cast(split_part(part.bracket, '-', 1) as integer) as first_day,
        cast(split_part(part.bracket, '-', 2) as integer) as last_day
    from unnest(split(cast($brackets as varchar), ',')) as part (bracket)
    where part.bracket <> ''
),
brackets as (
    select cast(row_number() over (order by first_day) - 1 as integer) as period, first_day, last_day
    from (
        select first_day, last_day from written_brackets
        union all
        select 0 as first_day, 0 as last_day
        from written_brackets
        having min(first_day) > 0
    ) as bracket
),
-- What a customer did in a period of the calendar, or on a day where days are counted.
visits as (
    select
        orders.customer_id,
        case
            when asked.is_calendar then cast(date_trunc(cast($unit as varchar), orders.ordered_on) as date)
            else orders.ordered_on
        end as visited_on,
        count(*) filter (where orders.is_purchase) as orders,
        sum(orders.amount) as revenue
    from orders
    cross join asked
    where orders.customer_id is not null and orders.ordered_on <= asked.as_of
    group by 1, 2
),
firsts as (
    select customer_id, min(visited_on) as first_on
    from visits
    where orders > 0
    group by customer_id
),
entries as (
    select
        visits.customer_id,
        cast(date_trunc(cast($unit as varchar), visits.visited_on) as date) as cohort,
        min(visits.visited_on) as origin
    from visits
    inner join firsts on visits.customer_id = firsts.customer_id
    where visits.orders > 0 and (cast($cohorts as varchar) = 'recurring' or visits.visited_on = firsts.first_on)
    group by 1, 2
),
-- For each number of days since a customer's first: the period it lies in (NULL between brackets),
-- and how many periods have ended with it.
span as (
    select date_diff('day', min(firsts.first_on), max(asked.as_of)) as days
    from firsts
    cross join asked
    where not asked.is_calendar
),
own_days as (
    select
        day,
        cast(floor(day / nullif(cast($rolling_days as decimal(18, 2)), 0)) as integer) as period,
        cast(floor((day + 1) / nullif(cast($rolling_days as decimal(18, 2)), 0)) as integer) as ended
    from span
    cross join unnest(sequence(0, span.days, 1)) as own (day)
    where cast($brackets as varchar) = ''
    union all
    select
        day,
        max(brackets.period) filter (where own.day between brackets.first_day and brackets.last_day) as period,
        cast(count(*) filter (where brackets.last_day <= own.day) as integer) as ended
    from span
    cross join unnest(sequence(0, span.days, 1)) as own (day)
    cross join brackets
    where cast($brackets as varchar) <> ''
    group by day
),
placed as (
    select
        entries.customer_id,
        entries.cohort,
        visits.orders,
        visits.revenue,
        cast(date_diff(cast($unit as varchar), entries.cohort, visits.visited_on) as integer) as period,
        cast(date_diff(cast($unit as varchar), entries.cohort, asked.last_period) as integer) + 1 as ended
    from entries
    inner join visits on entries.customer_id = visits.customer_id and entries.origin <= visits.visited_on
    cross join asked
    where asked.is_calendar
    union all
    select
        entries.customer_id,
        entries.cohort,
        sum(visits.orders) as orders,
        sum(visits.revenue) as revenue,
        own_days.period,
        max(until.ended) as ended
    from entries
    inner join visits on entries.customer_id = visits.customer_id and entries.origin <= visits.visited_on
    cross join asked
    inner join own_days on date_diff('day', entries.origin, visits.visited_on) = own_days.day
    inner join own_days as until on date_diff('day', entries.origin, asked.as_of) = until.day
    where not asked.is_calendar and own_days.period is not null
    group by entries.customer_id, entries.cohort, own_days.period
),
-- A customer counts in a cohort's periods 0 to last, and keeps the least of base and what they bring.
activity as (
    select
        placed.customer_id,
        placed.cohort,
        placed.period,
        placed.orders,
        placed.revenue,
        placed.ended,
        greatest(placed.ended, 1) - 1 as last,
        own.revenue as base
    from placed
    inner join placed as own on placed.customer_id = own.customer_id and placed.cohort = own.cohort and own.period = 0
),
-- Who counts where: in all periods from one to another.
counted as (
    select cohort, 0 as from_period, last as to_period, min(ended) as ended, count(*) as customers, sum(orders) as orders_base, sum(revenue) as revenue_base, sum(base) filter (where base > 0) as kept_base
    from activity
    where period = 0
    group by cohort, last
),
on_window as (
    select cohort, period as from_period, period as to_period, count(*) filter (where orders > 0) as active, sum(orders) as orders, sum(revenue) as revenue, sum(least(revenue, base)) filter (where base > 0) as kept
    from activity
    where cast($window as varchar) = 'on' and period <= last
    group by cohort, period
),
streak_window as (
    select cohort, period as from_period, period as to_period, count(*) as active, sum(orders) as orders, sum(revenue) as revenue, sum(least(revenue, base)) filter (where base > 0) as kept
    from (
        select *, row_number() over (partition by customer_id, cohort order by period) as place
        from activity
        where cast($window as varchar) = 'streak' and orders > 0
    ) as bought
    where period = place - 1 and period <= last
    group by cohort, period
),
after_window as (
    -- What is left from a period on is the same back to the visit before.
    select cohort, from_period, to_period, 0 as active, 0 as orders, 0 as revenue, sum(least(left_over, base)) filter (where base > 0) as kept
    from (
        select
            cohort,
            base,
            coalesce(lag(period) over (partition by customer_id, cohort order by period) + 1, 0) as from_period,
            least(period, last) as to_period,
            sum(revenue) over (partition by customer_id, cohort order by period desc rows between unbounded preceding and current row) as left_over
        from activity
        where cast($window as varchar) = 'on-or-after'
    ) as rest
    where from_period <= to_period
    group by cohort, from_period, to_period
    union all
    select cohort, 0 as from_period, least(period, last) as to_period, 0 as active, sum(orders) as orders, sum(revenue) as revenue, 0 as kept
    from activity
    where cast($window as varchar) = 'on-or-after'
    group by cohort, least(period, last)
    union all
    select cohort, 0 as from_period, to_period, count(*) as active, 0 as orders, 0 as revenue, 0 as kept
    from (
        select cohort, least(max(period), max(last)) as to_period
        from activity
        where cast($window as varchar) = 'on-or-after' and orders > 0
        group by customer_id, cohort
    ) as latest
    group by cohort, to_period
),
before_window as (
    select cohort, from_period, to_period, 0 as active, 0 as orders, 0 as revenue, sum(least(so_far, base)) filter (where base > 0) as kept
    from (
        select
            cohort,
            base,
            period as from_period,
            least(coalesce(lead(period) over (partition by customer_id, cohort order by period) - 1, last), last) as to_period,
            sum(revenue) over (partition by customer_id, cohort order by period rows between unbounded preceding and current row) as so_far
        from activity
        where cast($window as varchar) = 'on-or-before' and period > 0
    ) as rest
    where from_period <= to_period
    group by cohort, from_period, to_period
    union all
    select cohort, period as from_period, last as to_period, 0 as active, sum(orders) as orders, sum(revenue) as revenue, 0 as kept
    from activity
    where cast($window as varchar) = 'on-or-before' and period > 0 and period <= last
    group by cohort, period, last
    union all
    select cohort, from_period, last as to_period, count(*) as active, 0 as orders, 0 as revenue, 0 as kept
    from (
        select cohort, min(period) as from_period, max(last) as last
        from activity
        where cast($window as varchar) = 'on-or-before' and period > 0 and orders > 0
        group by customer_id, cohort
    ) as soonest
    where from_period <= last
    group by cohort, from_period, last
    union all
    select cohort, 0 as from_period, 0 as to_period, count(*) as active, sum(orders) as orders, sum(revenue) as revenue, sum(least(revenue, base)) filter (where base > 0) as kept
    from activity
    where cast($window as varchar) = 'on-or-before' and period = 0
    group by cohort
),
stretches as (
    select cohort, from_period, to_period, customers, orders_base, revenue_base, coalesce(kept_base, 0) as kept_base, 0 as active, 0 as orders, 0 as revenue, 0 as kept from counted
    union all
    select cohort, from_period, to_period, 0, 0, 0, 0, active, orders, revenue, coalesce(kept, 0) from on_window
    union all
    select cohort, from_period, to_period, 0, 0, 0, 0, active, orders, revenue, coalesce(kept, 0) from streak_window
    union all
    select cohort, from_period, to_period, 0, 0, 0, 0, active, orders, revenue, coalesce(kept, 0) from after_window
    union all
    select cohort, from_period, to_period, 0, 0, 0, 0, active, orders, revenue, coalesce(kept, 0) from before_window
),
-- What joins with a period and what leaves behind it; their running sum is what is there.
changes as (
    select cohort, from_period as period, customers, orders_base, revenue_base, kept_base, active, orders, revenue, kept from stretches
    union all
    select cohort, to_period + 1 as period, -customers, -orders_base, -revenue_base, -kept_base, -active, -orders, -revenue, -kept from stretches
),
summed as (
    select
        cohort,
        period,
        sum(customers) as customers,
        sum(orders_base) as orders_base,
        sum(revenue_base) as revenue_base,
        sum(kept_base) as kept_base,
        sum(active) as active,
        sum(orders) as orders,
        sum(revenue) as revenue,
        sum(kept) as kept
    from changes
    group by cohort, period
),
cohort_spans as (
    select cohort, max(to_period) as last_period, min(ended) as ended
    from counted
    group by cohort
),
cells as (
    select cohort_spans.cohort, cohort_spans.ended, cast(cell.period as integer) as period
    from cohort_spans
    cross join unnest(sequence(0, cohort_spans.last_period, 1)) as cell (period)
),
there as (
    select
        cells.cohort,
        cells.period,
        cells.ended,
        sum(summed.customers) over so_far as customers,
        sum(summed.orders_base) over so_far as orders_base,
        sum(summed.revenue_base) over so_far as revenue_base,
        sum(summed.kept_base) over so_far as kept_base,
        sum(summed.active) over so_far as active,
        sum(summed.orders) over so_far as orders,
        sum(summed.revenue) over so_far as revenue,
        sum(summed.kept) over so_far as kept
    from cells
    left join summed on cells.cohort = summed.cohort and cells.period = summed.period
    window so_far as (partition by cells.cohort order by cells.period rows between unbounded preceding and current row)
)
select
    cast(there.cohort as date) as cohort,
    cast(there.period as integer) as period,
    cast(there.customers as bigint) as customers,
    cast(there.active as bigint) as active,
    cast(there.active as double) / there.customers as rate,
    cast(
        case
            when asked.is_calendar then there.period < date_diff(cast($unit as varchar), there.cohort, asked.open_period)
            else there.cohort < asked.open_period and there.period < there.ended
        end
    as boolean) as complete,
    cast(there.orders as bigint) as orders,
    cast(there.orders_base as bigint) as orders_base,
    cast(there.revenue as decimal(18, 4)) as revenue,
    cast(there.revenue_base as decimal(18, 4)) as revenue_base,
    cast(there.kept as decimal(18, 4)) as kept,
    cast(there.kept_base as decimal(18, 4)) as kept_base
from there
cross join asked
order by cohort, period
