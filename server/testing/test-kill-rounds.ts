import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EffectLedger } from './test-effect-ledger.ts'
import type { ServerProcess } from './test-server-process.ts'

export interface KillRounds {
  servers: readonly ServerProcess[]
  workers: readonly ServerProcess[]
  ledger: EffectLedger
  /** Number of concurrent runs. */
  runs: number
  rounds: number
  /** Delay between two kills, in milliseconds: from and to. */
  delayMs: readonly [number, number]
  /** Number of unfinished runs of a process by its id, if available. */
  countUnfinishedRuns?(pid: number): Promise<number>
  /** Chooses times and processes. */
  random(): number
}

export interface KillReport {
  started: number
  kills: number
  completed: number
  /** Runs that failed because it is unknown whether an external effect happened. */
  unknown: number
  /** Runs that another process had to continue. */
  resumed: number
  /** Acknowledged writes besides the runs. Each is verified at the end. */
  writes: number
  /** The longest time until all runs of a killed process were taken over, in milliseconds. */
  takeoverMs: number
  /** Descriptions of violations. */
  violations: string[]
}

interface Event {
  seq: number
  type: string
  node?: string
  unknown?: true
}

const json = { 'content-type': 'application/json' }
const steps = ['one', 'two', 'three'] as const
const csv = 'id,name\n1,Ada\n2,Bo\n3,Cy\n'

/** Three external effects in sequence, with a wait and a table between them. */
const createWorkflow = (host: string, withData: boolean) => {
  const createEffectNode = (id: string) => ({
    id,
    type: 'http_request',
    data: {
      label: id,
      config: { method: 'POST', url: `http://${host}/{{run.id}}/${id}`, response: 'json' },
    },
  })
  const nodes = [
    createEffectNode('one'),
    withData
      ? { id: 'load', type: 'loading', data: { label: 'Load', config: {} } }
      : { id: 'rest', type: 'delay', data: { label: 'Rest', config: { seconds: 0.2 } } },
    createEffectNode('two'),
    createEffectNode('three'),
  ]
  const edges = withData
    ? [{ id: 'b', source: 'one', target: 'two' }, { id: 'c', source: 'two', target: 'three' }] // oxfmt-ignore
    : [
        { id: 'a', source: 'one', target: 'rest' },
        { id: 'b', source: 'rest', target: 'two' },
        { id: 'c', source: 'two', target: 'three' },
      ]
  return { name: withData ? 'With data' : 'Plain', settings: { retry: { count: 0, delaysMs: [1] } }, nodes, edges }
}

async function measureTakeover(countUnfinishedRuns: (pid: number) => Promise<number>, pid: number): Promise<number> {
  const start = performance.now()
  while ((await countUnfinishedRuns(pid)) > 0) await sleep(50)
  return performance.now() - start
}

/**
 * Keeps runs in progress while processes are killed at random. Then waits until all runs have ended, and verifies their
 * results and everything that was acknowledged.
 */
