import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@aw-flow/engine'
import { parseWorkflow } from './workflow-of-users.ts'
import { openStore } from '../../../../server/store/open-store.ts'
import { openPrivatePostgres } from '../../../../server/testing/private-postgres.ts'
import { createServerProcess } from '../../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../../bench-case.ts'
import { summarize } from '../../measure.ts'
import type { Progress } from '../../progress.ts'
import { secretKey, seedUsers, type SeededUser } from './seed-users.ts'
import { serializeDocument } from '../../../../server/store/workflows/document-text.ts'

/** The load of the source systems: users, new users per second, and the time that each waits between two requests. */
const users = Number(process.env.AW_BENCH_USERS ?? 1_000)
const usersPerSecond = 10
const minWaitMs = 1_000
const maxWaitMs = 3_000
/** Lists for each execution. */
const listsPerExecution = 3
const workflowsPerUser = 5
const durationMs = Number(process.env.AW_BENCH_MINUTES ?? 5) * 60_000
const progressMs = 30_000

interface LoadedUser extends SeededUser {
  workflow: string
}

interface Outcome {
  kind: 'list' | 'execute'
  ms: number
  /** HTTP status, or the code of the network error. */
  status: number | string
}

/**
 * Measures 1,000 users with tokens that were issued before, on PostgreSQL with commits on disk: each lists its workflows
 * three times for each execution, and waits one to three seconds in between. The server, a worker, the database and the
 * load share the machine.
 */
export async function userLoad(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-users-'))
  const postgres = await openPrivatePostgres({ fsync: true })
  const databaseUrl = await postgres.createDatabase()
  const built = !process.execArgv.includes('--conditions=aw-source')
  const environment = {
    AUTH: 'required',
    AW_DATA: join(folder, 'data'),
    AW_KEY: secretKey,
    DATABASE_URL: databaseUrl,
    AW_RUNS: '32',
    AW_LOG: 'error',
  }
  const server = createServerProcess('server', { ...environment, ROLE: 'server' }, { built })
  const worker = createServerProcess('worker', { ...environment, ROLE: 'worker' }, { built })
  try {
    const seeded = await seedUsers(environment.AW_DATA, databaseUrl, { count: users })
    const loaded = await addWorkflows(environment.AW_DATA, databaseUrl, seeded)
    await server.start()
    await worker.start()
    const cpu = process.cpuUsage()
    const startedAt = performance.now()
    const outcomes = await sendLoad(Number(new URL(server.url).port), loaded, progress)
    const seconds = (performance.now() - startedAt) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const failed = outcomes.filter(({ kind, status }) => status !== (kind === 'list' ? 200 : 202))
    const note = [
      `${outcomes.length} requests in ${Math.round(seconds)} s (${Math.round(outcomes.length / seconds)} a second)`,
      `load generator: ${Math.round(((user + system) / 1e6 / seconds) * 100)} % of a core`,
      ...(failed.length === 0 ? [] : [`failures: ${countStatuses(failed)}`]),
    ].join('; ')
    const findPercentile = (kind: Outcome['kind'], share: number) => {
      const times = outcomes.filter((outcome) => outcome.kind === kind).map(({ ms }) => ms)
      return summarize([times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0])
    }
    return [
      benchCase({
        case: `${users} users: failed requests`,
        unit: '%',
        measured: { ours: summarize([(failed.length / outcomes.length) * 100]) },
        goal: 0.1,
        floor: 0.1,
        serviceLevel: 'Availability: failed requests',
        note,
      }),
      benchCase({
        case: `${users} users: lists, p95`,
        unit: 'ms',
        measured: { ours: findPercentile('list', 0.95) },
        goal: 100,
        floor: 100,
        serviceLevel: 'Reading: p95 with 1,000 users',
      }),
      benchCase({ case: `${users} users: lists, p50`, unit: 'ms', measured: { ours: findPercentile('list', 0.5) } }),
      benchCase({
        case: `${users} users: executions, p95`,
        unit: 'ms',
        measured: { ours: findPercentile('execute', 0.95) },
      }),
    ]
  } finally {
    await Promise.all([server.kill(), worker.kill()])
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Adds workflows to the workspace of each user. */
async function addWorkflows(folder: string, databaseUrl: string, seeded: readonly SeededUser[]): Promise<LoadedUser[]> {
  const store = await openStore(folder, systemClock, { databaseUrl, secretKey })
  try {
    const loaded: LoadedUser[] = []
    for (const [index, user] of seeded.entries()) {
      const { workflows } = store.forWorkspace(user.workspace)
      for (let number = 0; number < workflowsPerUser; number++)
        await workflows.add(`user-${index}-${number}`, serializeDocument(parseWorkflow(`Workflow ${number}`)))
      loaded.push({ ...user, workflow: `user-${index}-0` })
    }
    return loaded
  } finally {
    await store.close()
  }
}

/** Starts the users one after the other, and stops them after the duration. */
async function sendLoad(port: number, loaded: readonly LoadedUser[], progress: Progress): Promise<Outcome[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  const outcomes: Outcome[] = []
  const start = performance.now()
  const isOver = (): boolean => performance.now() - start >= durationMs
  const act = async (user: LoadedUser, index: number): Promise<void> => {
    await sleep((index / usersPerSecond) * 1000)
    for (let count = index; !isOver(); count++) {
      await sleep(minWaitMs + Math.random() * (maxWaitMs - minWaitMs))
      if (isOver()) return
      outcomes.push(await send(port, agent, user, count % (listsPerExecution + 1) === 0 ? 'execute' : 'list'))
    }
  }
  const report = setInterval(() => progress('users')(`${outcomes.length} requests`, 0), progressMs)
  try {
    await Promise.all(loaded.map(act))
    return outcomes
  } finally {
    clearInterval(report)
    agent.destroy()
  }
}

const send = (
  port: number,
  agent: Agent,
  { token, workspace, workflow }: LoadedUser,
  kind: Outcome['kind'],
): Promise<Outcome> =>
  new Promise((resolve) => {
    const start = performance.now()
    const finish = (status: Outcome['status']): void => resolve({ kind, status, ms: performance.now() - start })
    const headers = {
      host: `localhost:${port}`,
      authorization: `Bearer ${token}`,
      'x-workspace-id': workspace,
      ...(kind === 'execute' ? { 'content-type': 'application/json', 'content-length': 2 } : {}),
    }
    const path = kind === 'list' ? '/api/v1/workflows?limit=20' : `/api/v1/workflows/${workflow}/execute`
    request({ host: '127.0.0.1', port, path, agent, headers, method: kind === 'list' ? 'GET' : 'POST' }, (response) => {
      response.resume()
      response.on('end', () => finish(response.statusCode ?? 0))
    })
      .on('error', (cause: NodeJS.ErrnoException) => finish(cause.code ?? cause.message))
      .end(kind === 'execute' ? '{}' : undefined)
  })

function countStatuses(outcomes: readonly Outcome[]): string {
  const counts = new Map<Outcome['status'], number>()
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ')
}
