import { sql, type Kysely, type Migration } from 'kysely'

/** Adds the setting that equal signed requests with another delivery ID start another run. */
export const webhookRepeats: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table webhooks add column allow_repeats boolean not null default false`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`alter table webhooks drop column allow_repeats`.execute(database)
  },
}