export async function killInRounds(options: KillRounds): Promise<KillReport> {
  const { servers, workers, ledger, random } = options
  const processes = [...servers, ...workers]
  /** Acknowledged writes: a path and its expected response from then on. */
  const acknowledged: { path: string; expected: string }[] = []
  const started = new Set<string>()
  const stopController = new AbortController()
  let kills = 0

  /** Sends a request to any running server and retries until one responds. */
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    for (;;) {
      const server = servers[Math.floor(random() * servers.length)]!
      try {
        const response = await fetch(`${server.url}/api/v1${path}`, init)
        if (response.status !== 503) return response
        await response.body?.cancel()
      } catch {
        // The server is being restarted.
      }
      await sleep(100)
    }
  }
  const readBody = async (response: Response): Promise<Record<string, unknown>> => {
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status}: ${text}`)
    return JSON.parse(text) as Record<string, unknown>
  }
  /** Sends a write request, and repeats it after an interrupted response. */
  const write = async (path: string, init: RequestInit): Promise<Record<string, unknown>> => {
    for (;;) {
      try {
        return await readBody(await ask(path, init))
      } catch (cause) {
        if (cause instanceof Error && /^\d{3}: /.test(cause.message)) throw cause
      }
    }
  }
  const post = (path: string, payload: unknown) =>
    write(path, { method: 'POST', headers: json, body: JSON.stringify(payload) })

  const upload = (text: string) => {
    const form = new FormData()
    form.set('file', new File([text], 'names.csv'))
    return write('/data/upload', { method: 'POST', body: form })
  }
  const dataset = String((await upload(csv)).id)
  const workflows = [
    String((await post('/workflows', createWorkflow(ledger.host, false))).id),
    String((await post('/workflows', createWorkflow(ledger.host, true))).id),
  ]
  const countOpenRuns = async (): Promise<number> => {
    let openCount = 0
    for (const status of ['queued', 'running', 'waiting']) {
      openCount += Number((await readBody(await ask(`/runs?status=${status}&limit=1`))).total)
    }
    return openCount
  }

  const starting = (async () => {
    while (!stopController.signal.aborted) {
      const openCount = await countOpenRuns().catch(() => options.runs)
      for (
        let missingRuns = options.runs - openCount;
        missingRuns > 0 && !stopController.signal.aborted;
        missingRuns--
      ) {
        const withData = started.size % 4 === 3
        const run = await post(`/workflows/${workflows[withData ? 1 : 0]}/execute`, withData ? { input_data_id: dataset } : {}) // oxfmt-ignore
        started.add(String(run.id))
      }
      await sleep(50)
    }
  })()
  const writing = (async () => {
    while (!stopController.signal.aborted) {
      const [createdName, changedName] = [`Made ${randomUUID()}`, `Changed ${randomUUID()}`]
      const { id } = await post('/workflows', { name: createdName, nodes: [], edges: [] })
      const change = { method: 'PUT', headers: json, body: JSON.stringify({ name: changedName, nodes: [], edges: [] }) }
      await write(`/workflows/${String(id)}`, change)
      acknowledged.push({ path: `/workflows/${String(id)}`, expected: changedName })
      const { id: bytes } = await upload(`id\n${createdName}\n`)
      acknowledged.push({ path: `/data/${String(bytes)}/download`, expected: createdName })
      await sleep(50)
    }
  })()

  // The first kill happens during runs.
  while (started.size < options.runs) await sleep(20)
  const restarts: Promise<void>[] = []
  const takeovers: Promise<number>[] = []
  for (let round = 0; round < options.rounds; round++) {
    const [from, to] = options.delayMs
    await sleep(from + random() * (to - from))
    const victim = processes[Math.floor(random() * processes.length)]!
    const { pid } = victim
    const hasOtherWorker = workers.some((worker) => worker !== victim && worker.pid !== undefined)
    await victim.kill()
    kills++
    if (options.countUnfinishedRuns && pid !== undefined && hasOtherWorker)
      takeovers.push(measureTakeover(options.countUnfinishedRuns, pid))
    const restarted = victim.start()
    restarts.push(restarted)
    // Without another process, nothing continues until the restart.
    if (processes.length === 1) await restarted
  }
  await Promise.all(restarts)
  stopController.abort()
  await Promise.all([starting, writing])
  while ((await countOpenRuns()) > 0) await sleep(100)

  const takeoverMs = Math.round(Math.max(0, ...(await Promise.all(takeovers))))
  const report: KillReport = {
    started: started.size,
    kills,
    completed: 0,
    unknown: 0,
    resumed: 0,
    writes: acknowledged.length,
    takeoverMs,
    violations: [],
  }
  for (const id of started) {
    const run = await ask(`/runs/${id}`)
    if (run.status !== 200) {
      report.violations.push(`Run ${id}, which was acknowledged, is gone (${run.status}).`)
      continue
    }
    const { status } = await readBody(run)
    const events: Event[] = []
    for (let offset = 0; ;) {
      const page = (await readBody(await ask(`/runs/${id}/events?limit=200&offset=${offset}`))) as { items: Event[]; total: number } // oxfmt-ignore
      events.push(...page.items)
      offset = events.length
      if (offset >= page.total || page.items.length === 0) break
    }
    if (events.some(({ type }) => type === 'run-resumed')) report.resumed++
    if (events.some(({ seq }, index) => seq !== index)) report.violations.push(`Run ${id} has gaps in its record.`)
    const ends = events.filter(({ type }) => /^run-(completed|failed|cancelled)$/.test(type))
    if (ends.length !== 1 || events.at(-1) !== ends[0]) report.violations.push(`Run ${id} ended ${ends.length} times.`)
    const unknown = new Set(
      events.flatMap(({ type, node, unknown: isUnknown }) => (type === 'effect-ended' && isUnknown ? [node] : [])),
    )
    for (const step of steps) {
      const times = ledger.count(id, step)
      if (times > 1)
        report.violations.push(`Run ${id} did step ${step} ${times} times${unknown.has(step) ? ', unknown' : ''}.`)
      if (status === 'completed' && times === 0) report.violations.push(`Run ${id} completed without step ${step}.`)
    }
    if (status === 'completed') report.completed++
    else if (status === 'failed' && unknown.size > 0) report.unknown++
    else {
      const reasons = events.filter(({ type }) => type === 'node-failed' || type === 'run-failed').map((event) => JSON.stringify(event)) // oxfmt-ignore
      report.violations.push(`Run ${id} is ${String(status)}: ${reasons.join(' ').slice(0, 600)}`)
    }
  }
  for (const { path, expected } of acknowledged) {
    const response = await ask(path)
    if (!(await response.text()).includes(expected)) {
      report.violations.push(`${path}, which was acknowledged, is gone (${response.status}).`)
    }
  }
  return report
}
