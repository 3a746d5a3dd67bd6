import type { ServerApi, ServerRun } from '@aw-flow/client'

/** Run priorities, highest first. */
export const priorities = ['high', 'default', 'low'] as const

const maxRuns = 100
const maxWorkflows = 500

/** The runs that have not finished. */
export interface Queue {
  /** Runs that are waiting for a worker or another run, in the order they will start. */
  queued: readonly ServerRun[]
  totalQueued: number
  active: readonly ServerRun[]
}

export async function readQueue(api: ServerApi): Promise<Queue> {
  const listRuns = async (status: 'queued' | 'running' | 'waiting') =>
    (await api.call('GET /api/v1/runs', { query: { status, limit: maxRuns, sort: 'created_at' } })).value
  const [queued, running, waiting] = await Promise.all([listRuns('queued'), listRuns('running'), listRuns('waiting')])
  return {
    queued: sortByStartOrder(queued.items),
    totalQueued: queued.total,
    active: [...running.items, ...waiting.items],
  }
}

/** Waiting time that counts as much as one priority level on the server, in ms. */
const msPerPriority = 120_000

/** Sorts runs in the server's start order. Blocked runs come last. */
export const sortByStartOrder = (runs: readonly ServerRun[]): ServerRun[] =>
  [...runs].sort(
    (a, b) =>
      Number(a.blocked) - Number(b.blocked) ||
      Date.parse(a.created_at) - a.priority * msPerPriority - (Date.parse(b.created_at) - b.priority * msPerPriority),
  )

/** Lists the server's workflows, sorted by name. */
export async function listServerWorkflows(api: ServerApi): Promise<readonly { id: string; name: string }[]> {
  const { value } = await api.call('GET /api/v1/workflows', { query: { sort: 'name', limit: maxWorkflows } })
  return value.items.map(({ id, name }) => ({ id, name }))
}
