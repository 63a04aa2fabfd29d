-- How many customers own segments share with each other and with RFM segments. Expected is how many
-- that would be if who is in one said nothing of the other; lift is how many times as many there are.
-- Pairs that share nobody are left out; of two own ones the earlier stands first.
-- use: asked
-- grain: a, b, b_kind
-- reads: customer_figures, segment_members, segment_names
with
everybody as (
    select count(*) as customers
    from customer_figures
),
placed as (
    select segment_members.kind, segment_members.segment, segment_members.customer_id, segment_names.position
    from segment_members
    inner join segment_names
        on segment_members.kind = segment_names.kind
        and segment_members.segment = segment_names.segment
    where segment_members.kind in ('own', 'rfm')
),
sizes as (
    select kind, segment, count(*) as customers
    from placed
    group by kind, segment
),
pairs as (
    select
        placed.segment as a,
        other.segment as b,
        other.kind as b_kind,
        placed.position as a_position,
        other.position as b_position,
        count(*) as customers
    from placed
    inner join placed as other on placed.customer_id = other.customer_id
    where placed.kind = 'own' and (other.kind = 'rfm' or placed.position < other.position)
    group by placed.segment, other.segment, other.kind, placed.position, other.position
)
select
    cast(pairs.a as varchar) as a,
    cast(pairs.b as varchar) as b,
    cast(pairs.customers as bigint) as customers,
    cast(pairs.customers as double) / first.customers as of_a,
    cast(pairs.customers as double) / other.customers as of_b,
    cast(first.customers as double) * other.customers / everybody.customers as expected,
    cast(pairs.customers as double) * everybody.customers / (cast(first.customers as double) * other.customers) as lift,
    cast(pairs.b_kind as varchar) as b_kind,
    cast(pairs.a_position as bigint) as a_position,
    cast(pairs.b_position as bigint) as b_position
from pairs
inner join sizes as first on first.kind = 'own' and pairs.a = first.segment
inner join sizes as other on pairs.b_kind = other.kind and pairs.b = other.segment
cross join everybody
order by a_position, b_kind, b_position, a, b
