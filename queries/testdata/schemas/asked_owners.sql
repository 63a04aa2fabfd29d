create table asked_owners (owner varchar)
