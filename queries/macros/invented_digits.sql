-- invented_digits(digits): whether digits are one over and over, or the keys in their order, seven of them at least.
-- grain: macro
create or replace macro invented_digits(digits) as
    length(digits) >= 7
    and (
        replace(digits, substr(digits, 1, 1), '') = '' or starts_with('12345678901', digits)
        or starts_with('01234567890', digits) or starts_with('98765432109', digits)
    )
