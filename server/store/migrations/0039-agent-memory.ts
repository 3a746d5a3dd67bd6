import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the table for the turns of agent conversations. */
export const agentMemory: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('agent_memory')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      // Node path: the containing nodes, then the node itself.
      .addColumn('agent', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      // Idempotency key of the effect that stored the turn.
      .addColumn('id', 'text', (column) => column.notNull())
      // Determines the order of the turns.
      .addColumn('position', 'bigserial', (column) => column.notNull())
      // Messages of the turn, as JSON.
      .addColumn('turn', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
    // Indexes a hash, because an index row is limited to 2,700 bytes.
    await sql`create unique index agent_memory_turn on agent_memory
      (workspace_id, workflow_id, md5(agent), md5(conversation), md5(id))`.execute(database)
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('agent_memory').execute()
  },
}
