import type { ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres } from '../../../server/testing/find-postgres.ts'
import { openPrivatePostgres } from '../../../server/testing/private-postgres.ts'
import { createServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { fullLoad, steadyLoad, type Load } from './request-load.ts'
import { seedStore } from './seed-store.ts'
import { startBare } from './start-bare.ts'

const peer = 'bare Hono, same SQL'
const token = 'b'.repeat(40)
const workflows = 10_000
const runs = 100_000
/** Duration of one sample. */
const sampleMs = 2_000
const steadyMs = 5_000

/** Measures lists and single workflows over HTTP with 10,000 workflows and 100,000 runs stored, on both databases. */
export async function measureHttpCases(progress: Progress): Promise<BenchCase[]> {
  const cases = await onDatabase('PGlite', undefined, progress)
  if (findPostgres().missing !== undefined) return cases
  const postgres = await openPrivatePostgres({ fsync: true })
  try {
    return [...cases, ...(await onDatabase('PostgreSQL', await postgres.createDatabase(), progress))]
  } finally {
    await postgres.close()
  }
}

async function onDatabase(kind: string, address: string | undefined, progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-http-'))
  const data = join(folder, 'data')
  const ids = await seedStore(data, address, { workflows, runs })
  // Only one process can open a PGlite database, so the bare server has a copy.
  if (address === undefined) await cp(join(data, 'database'), join(folder, 'copy'), { recursive: true })
  const built = !process.execArgv.includes('--conditions=aw-source')
  const environment = {
    AW_DATA: data,
    AW_TOKEN: token,
    // The rate limiter is active, with a limit that is not reached.
    AW_RATE_LIMIT: '100000000000',
    AW_LOG: 'error',
    ...(address === undefined ? {} : { DATABASE_URL: address, ROLE: 'server' }),
  }
  const ours = createServerProcess(`ours on ${kind}`, environment, { built })
  let bare: ChildProcess | undefined
  try {
    await ours.start()
    const bareServer = await startBare(join(import.meta.dirname, 'bare-server.ts'), join(folder, 'copy'), address)
    bare = bareServer.child
    let workflowIndex = 0
    let page = 0
    // Pages alternate, since our server shares one response among concurrent equal requests.
    const paths: Record<string, () => string> = {
      'list of 50': () => `/api/v1/workflows?limit=50&offset=${50 * ((page += 7) % (workflows / 50))}`,
      'one of 10,000': () => `/api/v1/workflows/${ids[(workflowIndex += 7) % ids.length]!}`,
    }
    const cases: BenchCase[] = []
    for (const [name, path] of Object.entries(paths)) {
      const port = Number(new URL(ours.url).port)
      const headers = { host: `localhost:${port}`, authorization: `Bearer ${token}` }
      const load: Load = { port, path, headers }
      const bareLoad: Load = { port: bareServer.port, path, headers: {} }
      const title = `${kind}: ${name}, at full load`
      const { ms } = await measureInTurn(
        {
          ours: async () => ({ ms: await fullLoad(load, sampleMs) }),
          [peer]: async () => ({ ms: await fullLoad(bareLoad, sampleMs) }),
        },
        { onRun: progress(title), runs: Number(process.env.AW_BENCH_RUNS ?? 5) },
      )
      const measured = ms!
      const rate = 1000 / measured.ours!.median
      const note = `${Math.round(rate)} requests a second, bare ${Math.round(1000 / measured[peer]!.median)}`
      // 80% of its request rate.
      cases.push(
        benchCase({
          case: title,
          unit: 'ms',
          measured,
          goal: { times: 1.25, peer },
          floor: { times: 2.5, peer },
          note,
        }),
      )
      const steady: number[][] = []
      for (let run = 0; run < Number(process.env.AW_BENCH_RUNS ?? 9); run++)
        steady.push(await steadyLoad(load, rate * 0.7, steadyMs))
      const percentileAt = (share: number) =>
        summarize(steady.map((times) => times[Math.floor(times.length * share)] ?? 0))
      for (const [percentile, share, goal] of [
        ['p50', 0.5, 10],
        ['p95', 0.95, 25],
        ['p99', 0.99, 50],
      ] as const) {
        const measuredPercentile = { ours: percentileAt(share) }
        cases.push(
          benchCase({
            case: `${kind}: ${name}, ${percentile} at 70 %`,
            unit: 'ms',
            measured: measuredPercentile,
            goal,
            floor: 2 * goal,
            ...(percentile === 'p50' ? {} : { serviceLevel: `Responses: ${percentile} at 70 % load` }),
          }),
        )
      }
    }
    return cases
  } finally {
    bare?.kill('SIGKILL')
    await ours.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
}
