-- written_identity(customer, email, phone, tax_id, name): by what a record knows a customer: the source's
-- own id, else what stands for one, as it is written: e-mail, telephone and tax number together, else the
-- name. The blank before a telephone and a tax number keeps them from being taken for an id.
-- grain: macro
create or replace macro written_identity(customer, email, phone, tax_id, name) as
    coalesce(
        customer,
        nullif(coalesce(email, '') || coalesce(' ' || phone, '') || coalesce(' ' || tax_id, ''), ''),
        name
    )
