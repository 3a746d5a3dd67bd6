import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** A model call that a generated run has recorded. */
export interface GeneratedCall {
  model: string
  inputTokens: number
  outputTokens: number
  /** 0: the price is unknown. */
  cost: number
}

export interface GeneratedRun {
  id: string
  workflowId: string
  status: 'completed' | 'failed'
  /** ID of the person who started the run. `null` if a trigger started it. */
  startedBy: string | null
  endedAt: number
  ms: number
  calls: readonly GeneratedCall[]
}

export interface GenerateRunsOptions {
  count: number
  /** Range of run end times, in ms since the Unix epoch. */
  from: number
  to: number
  random(): number
  /** Prefix of the run IDs. */
  prefix?: string
}

const batchSize = 1_000
const models = ['small', 'medium', 'large', 'local']

/** Stores ended runs with their records, as workers do. Each has a Read and an Agent node; the agent calls models. */
export async function addGeneratedRuns(
  database: Kysely<Database>,
  { count, from, to, random, prefix = 'run' }: GenerateRunsOptions,
): Promise<GeneratedRun[]> {
  const pick = (limit: number): number => Math.floor(random() * limit)
  const createRun = (index: number): GeneratedRun => ({
    id: `${prefix}${index}`,
    workflowId: `w${pick(20)}`,
    status: random() < 0.1 ? 'failed' : 'completed',
    startedBy: random() < 0.3 ? null : `person${pick(10)}`,
    endedAt: from + pick(to - from),
    ms: 10 + pick(100_000),
    calls: Array.from({ length: pick(4) }, () => {
      const model = pick(models.length)
      const inputTokens = 1 + pick(5_000)
      const outputTokens = 1 + pick(500)
      return {
        model: models[model]!,
        inputTokens,
        outputTokens,
        cost: model === 3 ? 0 : (inputTokens * (model + 1) * 0.15 + outputTokens * 0.6) / 1_000_000,
      }
    }),
  })
  const runs = Array.from({ length: count }, (_, index) => createRun(index)).sort((a, b) => a.endedAt - b.endedAt)
  for (let start = 0; start < runs.length; start += batchSize)
    await storeRuns(database, runs.slice(start, start + batchSize))
  return runs
}

async function storeRuns(database: Kysely<Database>, runs: readonly GeneratedRun[]): Promise<void> {
  const toTime = (ms: number): string => new Date(ms).toISOString()
  await sql`insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, started_at, request,
      priority, lease, blocked, event_depth, trigger_type, started_by)
    select 'default', id, workflow, 'Workflow ' || workflow, 'running', started::timestamptz, started::timestamptz, '{}',
      0, 1, false, 0, case when person is null then 'scheduled' else 'api' end, person
    from unnest(${runs.map(({ id }) => id)}::text[], ${runs.map(({ workflowId }) => workflowId)}::text[],
      ${runs.map(({ endedAt, ms }) => toTime(endedAt - ms))}::text[], ${runs.map(({ startedBy }) => startedBy)}::text[])
      as added(id, workflow, started, person)`.execute(database)
  const events = runs.flatMap((run) => createEvents(run).map((event, seq) => ({ run: run.id, seq, event })))
  await sql`insert into run_events (workspace_id, run_id, seq, body)
    select 'default', run, seq, body from unnest(${events.map(({ run }) => run)}::text[],
      ${events.map(({ seq }) => seq)}::int[],
      ${events.map(({ seq, event }) => JSON.stringify({ ...event, seq, time: 0 }))}::text[]) as added(run, seq, body)`.execute(
    database,
  )
  await sql`update runs set status = ended.status, ended_at = ended.at::timestamptz
    from unnest(${runs.map(({ id }) => id)}::text[], ${runs.map(({ status }) => status)}::text[],
      ${runs.map(({ endedAt }) => toTime(endedAt))}::text[]) as ended(id, status, at)
    where runs.id = ended.id`.execute(database)
}

function createEvents({ id, status, ms, calls }: GeneratedRun): object[] {
  const node = (name: string, label: string, type: string) => ({
    id: name,
    type,
    position: { x: 0, y: 0 },
    data: { label, config: {} },
  })
  const workflow = {
    version: 1,
    nodes: [node('read', '', 'load_data'), node('ask', 'Ask a model', 'agent')],
    edges: [],
  }
  const effects = calls.flatMap(({ model, cost, ...tokens }, index) => {
    const effect = { node: 'ask', attempt: 1, effect: `ask-model-${index}` }
    const usage = { requests: 1, cachedTokens: 0, uncounted: 0, unpriced: cost === 0 ? 1 : 0, cost, ...tokens }
    return [
      { type: 'effect-started', ...effect, kind: 'ask-model', request: { model, host: 'localhost' } },
      { type: 'effect-ended', ...effect, outcome: { reply: { text: 'yes' }, usage, ms: 5 } },
    ]
  })
  const readMs = ms / 10
  return [
    { type: 'run-started', version: 2, run: id, workflow, inputs: {}, seed: 1 },
    { type: 'node-started', node: 'read', attempt: 1, key: 'k' },
    { type: 'node-completed', node: 'read', outputs: {}, ms: readMs, problems: [] },
    { type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
    ...effects,
    status === 'completed'
      ? { type: 'node-completed', node: 'ask', outputs: {}, ms: ms - readMs, problems: [] }
      : { type: 'node-failed', node: 'ask', error: { kind: 'permanent', problem: {} }, ms: ms - readMs },
    { type: `run-${status}` },
  ]
}
