"""No rule of the domain in it: clock, encryption, jobs with progress, mail outbox, tables in and out, pdf."""
