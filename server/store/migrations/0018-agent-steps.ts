import { sql, type Kysely, type Migration } from 'kysely'

/** Adds tokens for pull agents, and the steps that are queued for them. */
export const agentSteps: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema.alterTable('agents').addColumn('token_hash', 'text').addColumn('seen_at', 'timestamptz').execute()
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
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('agent_steps').execute()
    await schema.alterTable('agents').dropColumn('token_hash').dropColumn('seen_at').execute()
  },
}
