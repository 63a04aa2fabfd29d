create table fixed_rates (currency varchar, rate decimal(18, 8))
