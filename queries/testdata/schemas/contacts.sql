create table contacts (
    source varchar, source_id varchar, full_name varchar, first_name varchar, last_name varchar,
    email varchar, phone varchar, company varchar, tax_id varchar, account varchar, country varchar, city varchar,
    owner varchar, entered_by varchar, created_at timestamp, updated_at timestamp, email_consent boolean, tags varchar, customer varchar, kind varchar,
    call_consent boolean, sms_consent boolean, post_consent boolean,
    excluded varchar, source_file varchar, source_row bigint
)
