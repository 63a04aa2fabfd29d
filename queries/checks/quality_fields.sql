-- How full each field of each source is, and how many different values it holds: what an analysis
-- can be built on. Every row of the lake counts, also excluded ones. Each field is grouped on its
-- own, since many distinct counts in one pass need memory that the engine cannot bound.
-- grain: entity, source, field
-- reads: contacts, events, purchases
with field_values as (
    select 'purchases' as entity, source, 'order_id' as field, order_id is not null as filled, count(*) as lines from purchases group by source, order_id
    union all
    select 'purchases' as entity, source, 'purchased_at' as field, purchased_at is not null as filled, count(*) as lines from purchases group by source, purchased_at
    union all
    select 'purchases' as entity, source, 'customer' as field, customer is not null as filled, count(*) as lines from purchases group by source, customer
    union all
    select 'purchases' as entity, source, 'customer_name' as field, customer_name is not null as filled, count(*) as lines from purchases group by source, customer_name
    union all
    select 'purchases' as entity, source, 'customer_email' as field, customer_email is not null as filled, count(*) as lines from purchases group by source, customer_email
    union all
    select 'purchases' as entity, source, 'customer_phone' as field, customer_phone is not null as filled, count(*) as lines from purchases group by source, customer_phone
    union all
    select 'purchases' as entity, source, 'product_id' as field, product_id is not null as filled, count(*) as lines from purchases group by source, product_id
    union all
    select 'purchases' as entity, source, 'product' as field, product is not null as filled, count(*) as lines from purchases group by source, product
    union all
    select 'purchases' as entity, source, 'product_group' as field, product_group is not null as filled, count(*) as lines from purchases group by source, product_group
    union all
    select 'purchases' as entity, source, 'quantity' as field, quantity is not null as filled, count(*) as lines from purchases group by source, quantity
    union all
    select 'purchases' as entity, source, 'price' as field, price is not null as filled, count(*) as lines from purchases group by source, price
    union all
    select 'purchases' as entity, source, 'amount' as field, amount is not null as filled, count(*) as lines from purchases group by source, amount
    union all
    select 'purchases' as entity, source, 'cost' as field, cost is not null as filled, count(*) as lines from purchases group by source, cost
    union all
    select 'purchases' as entity, source, 'currency' as field, currency is not null as filled, count(*) as lines from purchases group by source, currency
    union all
    select 'purchases' as entity, source, 'owner' as field, owner is not null as filled, count(*) as lines from purchases group by source, owner
    union all
    select 'purchases' as entity, source, 'entered_by' as field, entered_by is not null as filled, count(*) as lines from purchases group by source, entered_by
    union all
    select 'purchases' as entity, source, 'country' as field, country is not null as filled, count(*) as lines from purchases group by source, country
    union all
    select 'purchases' as entity, source, 'city' as field, city is not null as filled, count(*) as lines from purchases group by source, city
    union all
    select 'purchases' as entity, source, 'channel' as field, channel is not null as filled, count(*) as lines from purchases group by source, channel
    union all
    select 'purchases' as entity, source, 'status' as field, status is not null as filled, count(*) as lines from purchases group by source, status
    union all
    select 'contacts' as entity, source, 'source_id' as field, source_id is not null as filled, count(*) as lines from contacts group by source, source_id
    union all
    select 'contacts' as entity, source, 'full_name' as field, full_name is not null as filled, count(*) as lines from contacts group by source, full_name
    union all
    select 'contacts' as entity, source, 'first_name' as field, first_name is not null as filled, count(*) as lines from contacts group by source, first_name
    union all
    select 'contacts' as entity, source, 'last_name' as field, last_name is not null as filled, count(*) as lines from contacts group by source, last_name
    union all
    select 'contacts' as entity, source, 'email' as field, email is not null as filled, count(*) as lines from contacts group by source, email
    union all
    select 'contacts' as entity, source, 'phone' as field, phone is not null as filled, count(*) as lines from contacts group by source, phone
    union all
    select 'contacts' as entity, source, 'company' as field, company is not null as filled, count(*) as lines from contacts group by source, company
    union all
    select 'contacts' as entity, source, 'tax_id' as field, tax_id is not null as filled, count(*) as lines from contacts group by source, tax_id
    union all
    select 'contacts' as entity, source, 'country' as field, country is not null as filled, count(*) as lines from contacts group by source, country
    union all
    select 'contacts' as entity, source, 'city' as field, city is not null as filled, count(*) as lines from contacts group by source, city
    union all
    select 'contacts' as entity, source, 'owner' as field, owner is not null as filled, count(*) as lines from contacts group by source, owner
    union all
    select 'contacts' as entity, source, 'entered_by' as field, entered_by is not null as filled, count(*) as lines from contacts group by source, entered_by
    union all
    select 'contacts' as entity, source, 'created_at' as field, created_at is not null as filled, count(*) as lines from contacts group by source, created_at
    union all
    select 'contacts' as entity, source, 'updated_at' as field, updated_at is not null as filled, count(*) as lines from contacts group by source, updated_at
    union all
    select 'contacts' as entity, source, 'email_consent' as field, email_consent is not null as filled, count(*) as lines from contacts group by source, email_consent
    union all
    select 'contacts' as entity, source, 'call_consent' as field, call_consent is not null as filled, count(*) as lines from contacts group by source, call_consent
    union all
    select 'contacts' as entity, source, 'sms_consent' as field, sms_consent is not null as filled, count(*) as lines from contacts group by source, sms_consent
    union all
    select 'contacts' as entity, source, 'post_consent' as field, post_consent is not null as filled, count(*) as lines from contacts group by source, post_consent
    union all
    select 'contacts' as entity, source, 'tags' as field, tags is not null as filled, count(*) as lines from contacts group by source, tags
    union all
    select 'events' as entity, source, 'event_id' as field, event_id is not null as filled, count(*) as lines from events group by source, event_id
    union all
    select 'events' as entity, source, 'customer' as field, customer is not null as filled, count(*) as lines from events group by source, customer
    union all
    select 'events' as entity, source, 'event_type' as field, event_type is not null as filled, count(*) as lines from events group by source, event_type
    union all
    select 'events' as entity, source, 'event_at' as field, event_at is not null as filled, count(*) as lines from events group by source, event_at
    union all
    select 'events' as entity, source, 'subject' as field, subject is not null as filled, count(*) as lines from events group by source, subject
    union all
    select 'events' as entity, source, 'owner' as field, owner is not null as filled, count(*) as lines from events group by source, owner
    union all
    select 'events' as entity, source, 'entered_by' as field, entered_by is not null as filled, count(*) as lines from events group by source, entered_by
    union all
    select 'events' as entity, source, 'status' as field, status is not null as filled, count(*) as lines from events group by source, status
    union all
    select 'events' as entity, source, 'campaign_id' as field, campaign_id is not null as filled, count(*) as lines from events group by source, campaign_id
)
select
    cast(entity as varchar) as entity,
    cast(source as varchar) as source,
    cast(field as varchar) as field,
    cast(sum(lines) as bigint) as rows,
    cast(coalesce(sum(lines) filter (where filled), 0) as bigint) as filled,
    cast(count(*) filter (where filled) as bigint) as distinct_values
from field_values
group by entity, source, field
order by entity, source, field
