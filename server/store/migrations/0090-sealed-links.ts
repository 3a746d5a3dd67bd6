import { type Kysely, type Migration } from 'kysely'

/** Adds the encrypted token of a shared link. `token` then contains its hash; see `sealSharedLinks`. */
export const sealedLinks: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('shared_workflows').addColumn('sealed_token', 'text').execute()
  },
  async down(database: Kysely<unknown>) {
    await database.schema.alterTable('shared_workflows').dropColumn('sealed_token').execute()
  },
}
