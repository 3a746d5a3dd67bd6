import type { Config, Json } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { isValidId } from '../store/database/valid-id.ts'

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
export type StoredModelAgent = ReturnType<typeof toModelAgent>

/** A version of a model agent's behavior. */
export type AgentVersion = ReturnType<typeof toVersion>

/** The JSON stored in a model agent's `settings` column. */
interface StoredSettings extends ModelAgentDetails {
  behavior: AgentBehavior
  /** Current version number, starting at 1. */
  version: number
  /** ID of the caller who registered the agent. */
  createdBy: string
}

/** A workspace's model agents. */
export function createModelAgents(database: Kysely<Database>, workspace: string, now: () => number) {
  const openAgentRows = (connection: Kysely<Database>) =>
    openWorkspaceRows(connection, workspace, 'agents', { deleted_at: null, kind: 'model' })
  const agentRows = openAgentRows(database)
  const find = async (id: string): Promise<StoredModelAgent | undefined> => {
    const row = await agentRows.find(id)
    return row && toModelAgent(row)
  }
  const findCurrent = async (nameOrId: string): Promise<StoredModelAgent | undefined> => {
    const row = await agentRows.find({ name: toStorableText(nameOrId) })
    return row ? toModelAgent(row) : find(nameOrId)
  }
  const openVersionRows = (id: string) =>
    openWorkspaceRows(database, workspace, 'agent_versions', { agent_id: toStorableText(id) })
  const findVersion = async (id: string, number: number): Promise<AgentVersion | undefined> => {
    const row = await openVersionRows(id).find({ number })
    return row && toVersion(row)
  }
  const addVersion = async (
    transaction: Kysely<Database>,
    id: string,
    { behavior, number, author }: { behavior: AgentBehavior; number: number; author: string },
  ): Promise<void> => {
    await openWorkspaceRows(transaction, workspace, 'agent_versions').insert({
      agent_id: id,
      number,
      behavior: toStorableText(JSON.stringify(behavior)),
      created_by: author,
      created_at: new Date(now()),
    })
  }
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
      const rows = await agentRows.select().clearSelect().select(['id', 'name']).where('id', 'in', validIds).execute()
      return new Map(rows.map(({ id, name }) => [id, name]))
    },
    /** Adds an agent. Resolves with `undefined` if the name is taken. */
    add: (definition: ModelAgentDefinition, author: string): Promise<StoredModelAgent | undefined> =>
      database.transaction().execute(async (transaction) => {
        const time = new Date(now())
        const row = await openAgentRows(transaction).insert({
          ...toColumns(definition, { version: 1, createdBy: author }),
          id: randomUUID(),
          kind: 'model',
          failures: 0,
          created_at: time,
          updated_at: time,
        })
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
      const registeredRows = openWorkspaceRows(database, workspace, 'agents', { deleted_at: null })
      const sameNameRow = await registeredRows.find({ name: toStorableText(definition.name) })
      if (sameNameRow && sameNameRow.id !== id) return 'taken'
      return database.transaction().execute(async (transaction) => {
        // Locks the row, so that concurrent changes get consecutive version numbers.
        const row = await openAgentRows(transaction).select({ id }).forUpdate().executeTakeFirst()
        if (!row) return undefined
        const currentAgent = toModelAgent(row)
        const isChanged = JSON.stringify(definition.behavior) !== JSON.stringify(currentAgent.behavior)
        const version = currentAgent.version + (isChanged ? 1 : 0)
        if (isChanged) await addVersion(transaction, id, { behavior: definition.behavior, number: version, author })
        const updatedRow = await openAgentRows(transaction).update(id, {
          ...toColumns(definition, { version, createdBy: currentAgent.createdBy }),
          updated_at: new Date(now()),
        })
        return updatedRow && toModelAgent(updatedRow)
      })
    },
    /** Lists an agent's versions, newest first. */
    async listVersions(id: string, { limit, offset }: PageRequest): Promise<Page<AgentVersion>> {
      return readPage(openVersionRows(id).select().orderBy('number', 'desc'), { limit, offset }, toVersion)
    },
    findVersion,
  }
}

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
export const toModelAgent = (row: Selectable<Database['agents']>) => ({
  ...(JSON.parse(row.settings) as StoredSettings),
  ...toRecord(row, ['id', 'name', 'description', 'status', 'created_at', 'updated_at']),
})

const toVersion = (row: Selectable<Database['agent_versions']>) =>
  toRecord(row, ['number', 'created_by', 'created_at'], { behavior: JSON.parse(row.behavior) as AgentBehavior })
