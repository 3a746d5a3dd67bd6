import type { Kysely, Migration } from 'kysely'

/**
 * Adds browsers that receive notifications through Web Push, and email languages: per user and, on a server without
 * accounts, per notification rule.
 */
export const pushAndLanguages: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('push_subscriptions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text')
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('p256dh', 'text', (column) => column.notNull())
      .addColumn('auth', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('push_subscriptions_by_endpoint', ['workspace_id', 'endpoint'])
      .execute()
    await schema.alterTable('users').addColumn('language', 'text').execute()
    await schema.alterTable('notification_rules').addColumn('language', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('notification_rules').dropColumn('language').execute()
    await schema.alterTable('users').dropColumn('language').execute()
    await schema.dropTable('push_subscriptions').execute()
  },
}
