create table contract_chances (plan varchar, age_days bigint, chance double)
