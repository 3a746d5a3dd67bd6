import { type Kysely, type Migration } from 'kysely'

const columns = {
  allowed_origins: '[]',
  signature_algorithm: 'sha256',
  signature_base: '{body}',
  timestamp_header: '',
} as const

/** Adds the origins of pages that can call a webhook, and the parts of the signature scheme `hmac`. */
export const webhookSignatures: Migration = {
  async up(database: Kysely<unknown>) {
    for (const [name, value] of Object.entries(columns)) {
      await database.schema
        .alterTable('webhooks')
        .addColumn(name, 'text', (column) => column.notNull().defaultTo(value))
        .execute()
    }
  },
  async down(database: Kysely<unknown>) {
    for (const name of Object.keys(columns)) await database.schema.alterTable('webhooks').dropColumn(name).execute()
  },
}
