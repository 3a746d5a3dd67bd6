import type { Config, Json } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from './database/database.ts'
import { readPage, type Page, type PageRequest } from './database/page.ts'
import { toStorableText } from './database/storable-text.ts'
import { isValidId } from './database/valid-id.ts'

/** The properties of a model agent that affect its answers. Changing them creates a new version. */
export interface AgentBehavior {
  systemPrompt: string
  /** Task description, placed before the input. */
  prompt: string
  /** Name of the language model; empty for the default model. */
  model: string
  fallbackModels: string[]
  temperature: number
  maxTokens: number
  /** Tools, in the format used by the Agent node. */
  tools: Config[]
  memory: { type: 'none' | 'run' | 'conversation' | 'table'; maxTokens?: number | undefined }
  /** Names or IDs of the model agents that the agent can call as tools. */
  subAgents: string[]
  /** JSON Schema of the answer; null for plain text. */
  answerSchema: { [name: string]: Json } | null
  limits: {
    steps?: number | undefined
    toolCalls?: number | undefined
    inputTokens?: number | undefined
    outputTokens?: number | undefined
    cost?: number | undefined
    seconds?: number | undefined
    /** How long a tool call waits for approval, in hours. */
    approvalHours?: number | undefined
  }
}

/** A test case: an input and the expected answer. */
export interface AgentTest {
  name: string
  input: Json
  expected?: Json | undefined
  compare: 'equal' | 'contains' | 'number'
  /** Maximum allowed difference when `compare` is `number`. */
  tolerance: number
}

/** The properties of a model agent that do not affect its answers. */
interface ModelAgentDetails {
  type: 'agent' | 'trigger' | 'action' | 'logic' | 'integration'
  workflowId: string | null
  nodeId: string | null
  permissions: Record<string, Json>
  metadata: Record<string, Json>
  tests: AgentTest[]
}

/** The user-defined properties of a model agent. */
export interface ModelAgentDefinition extends ModelAgentDetails {
  name: string
  description: string
  status: 'active' | 'inactive'
  behavior: AgentBehavior
}

/** A registered model agent. Times are ISO 8601 strings in UTC. */
export interface StoredModelAgent extends ModelAgentDefinition {
  id: string
  /** Current version number, starting at 1. */
  version: number
  /** ID of the caller who registered the agent. */
  createdBy: string
  createdAt: string
  updatedAt: string
}

/** A version of a model agent's behavior. */
export interface AgentVersion {
  number: number
  behavior: AgentBehavior
  createdBy: string
  createdAt: string
}

/** A workspace's model agents. */
export type StoredModelAgents = ReturnType<typeof createModelAgents>

/** The JSON stored in a model agent's `settings` column. */
interface StoredSettings extends ModelAgentDetails {
  behavior: AgentBehavior
  version: number
  createdBy: string
}

