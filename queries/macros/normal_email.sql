-- normal_email(written): an e-mail address in the form in which two are compared, lower case
-- without surrounding blanks, or NULL where the text is no address: it must have one @ with
-- something before it, and a dot within what follows.
-- grain: macro
create or replace macro normal_email(written) as
    case
        when trim(written) like '%_@%_._%' and written not like '%@%@%' and trim(written) not like '% %'
            then lower(trim(written))
    end
