import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres } from '../../../server/testing/find-postgres.ts'
import { openPrivatePostgres } from '../../../server/testing/private-postgres.ts'
import { createServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize, type Measured } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { observe, type Experience } from './neighbor.ts'
import { openNoiseProcess, type NoiseProcess } from './noise-process.ts'

const tokens = { noisy: 'n'.repeat(40), quiet: 'q'.repeat(40) }
/** Duration without noise, for comparison, in ms. */
const calmMs = 15_000

/**
 * Measures the reads and run starts of one workspace while another one does the worst of each kind. `AW_BENCH_MINUTES`
 * sets the duration, `AW_BENCH_PARTS` selects kinds of noise.
 */
export async function benchIsolation(progress: Progress): Promise<BenchCase[]> {
  const minutes = Number(process.env.AW_BENCH_MINUTES ?? 10)
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-isolation-'))
  const postgres = findPostgres().missing === undefined ? await openPrivatePostgres({ fsync: true }) : undefined
  const built = !process.execArgv.includes('--conditions=aw-source')
  const environment = {
    AW_DATA: join(folder, 'data'),
    AW_TOKENS: Object.entries(tokens)
      .map(([name, token]) => `${name}:${token}`)
      .join(','),
    // Without a rate limit, every request reaches the code behind it.
    AW_RATE_LIMIT: '0',
    AW_LOG: 'error',
    ...(postgres ? { DATABASE_URL: await postgres.createDatabase() } : {}),
  }
  const server = createServerProcess('server', environment, { built })
  let noise: NoiseProcess | undefined
  try {
    await server.start()
    progress('isolation')('without noise', 0)
    const calm = await observeFor(server.url, calmMs)
    progress('isolation')('preparation', 0)
    noise = await openNoiseProcess(server.url, tokens.noisy)
    const all = noise.kinds
    const kinds = process.env.AW_BENCH_PARTS?.split(',') ?? all
    const unknown = kinds.find((kind) => !all.includes(kind))
    if (unknown !== undefined) throw new Error(`Noise "${unknown}" does not exist. Use some of ${all.join(', ')}.`)
    progress('isolation')(`${minutes} minutes of noise`, 0)
    noise.start(kinds)
    const loud = await observeFor(server.url, minutes * 60_000)
    const counts = await Promise.race([noise.stop(), sleep(60_000).then(() => 'some actions did not end')])
    const { failures, states } = loud
    const facts = { database: postgres ? 'PostgreSQL' : 'PGlite', minutes, states, failures, noise: counts }
    const note = JSON.stringify({ ...facts, output: server.output().slice(-2_000) })
    if (failures.length > 0) throw new Error(`Requests of the quiet workspace failed: ${note}`)
    const toCase = (name: string, times: (experience: Experience) => number[], goal: number): BenchCase =>
      benchCase({
        case: name,
        unit: 'ms',
        measured: { ours: toP95(times(loud)), 'without noise': toP95(times(calm)) },
        goal,
        note,
      })
    return [
      toCase('read beside a noisy workspace, p95', ({ reads }) => reads, 100),
      toCase('run start beside a noisy workspace, p95', ({ starts }) => starts, 2_000),
      toCase('start of a run with data beside a noisy workspace, p95', ({ dataStarts }) => dataStarts, 2_000),
    ]
  } finally {
    noise?.kill()
    await server.kill()
    await postgres?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function observeFor(url: string, ms: number): Promise<Experience> {
  const end = performance.now() + ms
  return observe(url, tokens.quiet, () => performance.now() > end)
}

/** Returns the p95 with the extremes. */
function toP95(times: readonly number[]): Measured {
  const sorted = times.toSorted((a, b) => a - b)
  return { ...summarize(times), median: sorted[Math.ceil(sorted.length * 0.95) - 1]! }
}
