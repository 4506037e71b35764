-- Destructive: drops the table notes with all its rows.

DROP TABLE "notes";
