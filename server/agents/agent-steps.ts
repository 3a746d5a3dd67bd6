import type { NewRemoteStep, RemoteStep } from '@aw-flow/engine'
import { error, type Json, type Problem, failed, ok, type Result } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Channels } from '../store/database/channels.ts'
import { hashToken } from '../secrets/hash-token.ts'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { RunCommand } from '../store/runs/run-controls.ts'

/** A pull agent that has authenticated with its token. */
export interface PullAgent {
  id: string
  name: string
  status: 'active' | 'inactive'
}

/** A step that an agent has claimed. Times are ISO 8601 strings in UTC. */
export interface ClaimedStep {
  id: string
  /** Grants access to this step only, for the duration of this claim. */
  token: string
  runId: string
  node: string
  /** Identifies the step across claims. */
  key: string
  attempt: number
  maxAttempts: number
  input: Json
  leaseSeconds: number
  leaseUntil: string
  deadline: string
}

/** An entry in the list of an agent's steps. `node` is a node ID. Times are ISO 8601 strings in UTC. */
export type ListedStep = ReturnType<typeof toListedStep>

/** The result that an agent reports for a step. With `retry`, the step returns to the queue if it has attempts left. */
export type StepResult = { output: Json } | { message: string; retry: boolean }

/**
 * Why a request for a step was rejected. `unknown`: the step does not exist, or the token belongs to another step.
 * `lease-lost`: a later claim holds the step. `finished`: the step already has a different result. `withdrawn`: the run
 * no longer needs the step.
 */
export type StepRejection = 'unknown' | 'lease-lost' | 'finished' | 'withdrawn'

/** The outcome of a step as stored in the database. */
type StoredOutcome = { output: Json } | { problem: Problem }

/** The steps that runs in all workspaces queue for pull agents. */
export type AgentSteps = ReturnType<typeof createAgentSteps>

export interface StepLimits {
  leaseSeconds: number
  maxAttempts: number
  timeoutSeconds: number
}

const channel = 'aw_agent_steps'
const maxSweptSteps = 200
/**
 * Seconds before a run that has not read an outcome is woken again. The run may not have been waiting yet when it was
 * first woken.
 */
const wakeRetryDelaySeconds = 1
/** Maximum number of times that a run is woken for one step. After that, the run reads the outcome at the deadline. */
const maxWakes = 20

/** Creates a random token. Only its hash is stored. */
export const createAgentToken = (): string => randomBytes(32).toString('base64url')

/** Returns the name of the event that signals a step's outcome to its run. */
const toEventName = (id: string): string => `agent-step:${id}`

export const createAgentSteps = (database: Kysely<Database>, channels: Channels) => ({
  ...createRunSteps(database, channels),
  ...createStepClaims(database, channels),
})

