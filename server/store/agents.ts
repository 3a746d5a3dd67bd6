import { NodeError, type RemoteAgent } from '@aw-flow/engine'
import { error, type Problem, type RetryPolicy } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import { createAgentToken, hashAgentToken } from './agent-steps.ts'
import type { Database } from './database/database.ts'
import type { Page, PageRequest } from './database/page.ts'
import { toStorableText } from './database/storable-text.ts'
import { isValidId } from './database/valid-id.ts'
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
export interface StoredAgent extends AgentDefinition {
  id: string
  /**
   * State of the circuit breaker. `open`: calls are rejected until `openUntil`. `half-open`: the next call is a trial.
   */
  circuit: 'closed' | 'open' | 'half-open'
  openUntil?: string
  /** Number of consecutive failed calls. */
  failures: number
  lastCalledAt?: string
  /** When a pull agent last requested a step. */
  seenAt?: string
  lastProblem?: Problem
  createdAt: string
  updatedAt: string
}

export interface AgentFilter {
  kind?: 'remote' | 'model' | undefined
  name?: string | undefined
  status?: string | undefined
}

/** A workspace's registered agents. All functions except `list` and `remove` apply to remote agents only. */
export type StoredAgents = ReturnType<typeof createAgents>

/**
 * Number of consecutive failures after which the circuit breaker opens. Its state is in the row: if each process
 * counted, all of them would try an agent that is down.
 */
const maxFailures = 3
/** How long an open circuit breaker rejects calls, in ms. */
const circuitOpenMs = 30_000
/** Settings assumed for agents that were registered before pull agents existed. */
const legacyDefaults = { delivery: 'push', leaseSeconds: 60, resultTimeoutSeconds: 3_600 } as const

