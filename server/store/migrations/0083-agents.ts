import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for the agents that workspaces register, their versions and evaluations, the steps that are queued
 * for pull agents, and the turns of agents' conversations.
 */
export const agents: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table agents (
      id text primary key, workspace_id text not null, kind text not null, name text not null,
      description text not null, status text not null, settings text not null, failures integer not null default 0,
      open_until timestamptz, last_called_at timestamptz, last_problem text, created_at timestamptz not null,
      updated_at timestamptz not null, deleted_at timestamptz, token_hash text, seen_at timestamptz)`.execute(database)
    // Once an agent has been deleted, its name can be used again.
    await sql`create unique index agents_by_name on agents (workspace_id, name) where deleted_at is null`.execute(
      database,
    )
    await sql`create unique index agents_by_token on agents (token_hash) where token_hash is not null`.execute(database)
    await sql`create table agent_steps (
      id text primary key, workspace_id text not null,
      agent_id text not null references agents (id) on delete cascade,
      run_id text not null references runs (id) on delete cascade,
      -- Identifies the step within its run, and stays the same if the step is repeated.
      key text not null, node_id text not null, input text not null, state text not null,
      attempts integer not null default 0, max_attempts integer not null, lease_seconds integer not null,
      token_hash text, earlier_token_hashes text not null default '', claimed_at timestamptz,
      lease_until timestamptz, deadline timestamptz not null, result_hash text, outcome text,
      created_at timestamptz not null, available_at timestamptz not null, finished_at timestamptz,
      read_at timestamptz,
      constraint agent_steps_by_key unique (run_id, key))`.execute(database)
    await sql`create index agent_steps_to_claim on agent_steps (agent_id, available_at)
      where state in ('queued', 'claimed')`.execute(database)
    await sql`create index agent_steps_of_runs on agent_steps (run_id, claimed_at)`.execute(database)
    await sql`create index agent_steps_to_read on agent_steps (finished_at)
      where finished_at is not null and read_at is null`.execute(database)
    await sql`create table agent_versions (
      workspace_id text not null, agent_id text not null, number integer not null, behavior text not null,
      created_by text not null, created_at timestamptz not null,
      constraint agent_versions_pkey primary key (agent_id, number))`.execute(database)
    await sql`create table agent_memory (
      workspace_id text not null, workflow_id text not null,
      -- Node path: the containing nodes, then the node itself.
      agent text not null, conversation text not null,
      -- Idempotency key of the effect that stored the turn.
      id text not null,
      -- Determines the order of the turns.
      position bigserial not null,
      -- Messages of the turn, as JSON.
      turn text not null, created_at timestamptz not null)`.execute(database)
    // Indexes a hash, because an index row is limited to 2,700 bytes.
    await sql`create unique index agent_memory_turn on agent_memory
      (workspace_id, workflow_id, md5(agent), md5(conversation), md5(id))`.execute(database)
    await sql`create table evaluations (
      id text primary key, workspace_id text not null, name text not null, target_kind text not null,
      target_id text not null, version integer not null, dataset_id text, answer_schema text, cases text not null,
      created_by text not null, created_at timestamptz not null)`.execute(database)
    await sql`create index evaluations_by_target on evaluations (workspace_id, target_id, created_at)`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['evaluations', 'agent_memory', 'agent_versions', 'agent_steps', 'agents'])
      await database.schema.dropTable(table).execute()
  },
}
