-- parse_boolean(written): yes or no as exports write it in English, Russian and Spanish.
-- grain: macro
create or replace macro parse_boolean(written) as
    case
        when lower(written) in ('true', 'yes', 'y', '1', 'да', 'sí', 'si', 'sim', 'subscribed', 'x') then true
        when lower(written) in ('false', 'no', 'n', '0', 'нет', 'não', 'nao', 'unsubscribed') then false
    end
