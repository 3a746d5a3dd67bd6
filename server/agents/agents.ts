import { NodeError, type RemoteAgent } from '@aw-flow/engine'
import { defined, error, type Problem, type RetryPolicy } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import { hashToken } from '../secrets/hash-token.ts'
import { createAgentToken } from './agent-steps.ts'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { toModelAgent, type StoredModelAgent } from './model-agents.ts'

/** Settings for calling a remote agent, checking its health and leasing its steps. */
export interface RemoteAgentSettings {
  /** `push`: the server calls `url`. `pull`: the agent claims steps, and `url` is empty. */
  delivery: 'push' | 'pull'
  url: string
  /** URL of the health check. If null, `health` is appended to `url`. */
  healthUrl: string | null
  auth: 'none' | 'bearer' | 'basic' | 'api_key'
  /** Name of the secret that holds the credentials. */
  secret: string | null
  /** Name of the header that carries the API key. */
  header: string
  timeoutMs: number
  /** Retry policy for nodes that use the agent and do not define their own. */
  retry: RetryPolicy | null
  /**
   * Duration of a step's lease, in seconds. A step without a heartbeat for this long returns to the queue. Only for
   * pull agents.
   */
  leaseSeconds: number
  /** Maximum time from the creation of a step to its result, in seconds. Only for pull agents. */
  resultTimeoutSeconds: number
}

/** The user-defined properties of a remote agent. */
export interface AgentDefinition extends RemoteAgentSettings {
  name: string
  description: string
  status: 'active' | 'inactive'
}

/** A registered remote agent. Times are ISO 8601 strings in UTC. */
export type StoredAgent = ReturnType<typeof toAgent>

export interface AgentFilter {
  type?: string | undefined
  kind?: 'remote' | 'model' | undefined
  name?: string | undefined
  status?: 'active' | 'inactive' | undefined
}

/**
 * Number of consecutive failures after which the circuit breaker opens. Its state is in the row: if each process
 * counted, all of them would try an agent that is down.
 */
const maxFailures = 3
/** How long an open circuit breaker rejects calls, in ms. */
const circuitOpenMs = 30_000
/** Settings assumed for agents that were registered before pull agents existed. */
const legacyDefaults = { delivery: 'push', leaseSeconds: 60, resultTimeoutSeconds: 3_600 } as const

const isOfType = (type: string) =>
  sql<boolean>`case kind when 'model' then settings::json->>'type' else 'integration' end = ${type}`

