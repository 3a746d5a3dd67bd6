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
/** The duration of the comparison without noise, in milliseconds. */
const calmMs = 15_000

/**
 * Measures the reads and run starts of one workspace while another workspace causes as much load of each kind as
 * possible. `AW_BENCH_MINUTES` sets the duration; `AW_BENCH_PARTS` selects kinds of noise.
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
    const allKinds = noise.kinds
    const kinds = process.env.AW_BENCH_PARTS?.split(',') ?? allKinds
    const unknown = kinds.find((kind) => !allKinds.includes(kind))
    if (unknown !== undefined) throw new Error(`Noise "${unknown}" does not exist. Use some of ${allKinds.join(', ')}.`)
    progress('isolation')(`${minutes} minutes of noise`, 0)
    noise.start(kinds)
    const loud = await observeFor(server.url, minutes * 60_000)
    const counts = await Promise.race([noise.stop(), sleep(60_000).then(() => 'some actions did not end')])
    const { failures, states } = loud
    const details = { database: postgres ? 'PostgreSQL' : 'PGlite', minutes, states, failures, noise: counts }
    const note = JSON.stringify({ ...details, output: server.output().slice(-2_000) })
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

/** Summarizes samples with their p95 in place of the median. */
function toP95(times: readonly number[]): Measured {
  const sorted = times.toSorted((a, b) => a - b)
  return { ...summarize(times), median: sorted[Math.ceil(sorted.length * 0.95) - 1]! }
}
