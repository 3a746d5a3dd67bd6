import { setTimeout as sleep } from 'node:timers/promises'
import { createApi, createDocument } from './api.ts'

/** The response times of one workspace while another makes noise, in milliseconds. */
export interface Experience {
  /** The time from the scheduled time of each read to its response. */
  reads: number[]
  /** The time from the request to the recorded start, for runs without a data engine. */
  starts: number[]
  /** The same, for runs with a data engine. */
  dataStarts: number[]
  /** The number of runs that ended in each state. */
  states: Record<string, number>
  /** The messages of failed requests. */
  failures: string[]
}

interface RunResponse {
  status: string
  started_at: string | null
}

const readIntervalMs = 100
const runIntervalMs = 3_000
/** A run that has not ended after this many milliseconds counts as failed. */
const runTimeoutMs = 120_000

const plain = createDocument('Quick', ['a', 'transform', { expression: '1 + 1' }])
const withData = createDocument('Quick table', ['a', 'sql', { statement: 'SELECT 1 AS n', inputs: '' }])

/**
 * Reads at a constant rate and starts one run at a time, like a person and a schedule would, until `isStopped` returns
 * true.
 */
export async function observe(url: string, token: string, isStopped: () => boolean): Promise<Experience> {
  const api = createApi(url, token)
  const experience: Experience = { reads: [], starts: [], dataStarts: [], states: {}, failures: [] }
  const ids = [await api.create('/workflows', plain), await api.create('/workflows', withData)] as const
  const paths = ['/workflows?limit=50', `/workflows/${ids[0]}`, '/runs?limit=50', '/data?limit=50']
  const fail = (cause: unknown): void =>
    void experience.failures.push(cause instanceof Error ? cause.message : String(cause))

  const reads = async (): Promise<void> => {
    const pending = new Set<Promise<void>>()
    const start = performance.now()
    for (let sent = 0; !isStopped(); sent++) {
      const due = start + sent * readIntervalMs
      await sleep(Math.max(0, due - performance.now()))
      const read = api
        .read('GET', paths[sent % paths.length]!)
        .then(() => void experience.reads.push(performance.now() - due), fail)
      pending.add(read)
      void read.finally(() => pending.delete(read))
    }
    await Promise.all(pending)
  }
  const run = async (workflow: string, times: number[]): Promise<void> => {
    const requestedAt = Date.now()
    const id = await api.create(`/workflows/${workflow}/execute`, {})
    while (Date.now() - requestedAt < runTimeoutMs) {
      const { status, started_at: startedAt } = await api.read<RunResponse>('GET', `/runs/${id}`)
      if (['completed', 'failed', 'cancelled'].includes(status)) {
        experience.states[status] = (experience.states[status] ?? 0) + 1
        times.push(startedAt === null ? Infinity : Date.parse(startedAt) - requestedAt)
        return
      }
      await sleep(100)
    }
    times.push(Infinity)
    throw new Error(`Run ${id} did not end.`)
  }
  const runs = async (): Promise<void> => {
    for (let count = 0; !isStopped(); count++) {
      const next = performance.now() + runIntervalMs
      const isPlain = count % 2 === 0
      await run(ids[isPlain ? 0 : 1], isPlain ? experience.starts : experience.dataStarts).catch(fail)
      while (performance.now() < next && !isStopped()) await sleep(50)
    }
  }
  await Promise.all([reads(), runs()])
  return experience
}