/** A workspace's registered agents. All functions except `list` and `remove` apply to remote agents only. */
export function createAgents(database: Kysely<Database>, workspace: string, now: () => number) {
  const registeredRows = openWorkspaceRows(database, workspace, 'agents', { deleted_at: null })
  const remoteRows = openWorkspaceRows(database, workspace, 'agents', { deleted_at: null, kind: 'remote' })
  const find = async (id: string): Promise<StoredAgent | undefined> => {
    const row = await remoteRows.find(id)
    return row && toAgent(row, now())
  }
  /** Finds an agent by name or, if no agent has this name, by ID. */
  const findByNameOrId = async (name: string): Promise<StoredAgent | undefined> => {
    const row = await remoteRows.find({ name: toStorableText(name) })
    return row ? toAgent(row, now()) : find(name)
  }
  const isNameTaken = async (name: string, exceptId?: string): Promise<boolean> => {
    const row = await registeredRows.find({ name: toStorableText(name) })
    return row !== undefined && row.id !== exceptId
  }
  return {
    find,
    findByNameOrId,
    /** Lists remote agents and model agents, sorted by name. */
    async list(
      request: PageRequest,
      { kind, type, name, status }: AgentFilter = {},
    ): Promise<Page<StoredAgent | StoredModelAgent>> {
      const columns = defined({ kind, status, name: name === undefined ? undefined : toStorableText(name) })
      const rows = registeredRows.select(columns).orderBy('name')
      return readPage(type === undefined ? rows : rows.where(isOfType(type)), request, (row) =>
        row.kind === 'model' ? toModelAgent(row) : toAgent(row, now()),
      )
    },
    /** Adds an agent. Resolves with `undefined` if the name is taken. */
    async add(definition: AgentDefinition): Promise<StoredAgent | undefined> {
      const time = new Date(now())
      const row = await remoteRows.insert({
        ...toColumns(definition),
        id: randomUUID(),
        kind: 'remote',
        failures: 0,
        created_at: time,
        updated_at: time,
      })
      return row && toAgent(row, now())
    },
    /**
     * Replaces an agent's definition and closes its circuit breaker. Resolves with `taken` if another agent has the name.
     */
    async replace(id: string, definition: AgentDefinition): Promise<StoredAgent | 'taken' | undefined> {
      if (!(await find(id))) return undefined
      if (await isNameTaken(definition.name, id)) return 'taken'
      const row = await remoteRows.update(id, {
        ...toColumns(definition),
        ...(definition.delivery === 'pull' ? {} : { token_hash: null, seen_at: null }),
        failures: 0,
        open_until: null,
        updated_at: new Date(now()),
      })
      return row && toAgent(row, now())
    },
    remove: async (id: string): Promise<boolean> =>
      (await registeredRows.update(id, { deleted_at: new Date(now()), token_hash: null })) !== undefined,
    /**
     * Replaces a pull agent's token. The previous token and the tokens of claimed steps become invalid. The claimed steps
     * return to the queue, and the interrupted attempts do not count.
     */
    async rotateToken(id: string): Promise<string | undefined> {
      const token = createAgentToken()
      return database.transaction().execute(async (transaction) => {
        // A claim locks the agent's row: an earlier claim is revoked below, and a later one needs the new token.
        const row = await openWorkspaceRows(transaction, workspace, 'agents', { deleted_at: null }).update(id, {
          token_hash: hashToken(token),
          updated_at: new Date(now()),
        })
        if (!row) return undefined
        await sql`update agent_steps set token_hash = null, earlier_token_hashes = '', lease_until = null,
            attempts = case state when 'claimed' then greatest(attempts - 1, 0) else attempts end,
            state = 'queued', available_at = now()
          where agent_id = ${id} and state in ('claimed', 'queued')`.execute(transaction)
        return token
      })
    },
    /**
     * Returns the agent to call. If the circuit breaker is half-open, the first call is its trial.
     *
     * @throws {NodeError} if the agent cannot be called.
     */
    async findForCall(name: string): Promise<RemoteAgent> {
      const storedAgent = await findByNameOrId(name)
      if (!storedAgent) throw new NodeError('permanent', error('remote-agent.unknown', { agent: name }))
      if (storedAgent.status === 'inactive')
        throw new NodeError('permanent', error('remote-agent.inactive', { agent: storedAgent.name }))
      if (storedAgent.circuit === 'open') throw createRejection(storedAgent, Date.parse(storedAgent.openUntil!) - now())
      if (storedAgent.circuit === 'half-open') {
        // Only one caller across all processes makes the trial call. The others are rejected and retry after its
        // outcome.
        const claimedRow = await database
          .updateTable('agents')
          .set({ open_until: new Date(now() + circuitOpenMs) })
          .where('id', '=', storedAgent.id)
          .where(sql<boolean>`(open_until <= ${new Date(now())} or open_until > ${new Date(now() + circuitOpenMs)})`)
          .returning('id')
          .executeTakeFirst()
        if (!claimedRow) throw createRejection(storedAgent, circuitOpenMs)
      }
      return toRemoteAgent(storedAgent)
    },
    /** Records the outcome of a call. */
    async reportCall(id: string, failure: Problem | undefined): Promise<void> {
      await openWorkspaceRows(database, workspace, 'agents').update(id, {
        last_called_at: new Date(now()),
        last_problem: failure ? JSON.stringify(failure) : null,
        failures: failure ? sql<number>`failures + 1` : 0,
        open_until: failure
          ? sql<Date | null>`case when failures + 1 >= ${maxFailures} then ${new Date(now() + circuitOpenMs)}::timestamptz end`
          : null,
      })
    },
  }
}

/** Creates the error of a call that the circuit breaker rejects. */
function createRejection({ name: agent, failures }: StoredAgent, remainingMs: number): NodeError {
  const retryAfterMs = Math.max(1, remainingMs)
  const params = { agent, failures, seconds: Math.ceil(retryAfterMs / 1000) }
  return new NodeError('transient', error('remote-agent.open-circuit', params), { retryAfterMs })
}

/** Converts a stored agent to the type used by runs. */
export const toRemoteAgent = ({
  id,
  name,
  url,
  delivery,
  auth,
  secret,
  header,
  timeoutMs,
}: StoredAgent): RemoteAgent => ({
  id,
  name,
  url,
  delivery,
  timeoutMs,
  secrets:
    auth === 'none' || secret === null
      ? []
      : [auth === 'api_key' ? { name: secret, as: 'header', field: header } : { name: secret, as: auth }],
})

const toColumns = ({ name, description, status, ...settings }: AgentDefinition) => ({
  name: toStorableText(name),
  description: toStorableText(description),
  status,
  settings: JSON.stringify(settings),
})

const toAgent = (row: Selectable<Database['agents']>, now: number) => ({
  ...legacyDefaults,
  ...(JSON.parse(row.settings) as RemoteAgentSettings),
  ...toRecord(
    row,
    ['id', 'name', 'description', 'status', 'open_until', 'last_called_at', 'seen_at', 'created_at', 'updated_at'],
    {
      circuit: getCircuit(row.open_until, now),
      failures: row.failures,
      lastProblem: parseColumn<Problem>(row.last_problem),
    },
  ),
})

/**
 * Returns the state of the circuit breaker. `open`: calls are rejected until `openUntil`. `half-open`: the next call is a
 * trial.
 */
function getCircuit(openUntil: Date | null, now: number): 'closed' | 'open' | 'half-open' {
  if (openUntil === null) return 'closed'
  // A later time was stored while the clock was ahead.
  const remainingMs = openUntil.getTime() - now
  return remainingMs > 0 && remainingMs <= circuitOpenMs ? 'open' : 'half-open'
}