export function createAgents(database: Kysely<Database>, workspace: string, now: () => number) {
  const selectRegistered = () =>
    database.selectFrom('agents').selectAll().where('workspace_id', '=', workspace).where('deleted_at', 'is', null)
  const selectRemote = () => selectRegistered().where('kind', '=', 'remote')
  const find = async (id: string): Promise<StoredAgent | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await selectRemote().where('id', '=', id).executeTakeFirst()
    return row && toAgent(row, now())
  }
  /** Finds an agent by name or, if no agent has this name, by ID. */
  const findByNameOrId = async (name: string): Promise<StoredAgent | undefined> => {
    const row = await selectRemote().where('name', '=', toStorableText(name)).executeTakeFirst()
    return row ? toAgent(row, now()) : find(name)
  }
  const isNameTaken = async (name: string, exceptId?: string): Promise<boolean> => {
    const row = await selectRegistered().where('name', '=', toStorableText(name)).executeTakeFirst()
    return row !== undefined && row.id !== exceptId
  }
  return {
    find,
    findByNameOrId,
    /** Lists remote agents and model agents, sorted by name. */
    async list(
      { limit, offset }: PageRequest,
      { kind, name, status }: AgentFilter = {},
    ): Promise<Page<StoredAgent | StoredModelAgent>> {
      let query = selectRegistered()
      if (kind !== undefined) query = query.where('kind', '=', kind)
      if (name !== undefined) query = query.where('name', '=', toStorableText(name))
      if (status !== undefined) query = query.where('status', '=', toStorableText(status))
      const { total } = await query
        .clearSelect()
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await query.orderBy('name').limit(limit).offset(offset).execute()
      const items = rows.map((row) => (row.kind === 'model' ? toModelAgent(row) : toAgent(row, now())))
      return { items, total: Number(total), limit, offset }
    },
    /** Adds an agent. Resolves with `undefined` if the name is taken. */
    async add(definition: AgentDefinition): Promise<StoredAgent | undefined> {
      const time = new Date(now())
      const row = await database
        .insertInto('agents')
        .values({
          ...toColumns(definition),
          id: randomUUID(),
          workspace_id: workspace,
          kind: 'remote',
          failures: 0,
          created_at: time,
          updated_at: time,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row && toAgent(row, now())
    },
    /**
     * Replaces an agent's definition and closes its circuit breaker. Resolves with `taken` if another agent has the name.
     */
    async replace(id: string, definition: AgentDefinition): Promise<StoredAgent | 'taken' | undefined> {
      if (!(await find(id))) return undefined
      if (await isNameTaken(definition.name, id)) return 'taken'
      await database
        .updateTable('agents')
        .set({
          ...toColumns(definition),
          ...(definition.delivery === 'pull' ? {} : { token_hash: null, seen_at: null }),
          failures: 0,
          open_until: null,
          updated_at: new Date(now()),
        })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .execute()
      return find(id)
    },
    async remove(id: string): Promise<boolean> {
      if (!isValidId(id)) return false
      const removedRow = await database
        .updateTable('agents')
        .set({ deleted_at: new Date(now()), token_hash: null })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      return removedRow !== undefined
    },
    /**
     * Replaces a pull agent's token. The previous token and the tokens of claimed steps become invalid. The claimed steps
     * return to the queue, and the interrupted attempts do not count.
     */
    async rotateToken(id: string): Promise<string | undefined> {
      if (!isValidId(id)) return undefined
      const token = createAgentToken()
      return database.transaction().execute(async (transaction) => {
        // A claim locks the agent's row: an earlier claim is revoked below, and a later one needs the new token.
        const row = await transaction
          .updateTable('agents')
          .set({ token_hash: hashAgentToken(token), updated_at: new Date(now()) })
          .where('id', '=', id)
          .where('workspace_id', '=', workspace)
          .where('deleted_at', 'is', null)
          .returning('id')
          .executeTakeFirst()
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
      const createRejection = (retryAt: number) => {
        const retryAfterMs = Math.max(1, retryAt - now())
        const params = {
          agent: storedAgent.name,
          failures: storedAgent.failures,
          seconds: Math.ceil(retryAfterMs / 1000),
        }
        return new NodeError('transient', error('remote-agent.open-circuit', params), { retryAfterMs })
      }
      if (storedAgent.circuit === 'open') throw createRejection(Date.parse(storedAgent.openUntil!))
      if (storedAgent.circuit === 'half-open') {
        // Only one caller across all processes makes the trial call. The others are rejected and retry after its
        // outcome.
        const claimedRow = await database
          .updateTable('agents')
          .set({ open_until: new Date(now() + circuitOpenMs) })
          .where('id', '=', storedAgent.id)
          .where('open_until', '<=', new Date(now()))
          .returning('id')
          .executeTakeFirst()
        if (!claimedRow) throw createRejection(now() + circuitOpenMs)
      }
      return toRemoteAgent(storedAgent)
    },
    /** Records the outcome of a call. */
    async reportCall(id: string, failure: Problem | undefined): Promise<void> {
      await database
        .updateTable('agents')
        .set({
          last_called_at: new Date(now()),
          last_problem: failure ? JSON.stringify(failure) : null,
          failures: failure ? sql`failures + 1` : 0,
          open_until: failure
            ? sql`case when failures + 1 >= ${maxFailures} then ${new Date(now() + circuitOpenMs)}::timestamptz end`
            : null,
        })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .execute()
    },
  }
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

function toAgent(row: Selectable<Database['agents']>, now: number): StoredAgent {
  const openUntil = row.open_until
  return {
    ...legacyDefaults,
    ...(JSON.parse(row.settings) as RemoteAgentSettings),
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status as StoredAgent['status'],
    circuit: openUntil === null ? 'closed' : openUntil.getTime() > now ? 'open' : 'half-open',
    ...(openUntil === null ? {} : { openUntil: openUntil.toISOString() }),
    failures: row.failures,
    ...(row.last_called_at === null ? {} : { lastCalledAt: row.last_called_at.toISOString() }),
    ...(row.seen_at === null ? {} : { seenAt: row.seen_at.toISOString() }),
    ...(row.last_problem === null ? {} : { lastProblem: JSON.parse(row.last_problem) as Problem }),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
