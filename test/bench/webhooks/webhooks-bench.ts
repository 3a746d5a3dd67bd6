import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPrivatePostgres } from '../../../server/testing/private-postgres.ts'
import { createServerProcess, type ServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { fullLoad, steadyLoad, type Load } from '../server/request-load.ts'
import { startBare } from '../server/start-bare.ts'

const peer = 'bare Hono, same SQL'
/** A webhook accepts at most 1,000 requests per second, so the load alternates between several. */
const webhooks = 8
const sampleMs = 2_000
const steadyMs = 5_000
/** Number of unknown addresses that are requested per kind, from as many clients as their rate limit requires. */
const unknownRequests = 400
const clients = 16
const body = JSON.stringify({ order: 4711, customer: 'c-17', items: [{ sku: 'a', count: 2 }] })

/** Measures requests of webhooks on PostgreSQL with commits on disk, while a worker executes the runs that they start. */
export async function benchWebhooks(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-webhooks-'))
  const postgres = await openPrivatePostgres({ fsync: true })
  const built = !process.execArgv.includes('--conditions=aw-source')
  const open = async (name: string): Promise<{ server: ServerProcess; worker: ServerProcess; address: string }> => {
    const address = await postgres.createDatabase()
    const environment = { AW_DATA: join(folder, name), DATABASE_URL: address, AW_LOG: 'error', AW_RUNS: '32' }
    const start = (role: string) =>
      createServerProcess(`${role} of ${name}`, { ...environment, ROLE: role, AW_RATE_LIMIT: '1000000000' }, { built })
    return { server: start('server'), worker: start('worker'), address }
  }
  const ours = await open('ours')
  const other = await open('bare')
  let bare: ChildProcess | undefined
  try {
    await ours.server.start()
    const tokens = await openWebhooks(ours.server)
    await ours.worker.start()
    await other.server.start()
    const bareTokens = await openWebhooks(other.server)
    await other.server.kill('SIGTERM')
    const bareServer = await startBare(join(import.meta.dirname, 'bare-hooks.ts'), folder, other.address)
    bare = bareServer.child

    const port = Number(new URL(ours.server.url).port)
    const load = toLoad(port, tokens)
    const bareLoad = toLoad(bareServer.port, bareTokens)
    const cases = [await measureFullLoad(load, bareLoad, progress)]
    await waitForRuns(ours.address)
    for (const rate of [300, 500]) cases.push(await measureSteadyLoad(load, rate, ours.address, progress))
    cases.push(...(await compareUnknown(ours.server, progress)))
    return cases
  } finally {
    bare?.kill('SIGKILL')
    await Promise.all([ours.server, ours.worker, other.server].map((one) => one.kill()))
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function toLoad(port: number, tokens: readonly string[]): Load {
  let index = 0
  return {
    port,
    path: () => `/hooks/${tokens[index++ % tokens.length]!}`,
    headers: {
      host: `localhost:${port}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
    status: 202,
  }
}

async function call(
  { url }: ServerProcess,
  method: string,
  path: string,
  content?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(content ? { body: JSON.stringify(content) } : {}),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}

/** Publishes workflows and turns their webhooks on. Returns the tokens. */
async function openWebhooks(server: ServerProcess): Promise<string[]> {
  const document = {
    name: 'Orders',
    nodes: [
      { id: 'hook', type: 'webhook', data: { label: 'Order', config: {} } },
      { id: 'keep', type: 'variable', data: { label: 'Keep', config: { expression: 'trigger_data' } } },
    ],
    edges: [{ id: 'e', source: 'hook', sourceHandle: 'data', target: 'keep' }],
  }
  const tokens: string[] = []
  for (let index = 0; index < webhooks; index++) {
    const { id } = await call(server, 'POST', '/workflows', { ...document, name: `Orders ${index + 1}` })
    await call(server, 'PATCH', `/workflows/${String(id)}/status`, { status: 'published' })
    const { items } = await call(server, 'GET', `/webhooks?workflow_id=${String(id)}`)
    const [webhook] = items as { id: string }[]
    const change = { enabled: true, requests_per_minute: 60_000 }
    const { token } = await call(server, 'PATCH', `/webhooks/${webhook!.id}`, change)
    tokens.push(String(token))
  }
  return tokens
}

/** Runs `work` and returns the processor time that this process, the load generator, used, as a share of one core. */
async function measureShare(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / (performance.now() - start)
}

const formatShare = (shares: readonly number[]): string =>
  `the load generator uses ${Math.round(summarize(shares).median * 100)} % of a core`

async function measureFullLoad(load: Load, bareLoad: Load, progress: Progress): Promise<BenchCase> {
  const title = 'accepted requests at full load: time per request'
  const shares: number[] = []
  const { ms } = await measureInTurn(
    {
      ours: async () => {
        let result = 0
        shares.push(await measureShare(async () => void (result = await fullLoad(load, sampleMs))))
        return { ms: result }
      },
      [peer]: async () => ({ ms: await fullLoad(bareLoad, sampleMs) }),
    },
    { onRun: progress(title), runs: Number(process.env.AW_BENCH_RUNS ?? 5) },
  )
  const measured = ms!
  return benchCase({
    case: title,
    unit: 'ms',
    measured,
    goal: 2,
    floor: 1000 / 300,
    note: `${Math.round(1000 / measured.ours!.median)} requests/s, bare ${Math.round(1000 / measured[peer]!.median)}; ${formatShare(shares)}.`,
  })
}

async function measureSteadyLoad(load: Load, rate: number, address: string, progress: Progress): Promise<BenchCase> {
  const title = `p95 at ${rate} requests per second`
  const p95: number[] = []
  const drains: number[] = []
  const shares: number[] = []
  const runs = Number(process.env.AW_BENCH_RUNS ?? 5)
  for (let run = 0; run < runs; run++) {
    progress(title)('ours', run)
    const before = await countRuns(address)
    let times: number[] = []
    shares.push(await measureShare(async () => void (times = await steadyLoad(load, rate, steadyMs))))
    const from = performance.now()
    await waitForRuns(address)
    drains.push((performance.now() - from) / 1000)
    const added = (await countRuns(address)) - before
    if (added !== times.length) throw new Error(`${times.length} requests were accepted, but ${added} runs exist.`)
    p95.push(times[Math.floor(times.length * 0.95)]!)
  }
  return benchCase({
    case: title,
    unit: 'ms',
    measured: { ours: summarize(p95) },
    ...(rate === 300 ? { floor: 50, serviceLevel: 'Webhooks: p95 at 300 requests a second' } : { goal: 50 }),
    note: `all runs have completed ${summarize(drains).median.toFixed(1)} s after the last request; ${formatShare(shares)}.`,
  })
}

const countRuns = async (address: string): Promise<number> =>
  (await query<{ count: number }>(address, 'select count(*)::int as count from runs')).count

/** Waits until all runs have ended. Throws if one did not complete. */
async function waitForRuns(address: string): Promise<void> {
  for (;;) {
    const { active, wrong } = await query<{ active: number; wrong: number }>(
      address,
      `select count(*) filter (where ended_at is null)::int as active,
        count(*) filter (where ended_at is not null and status <> 'completed')::int as wrong from runs`,
    )
    if (wrong > 0) throw new Error(`${wrong} runs did not complete.`)
    if (active === 0) return
    await sleep(50)
  }
}

async function query<Row>(address: string, text: string): Promise<Row> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    return (await client.query(text)).rows[0] as Row
  } finally {
    await client.end()
  }
}

interface UnknownResponse {
  ms: number
  text: string
}

/** Requests an address and returns the time and the response without the id of the request. */
const requestUnknown = (port: number, path: string, localAddress: string): Promise<UnknownResponse> =>
  new Promise((resolve, reject) => {
    const start = performance.now()
    request({ host: '127.0.0.1', port, path, method: 'POST', localAddress, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        const ms = performance.now() - start
        resolve({ ms, text: `${response.statusCode ?? 0} ${text.replaceAll(/"[0-9a-f-]{36}"/g, '""')}` })
      })
    })
      .on('error', reject)
      .end()
  })

/**
 * Compares the responses to unknown tokens and to tokens of webhooks that are off, in turn. They must be equal, and
 * their times should have the same distribution.
 */
async function compareUnknown(server: ServerProcess, progress: Progress): Promise<BenchCase[]> {
  const [off] = await openWebhooks(server)
  const { items } = await call(server, 'GET', '/webhooks?limit=200')
  for (const { id } of items as { id: string }[]) await call(server, 'PATCH', `/webhooks/${id}`, { enabled: false })
  progress('unknown addresses')('ours', 0)
  const port = Number(new URL(server.url).port)
  const times: Record<'unknown' | 'off', number[]> = { unknown: [], off: [] }
  for (let index = -20; index < unknownRequests; index++) {
    const client = `127.0.0.${2 + ((index + 20) % clients)}`
    const unknown = await requestUnknown(port, `/hooks/${off!.slice(0, -6)}${String(100_000 + index)}`, client)
    const disabled = await requestUnknown(port, `/hooks/${off!}`, client)
    if (!unknown.text.startsWith('404 ') || unknown.text !== disabled.text)
      throw new Error(`The responses differ: ${unknown.text} and ${disabled.text}`)
    if (index < 0) continue
    times.unknown.push(unknown.ms)
    times.off.push(disabled.ms)
  }
  const describe = (samples: readonly number[]): string => {
    const sorted = samples.toSorted((a, b) => a - b)
    const at = (share: number): string => sorted[Math.floor(sorted.length * share)]!.toFixed(2)
    return `p5 ${at(0.05)}, p50 ${at(0.5)}, p95 ${at(0.95)} ms`
  }
  return [
    benchCase({
      case: 'token of a webhook that is off, and unknown token',
      unit: 'ms',
      measured: { ours: summarize(times.off), 'unknown token': summarize(times.unknown) },
      note: `off: ${describe(times.off)}; unknown: ${describe(times.unknown)}. The responses are equal.`,
    }),
  ]
}
