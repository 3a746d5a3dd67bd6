import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for the agents that workspaces register, their versions and evaluations, the steps that are queued
 * for pull agents, and the turns of agents' conversations.
 */
export const agents: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('agents')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('open_until', 'timestamptz')
      .addColumn('last_called_at', 'timestamptz')
      .addColumn('last_problem', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('deleted_at', 'timestamptz')
      .addColumn('token_hash', 'text')
      .addColumn('seen_at', 'timestamptz')
      .execute()
    // Once an agent has been deleted, its name can be used again.
    await sql`create unique index agents_by_name on agents (workspace_id, name) where deleted_at is null`.execute(
      database,
    )
    await sql`create unique index agents_by_token on agents (token_hash) where token_hash is not null`.execute(database)
    await schema
      .createTable('agent_steps')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('agent_id', 'text', (column) => column.notNull().references('agents.id').onDelete('cascade'))
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      // Identifies the step within its run, and stays the same if the step is repeated.
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('node_id', 'text', (column) => column.notNull())
      .addColumn('input', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('max_attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_seconds', 'integer', (column) => column.notNull())
      .addColumn('token_hash', 'text')
      .addColumn('earlier_token_hashes', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('claimed_at', 'timestamptz')
      .addColumn('lease_until', 'timestamptz')
      .addColumn('deadline', 'timestamptz', (column) => column.notNull())
      .addColumn('result_hash', 'text')
      .addColumn('outcome', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('available_at', 'timestamptz', (column) => column.notNull())
      .addColumn('finished_at', 'timestamptz')
      .addColumn('read_at', 'timestamptz')
      .addUniqueConstraint('agent_steps_by_key', ['run_id', 'key'])
      .execute()
    await sql`create index agent_steps_to_claim on agent_steps (agent_id, available_at)
      where state in ('queued', 'claimed')`.execute(database)
    await sql`create index agent_steps_of_runs on agent_steps (run_id, claimed_at)`.execute(database)
    await sql`create index agent_steps_to_read on agent_steps (finished_at)
      where finished_at is not null and read_at is null`.execute(database)
    await schema
      .createTable('agent_versions')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('agent_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('behavior', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('agent_versions_pkey', ['agent_id', 'number'])
      .execute()
    await schema
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
    await schema
      .createTable('evaluations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('target_kind', 'text', (column) => column.notNull())
      .addColumn('target_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('dataset_id', 'text')
      .addColumn('answer_schema', 'text')
      .addColumn('cases', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('evaluations_by_target')
      .on('evaluations')
      .columns(['workspace_id', 'target_id', 'created_at'])
      .execute()
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['evaluations', 'agent_memory', 'agent_versions', 'agent_steps', 'agents'])
      await database.schema.dropTable(table).execute()
  },
}
