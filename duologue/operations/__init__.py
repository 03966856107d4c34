"""Operations: first run, the database, jobs, health and the server process."""