export function createModelAgents(database: Kysely<Database>, workspace: string, now: () => number) {
  const selectAgents = (connection: Kysely<Database> = database) =>
    connection
      .selectFrom('agents')
      .selectAll()
      .where('workspace_id', '=', workspace)
      .where('kind', '=', 'model')
      .where('deleted_at', 'is', null)
  const find = async (id: string): Promise<StoredModelAgent | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await selectAgents().where('id', '=', id).executeTakeFirst()
    return row && toModelAgent(row)
  }
  const findCurrent = async (nameOrId: string): Promise<StoredModelAgent | undefined> => {
    const row = await selectAgents().where('name', '=', toStorableText(nameOrId)).executeTakeFirst()
    return row ? toModelAgent(row) : find(nameOrId)
  }
  const selectVersions = (id: string) =>
    database
      .selectFrom('agent_versions')
      .selectAll()
      .where('workspace_id', '=', workspace)
      .where('agent_id', '=', toStorableText(id))
  const findVersion = async (id: string, number: number): Promise<AgentVersion | undefined> => {
    const row = await selectVersions(id).where('number', '=', number).executeTakeFirst()
    return row && toVersion(row)
  }
  const addVersion = (
    transaction: Kysely<Database>,
    id: string,
    version: { behavior: AgentBehavior; number: number; author: string },
  ) => insertVersion(transaction, { workspace, id, now: now(), ...version })
  return {
    find,
    /** Finds an agent by name or ID. A suffix selects a version: `NAME@3` is version 3. */
    async findByReference(reference: string): Promise<StoredModelAgent | undefined> {
      const { name, version } = parseAgentReference(reference)
      const agent = await findCurrent(name)
      if (!agent || version === undefined) return agent
      const storedVersion = await findVersion(agent.id, version)
      return storedVersion && { ...agent, version, behavior: storedVersion.behavior }
    },
    /** Returns the names of agents, keyed by ID. Deleted agents are omitted. */
    async findNames(ids: readonly string[]): Promise<Map<string, string>> {
      const validIds = ids.filter(isValidId)
      if (validIds.length === 0) return new Map()
      const rows = await selectAgents().clearSelect().select(['id', 'name']).where('id', 'in', validIds).execute()
      return new Map(rows.map(({ id, name }) => [id, name]))
    },
    /** Adds an agent. Resolves with `undefined` if the name is taken. */
    add: (definition: ModelAgentDefinition, author: string): Promise<StoredModelAgent | undefined> =>
      database.transaction().execute(async (transaction) => {
        const time = new Date(now())
        const row = await transaction
          .insertInto('agents')
          .values({
            ...toColumns(definition, { version: 1, createdBy: author }),
            id: randomUUID(),
            workspace_id: workspace,
            kind: 'model',
            failures: 0,
            created_at: time,
            updated_at: time,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst()
        if (!row) return undefined
        await addVersion(transaction, row.id, { behavior: definition.behavior, number: 1, author })
        return toModelAgent(row)
      }),
    /**
     * Replaces an agent's definition. Creates a new version if the behavior has changed.
     *
     * @returns The changed agent, `taken` if another agent has the name, or `undefined` if the agent does not exist.
     */
    async replace(
      id: string,
      definition: ModelAgentDefinition,
      author: string,
    ): Promise<StoredModelAgent | 'taken' | undefined> {
      if (!isValidId(id)) return undefined
      const sameNameRow = await database
        .selectFrom('agents')
        .select('id')
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .where('name', '=', toStorableText(definition.name))
        .executeTakeFirst()
      if (sameNameRow && sameNameRow.id !== id) return 'taken'
      return database.transaction().execute(async (transaction) => {
        // Locks the row, so that concurrent changes get consecutive version numbers.
        const row = await selectAgents(transaction).where('id', '=', id).forUpdate().executeTakeFirst()
        if (!row) return undefined
        const currentAgent = toModelAgent(row)
        const isChanged = JSON.stringify(definition.behavior) !== JSON.stringify(currentAgent.behavior)
        const version = currentAgent.version + (isChanged ? 1 : 0)
        if (isChanged) await addVersion(transaction, id, { behavior: definition.behavior, number: version, author })
        const updatedRow = await transaction
          .updateTable('agents')
          .set({
            ...toColumns(definition, { version, createdBy: currentAgent.createdBy }),
            updated_at: new Date(now()),
          })
          .where('id', '=', id)
          .where('workspace_id', '=', workspace)
          .returningAll()
          .executeTakeFirstOrThrow()
        return toModelAgent(updatedRow)
      })
    },
    /** Lists an agent's versions, newest first. */
    async listVersions(id: string, { limit, offset }: PageRequest): Promise<Page<AgentVersion>> {
      return readPage(selectVersions(id).orderBy('number', 'desc'), { limit, offset }, toVersion)
    },
    findVersion,
  }
}

const insertVersion = (
  transaction: Kysely<Database>,
  {
    workspace,
    id,
    now,
    behavior,
    number,
    author,
  }: { workspace: string; id: string; now: number; behavior: AgentBehavior; number: number; author: string },
) =>
  transaction
    .insertInto('agent_versions')
    .values({
      workspace_id: workspace,
      agent_id: id,
      number,
      behavior: toStorableText(JSON.stringify(behavior)),
      created_by: author,
      created_at: new Date(now),
    })
    .execute()

/** Splits a reference such as `Support@3` into an agent's name or ID and a version number. */
export function parseAgentReference(reference: string): { name: string; version?: number } {
  const position = reference.lastIndexOf('@')
  const digits = position < 0 ? '' : reference.slice(position + 1)
  return /^[1-9]\d{0,8}$/.test(digits)
    ? { name: reference.slice(0, position).trim(), version: Number(digits) }
    : { name: reference.trim() }
}

function toColumns(definition: ModelAgentDefinition, versionInfo: Pick<StoredSettings, 'version' | 'createdBy'>) {
  const { name, description, status, type, workflowId, nodeId, permissions, metadata, tests, behavior } = definition
  const settings: StoredSettings = { type, workflowId, nodeId, permissions, metadata, tests, behavior, ...versionInfo }
  return {
    name: toStorableText(name),
    description: toStorableText(description),
    status,
    settings: toStorableText(JSON.stringify(settings)),
  }
}

/** Converts a row of the `agents` table whose kind is `model`. */
export const toModelAgent = (row: Selectable<Database['agents']>): StoredModelAgent => ({
  ...(JSON.parse(row.settings) as StoredSettings),
  id: row.id,
  name: row.name,
  description: row.description,
  status: row.status as StoredModelAgent['status'],
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const toVersion = (row: Selectable<Database['agent_versions']>): AgentVersion => ({
  number: row.number,
  behavior: JSON.parse(row.behavior) as AgentBehavior,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
})