/** The steps of runs: a run adds a step and reads its outcome. */
function createRunSteps(database: Kysely<Database>, channels: Channels) {
  /** Finds a run's stored step by its key. */
  const findByKey = async (runId: string, key: string): Promise<RemoteStep | undefined> => {
    const row = await database
      .selectFrom('agent_steps')
      .select(['id', 'deadline'])
      .where('run_id', '=', runId)
      .where('key', '=', key)
      .executeTakeFirst()
    return row && { id: row.id, event: toEventName(row.id), deadline: row.deadline.getTime() }
  }

  return {
    findByKey,

    /**
     * Stores a step for an agent in the run's workspace. Resolves with `undefined` if the agent or the run does not
     * exist.
     */
    async add(
      runId: string,
      { agent, key, node, input }: NewRemoteStep,
      { leaseSeconds, maxAttempts, timeoutSeconds }: StepLimits,
    ): Promise<RemoteStep | undefined> {
      await sql`insert into agent_steps (id, workspace_id, agent_id, run_id, key, node_id, input, state, max_attempts,
          lease_seconds, deadline, created_at, available_at)
        select ${randomUUID()}, r.workspace_id, a.id, r.id, ${key}, ${node}, ${JSON.stringify(input)}, 'queued',
          ${maxAttempts}, ${leaseSeconds}, now() + ${timeoutSeconds} * interval '1 second', now(), now()
        from runs r join agents a on a.workspace_id = r.workspace_id
        where r.id = ${runId} and a.id = ${agent} and a.deleted_at is null
        on conflict do nothing`.execute(database)
      const addedStep = await findByKey(runId, key)
      if (addedStep) notifyAgent(channels, agent)
      return addedStep
    },

    /**
     * Returns a step's outcome to its run, or `undefined` if there is none yet.
     *
     * @param withdraw Whether to withdraw the step if it is unfinished, because the run no longer waits for it.
     */
    async read(
      runId: string,
      id: string,
      { withdraw = false }: { withdraw?: boolean } = {},
    ): Promise<Result<Json> | undefined> {
      if (withdraw) {
        await sql`update agent_steps set state = 'withdrawn' where id = ${id} and run_id = ${runId}
          and state in ('queued', 'claimed')`.execute(database)
      }
      const { rows } = await sql<{ state: string; outcome: string | null; agent: string; seconds: number }>`
        update agent_steps s set read_at = coalesce(s.read_at, now()) from agents a
        where a.id = s.agent_id and s.id = ${id} and s.run_id = ${runId} and s.state not in ('queued', 'claimed')
        returning s.state, s.outcome, a.name as agent,
          extract(epoch from s.deadline - s.created_at)::integer as seconds`.execute(database)
      const [row] = rows
      if (!row) return undefined
      if (row.outcome === null)
        return failed(error('remote-agent.no-result', { agent: row.agent, seconds: row.seconds }))
      const outcome = JSON.parse(row.outcome) as StoredOutcome
      return 'output' in outcome ? ok(outcome.output) : failed(outcome.problem)
    },

    /** Lists an agent's most recent steps, unfinished ones first. */
    async list(agentId: string, limit: number): Promise<ListedStep[]> {
      const rows = await database
        .selectFrom('agent_steps')
        .selectAll()
        .where('agent_id', '=', agentId)
        .orderBy(sql`case when state in ('queued', 'claimed') then 0 else 1 end`)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toListedStep)
    },

    /**
     * Fails steps that have no attempts left or whose agent was deleted, adds a wake command to runs that have not yet
     * read an outcome, and deletes the steps of runs that ended more than a day ago. Returns the IDs of the runs with new
     * commands. Several processes can sweep concurrently.
     */
    async sweep(): Promise<string[]> {
      const { rows: lostSteps } = await sql<{ id: string; agent: string; attempts: number; is_deleted: boolean }>`
        select s.id, a.name as agent, s.attempts, a.deleted_at is not null as is_deleted
        from agent_steps s join agents a on a.id = s.agent_id
        where (s.state = 'claimed' and s.lease_until < now()
            and (s.attempts >= s.max_attempts or a.deleted_at is not null))
          or (s.state = 'queued' and a.deleted_at is not null) limit ${maxSweptSteps}`.execute(database)
      for (const { id, agent, attempts, is_deleted: isDeleted } of lostSteps) {
        const problem: Problem = isDeleted
          ? error('remote-agent.unknown', { agent })
          : error('remote-agent.not-responding', { agent, attempts })
        await sql`update agent_steps set state = 'failed', outcome = ${JSON.stringify({ problem })}, finished_at = now()
          where id = ${id} and (state = 'queued' or (state = 'claimed' and lease_until < now()))`.execute(database)
      }
      const { rows: unreadSteps } = await sql<{ id: string; run_id: string }>`
        select s.id, s.run_id from agent_steps s join runs r on r.id = s.run_id
        where s.finished_at is not null and s.read_at is null and ${isRunActive}
          and (select count(*) < ${maxWakes} and coalesce(bool_and(c.answer is not null
              and c.created_at < now() - ${wakeRetryDelaySeconds} * interval '1 second'), true)
            from run_controls c where c.run_id = s.run_id
              and c.body = '{"kind":"signal","name":"agent-step:' || s.id || '"}')
        limit ${maxSweptSteps}`.execute(database)
      for (const { id, run_id: runId } of unreadSteps) await addWakeCommand(database, runId, id)
      await sql`delete from agent_steps where run_id in (
        select id from runs where ended_at < now() - interval '1 day'
          and id in (select run_id from agent_steps) limit ${maxSweptSteps})`.execute(database)
      return [...new Set(unreadSteps.map(({ run_id: runId }) => runId))]
    },
  }
}

const notifyAgent = (channels: Channels, agentId: string): void => void channels.notify(channel, agentId)

type TokenStep = NonNullable<Awaited<ReturnType<typeof readStepByToken>>>

