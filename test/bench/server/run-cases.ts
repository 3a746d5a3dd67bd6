import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPrivatePostgres } from '../../../server/testing/private-postgres.ts'
import { createServerProcess, type ServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize, type Measured } from '../measure.ts'
import type { Progress } from '../progress.ts'

/** Number of runs per throughput sample, and of samples. `AW_BENCH_RUNS` sets another number of samples, for trials. */
const batch = 1_000
const samples = Math.min(5, Number(process.env.AW_BENCH_RUNS ?? 3))
/** Number of starts measured, one at a time. */
const starts = 60
const longChain = 51
/** Number of concurrent requests. */
const lanes = 16

interface Bench {
  databaseUrl: string
  server: ServerProcess
  workers: ServerProcess[]
  singleNode: string
  longChainId: string
}

/** Measures the cost of durable runs on PostgreSQL with commits on disk, with server, workers and load on one machine. */
export async function benchRuns(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-server-'))
  const postgres = await openPrivatePostgres({ fsync: true })
  const built = !process.execArgv.includes('--conditions=aw-source')
  const databaseUrl = await postgres.createDatabase()
  const environment = {
    AW_DATA: join(folder, 'data'),
    AW_NODES: join(import.meta.dirname, 'no-op-node.mjs'),
    DATABASE_URL: databaseUrl,
    AW_RUNS: '32',
    AW_LOG: 'error',
  }
  const server = createServerProcess('server', { ...environment, ROLE: 'server' }, { built })
  const workers = Array.from({ length: 4 }, (_, index) =>
    createServerProcess(`worker ${index + 1}`, { ...environment, ROLE: 'worker' }, { built }),
  )
  try {
    await server.start()
    const bench: Bench = {
      databaseUrl,
      server,
      workers,
      singleNode: await storeChain(server, 1),
      longChainId: await storeChain(server, longChain),
    }
    await workers[0]!.start()
    await warmUp(bench)
    progress('runs')('one worker', 0)
    const one = await measureThroughput(bench)
    await workers[1]!.start()
    await warmUp(bench)
    progress('runs')('two workers', 0)
    const two = await measureThroughput(bench)
    progress('runs')('run start', 0)
    const startTimes = await startLatencies(bench)
    progress('runs')('nodes', 0)
    const nodes = await measureNodeOverhead(bench)
    await Promise.all([workers[2]!.start(), workers[3]!.start()])
    await warmUp(bench)
    progress('runs')('four workers', 0)
    const four = await measureThroughput(bench)
    return [
      benchCase({
        case: 'run start, request to first node, p95',
        unit: 'ms',
        measured: { ours: startTimes },
        goal: 100,
        floor: 200,
        serviceLevel: 'Starting a run: p95 to the first node',
      }),
      benchCase({
        case: 'no-op runs, durable, two workers: time per run',
        unit: 'ms',
        measured: { ours: two },
        goal: 2.5,
        floor: 5,
        note: `${formatRate(two)}; required: 400.`,
      }),
      benchCase({ case: 'one more node in a run, durable', unit: 'ms', measured: { ours: nodes }, goal: 2, floor: 4 }),
      benchCase({
        case: 'no-op runs, one worker: time per run',
        unit: 'ms',
        measured: { ours: one },
        note: formatRate(one),
      }),
      benchCase({
        case: 'no-op runs, four workers: time per run',
        unit: 'ms',
        measured: { ours: four },
        note: formatRate(four),
      }),
    ]
  } finally {
    await Promise.all([server, ...workers].map((one) => one.kill()))
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const formatRate = ({ median }: Measured): string => `${Math.round(1000 / median)} runs/s`

const agent = new Agent({ keepAlive: true, maxSockets: lanes })

/** Sends requests over keep-alive connections. `fetch` would take as much CPU time as the server's response. */
const post = (server: ServerProcess, path: string, body: unknown): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const outgoing = request(`${server.url}/api/v1${path}`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const responseText = Buffer.concat(chunks).toString('utf8')
        const status = response.statusCode ?? 0
        if (status < 300) resolve(JSON.parse(responseText) as Record<string, unknown>)
        else reject(new Error(`${status}: ${responseText}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(text)
  })

/** Stores a workflow with a chain of `count` nodes and returns its id. */
async function storeChain(server: ServerProcess, count: number): Promise<string> {
  const nodes = Array.from({ length: count }, (_, index) => ({ id: `n${index}`, type: 'no_op' }))
  const edges = nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id }))
  return String((await post(server, '/workflows', { name: `${count} no-ops`, nodes, edges })).id)
}

const start = async ({ server }: Bench, workflow: string): Promise<string> =>
  String((await post(server, `/workflows/${workflow}/execute`, {})).id)

/** Starts runs over 16 connections, and waits until all have finished. Returns milliseconds per run. */
async function runBatch(bench: Bench, count: number): Promise<number> {
  const from = performance.now()
  const ids: string[] = []
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let at = lane; at < count; at += lanes) ids.push(await start(bench, bench.singleNode))
    }),
  )
  await waitForRuns(bench, ids)
  return (performance.now() - from) / count
}

const warmUp = (bench: Bench): Promise<number> => runBatch(bench, 200)

async function measureThroughput(bench: Bench): Promise<Measured> {
  const times: number[] = []
  for (let sample = 0; sample < samples; sample++) times.push(await runBatch(bench, batch))
  return summarize(times)
}

/** Queries the database directly, so that polling does not load the server. */
async function waitForRuns({ databaseUrl }: Bench, ids: readonly string[]): Promise<void> {
  await query(databaseUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ open: number; wrong: number }>(
        `select count(*) filter (where ended_at is null)::int as open,
          count(*) filter (where ended_at is not null and status <> 'completed')::int as wrong from runs where id = any($1)`,
        [ids],
      )
      if (rows[0]!.wrong > 0) throw new Error(`${rows[0]!.wrong} runs did not complete.`)
      if (rows[0]!.open === 0) return
      await sleep(10)
    }
  })
}

async function query<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Time from a request to the first node in the record, in sequence. Returns the p95 with the extremes. */
async function startLatencies(bench: Bench): Promise<Measured> {
  const times: number[] = []
  for (let at = 0; at < starts; at++) {
    const from = Date.now()
    const id = await start(bench, bench.singleNode)
    await waitForRuns(bench, [id])
    const body = await query(bench.databaseUrl, async (client) => {
      const { rows } = await client.query<{ body: string }>(
        `select body from run_events where run_id = $1 and body like '%"node-started"%' order by seq limit 1`,
        [id],
      )
      return rows[0]!.body
    })
    times.push((JSON.parse(body) as { time: number }).time - from)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { ...summarize(times), median: sorted[Math.ceil(sorted.length * 0.95) - 1]! }
}

/** Time that each node adds to a run, from the recorded times of runs with one node and with many. */
async function measureNodeOverhead(bench: Bench): Promise<Measured> {
  const readDuration = (id: string): Promise<number> =>
    query(bench.databaseUrl, async (client) => {
      const { rows } = await client.query<{ ms: number }>(
        'select extract(epoch from ended_at - started_at)::float8 * 1000 as ms from runs where id = $1',
        [id],
      )
      return rows[0]!.ms
    })
  const times: number[] = []
  for (let at = 0; at < 9; at++) {
    const [short, long] = [await start(bench, bench.singleNode), await start(bench, bench.longChainId)]
    await waitForRuns(bench, [short, long])
    times.push(((await readDuration(long)) - (await readDuration(short))) / (longChain - 1))
  }
  return summarize(times)
}