/** Reads the step that a token grants access to. `isCurrent`: whether the token is from the latest claim. */
async function readStepByToken(database: Kysely<Database>, id: string, token: string) {
  if (!isValidId(id)) return undefined
  const { rows } = await sql<{
    run_id: string
    agent_id: string
    agent: string
    node_id: string
    state: string
    attempts: number
    max_attempts: number
    token_hash: string | null
    earlier_token_hashes: string
    result_hash: string | null
    is_needed: boolean
  }>`select s.*, a.name as agent, s.deadline > now() and ${isRunActive} as is_needed
    from agent_steps s join runs r on r.id = s.run_id join agents a on a.id = s.agent_id
    where s.id = ${id}`.execute(database)
  const [row] = rows
  const hash = hashToken(token)
  if (!row) return undefined
  if (row.token_hash === hash) return { ...row, hash, isCurrent: true }
  return row.earlier_token_hashes.split(' ').includes(hash) ? { ...row, hash, isCurrent: false } : undefined
}
function findRejection(step: TokenStep | undefined): StepRejection | undefined {
  if (!step) return 'unknown'
  if (!step.isCurrent) return 'lease-lost'
  if (step.state === 'completed' || step.state === 'failed') return 'finished'
  if (!step.is_needed || step.state === 'withdrawn') return 'withdrawn'
  return step.state === 'claimed' ? undefined : 'lease-lost'
}

/** The claims of steps: an agent claims a step, renews its lease and reports its result. */
function createStepClaims(database: Kysely<Database>, channels: Channels) {
  const readStep = (id: string, token: string) => readStepByToken(database, id, token)
  return {
    /** Finds the agent that a token belongs to and updates the time it was last seen. */
    async identify(token: string): Promise<PullAgent | undefined> {
      const row = await database
        .updateTable('agents')
        .set({ seen_at: sql`now()` })
        .where('token_hash', '=', hashToken(token))
        .where('deleted_at', 'is', null)
        .returning(['id', 'name', 'status'])
        .executeTakeFirst()
      return row && { ...row, status: row.status as PullAgent['status'] }
    },

    /**
     * Claims the next step for an agent. Runs take turns: the oldest step of the least recently served run is claimed.
     * Concurrent claims return different steps.
     *
     * @param agentToken The agent's token. A token that has been replaced cannot claim steps.
     */
    async claim(agentId: string, agentToken: string): Promise<ClaimedStep | undefined> {
      const token = createAgentToken()
      const { rows } = await sql<
        Selectable<Database['agent_steps']> & { lease_until: Date }
      >`update agent_steps set state = 'claimed', attempts = attempts + 1, result_hash = null, claimed_at = now(),
          earlier_token_hashes = concat_ws(' ', nullif(earlier_token_hashes, ''), token_hash),
          token_hash = ${hashToken(token)},
          lease_until = ${leaseEnd}
        where id = (
          select s.id from agent_steps s join runs r on r.id = s.run_id join agents a on a.id = s.agent_id
          where s.agent_id = ${agentId} and a.token_hash = ${hashToken(agentToken)} and s.deadline > now() and ${isRunActive} and s.attempts < s.max_attempts
            and (s.state = 'queued' or (s.state = 'claimed' and s.lease_until < now()))
          order by (select max(other.claimed_at) from agent_steps other where other.run_id = s.run_id) nulls first,
            s.available_at, s.id
          limit 1 for update of s skip locked for share of a)
        returning id, run_id, node_id, key, input, attempts, max_attempts, lease_seconds, lease_until, deadline`.execute(
        database,
      )
      const [row] = rows
      return (
        row &&
        toRecord(row, ['id', 'run_id', 'max_attempts', 'lease_seconds', 'lease_until', 'deadline'], {
          token,
          node: row.node_id,
          key: createHash('sha256').update(`${row.run_id}/${row.key}`).digest('hex'),
          attempt: row.attempts,
          input: JSON.parse(row.input) as Json,
        })
      )
    },

    /** Returns whether the token belongs to the current claim of the step or to an earlier one. */
    isClaimToken: async (id: string, token: string): Promise<boolean> => (await readStep(id, token)) !== undefined,

    /** Extends the lease of a claimed step. */
    async renew(id: string, token: string): Promise<{ leaseUntil: string; deadline: string } | StepRejection> {
      const rejection = findRejection(await readStep(id, token))
      if (rejection) return rejection
      // An expired lease can still be renewed as long as no other claim holds the step.
      const { rows } = await sql<{ lease_until: Date; deadline: Date }>`
        update agent_steps set lease_until = ${leaseEnd}
        where id = ${id} and token_hash = ${hashToken(token)} and state = 'claimed'
        returning lease_until, deadline`.execute(database)
      const [row] = rows
      if (row) return { leaseUntil: row.lease_until.toISOString(), deadline: row.deadline.toISOString() }
      return findRejection(await readStep(id, token)) ?? 'lease-lost'
    },

    /**
     * Stores a step's result and wakes its run. If the same claim sends the same result again, it is accepted again.
     *
     * @param reportedIds The run and node IDs that the agent sent. They must match the step.
     */
    async finish(
      id: string,
      token: string,
      result: StepResult,
      { run: runId, node: nodeId }: { run?: string | undefined; node?: string | undefined } = {},
    ): Promise<
      { run: string; state: 'completed' | 'failed' | 'queued'; isRepeated: boolean } | StepRejection | 'mismatch'
    > {
      const step = await readStep(id, token)
      if (!step) return 'unknown'
      if ((runId !== undefined && runId !== step.run_id) || (nodeId !== undefined && nodeId !== step.node_id))
        return 'mismatch'
      const resultHash = createHash('sha256').update(JSON.stringify(result)).digest('hex')
      const findResponse = (current: TokenStep | undefined) => {
        const isRepeated = current?.isCurrent === true && current.result_hash === resultHash
        if (isRepeated) return { run: step.run_id, state: current.state as 'completed', isRepeated }
        return findRejection(current)
      }
      const response = findResponse(step)
      if (response) return response
      const isRequeued = 'message' in result && result.retry && step.attempts < step.max_attempts
      const outcome: StoredOutcome =
        'output' in result
          ? { output: result.output }
          : { problem: error('remote-agent.reported', { agent: step.agent, reason: result.message }) }
      const state = isRequeued ? 'queued' : 'output' in result ? 'completed' : 'failed'
      const isStored = await database.transaction().execute(async (transaction) => {
        const { rows } = await sql`update agent_steps set state = ${state}, result_hash = ${resultHash},
            outcome = ${isRequeued ? null : JSON.stringify(outcome)}, available_at = now(),
            finished_at = ${isRequeued ? null : sql`now()`}
          where id = ${id} and token_hash = ${step.hash} and state = 'claimed' returning id`.execute(transaction)
        if (rows.length > 0 && !isRequeued) await addWakeCommand(transaction, step.run_id, id)
        return rows.length > 0
      })
      if (!isStored) return findResponse(await readStep(id, token)) ?? 'lease-lost'
      if (isRequeued) notifyAgent(channels, step.agent_id)
      return { run: step.run_id, state, isRepeated: false }
    },

    /**
     * Calls `listener` with an agent's ID when that agent may have a new step, or with `undefined` when any agent may
     * have one.
     */
    listen: (listener: (agentId: string | undefined) => void): (() => void) => channels.listen(channel, listener),
  }
}

const toListedStep = (row: Selectable<Database['agent_steps']>) =>
  toRecord(
    row,
    ['id', 'run_id', 'state', 'max_attempts', 'created_at', 'claimed_at', 'lease_until', 'deadline', 'finished_at'],
    { node: row.node_id, attempt: row.attempts },
  )

/** End of a new lease, which never exceeds the step's deadline. */
const leaseEnd = sql`case when deadline < now() + lease_seconds * interval '1 second' then deadline
  else now() + lease_seconds * interval '1 second' end`

/** SQL condition: whether a run still needs its steps. */
const isRunActive = sql<boolean>`(r.ended_at is null and r.cancel_requested_at is null and r.deleted_at is null)`

/**
 * Adds a command that makes the run read the step's outcome. It has no data, so that a person who may send events
 * cannot forge a result.
 */
async function addWakeCommand(database: Kysely<Database>, runId: string, id: string): Promise<void> {
  const command: RunCommand = { kind: 'signal', name: toEventName(id) }
  await sql`insert into run_controls (workspace_id, id, run_id, body, created_at)
    select workspace_id, ${randomUUID()}, id, ${JSON.stringify(command)}, now() from runs where id = ${runId}`.execute(
    database,
  )
}
