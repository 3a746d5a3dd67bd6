import type { ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@aw-flow/engine'
import { createAccountDirectory } from '../../../../server/accounts/account-directory.ts'
import { openAccountKeys } from '../../../../server/accounts/account-keys.ts'
import { createAccountTokens } from '../../../../server/accounts/account-tokens.ts'
import type { Accounts } from '../../../../server/accounts/accounts.ts'
import { createAccountAuthentication } from '../../../../server/accounts/identify-account.ts'
import { createAuthenticator } from '../../../../server/security/authenticate.ts'
import { openStore } from '../../../../server/store/open-store.ts'
import { findPostgres } from '../../../../server/testing/find-postgres.ts'
import { openPrivatePostgres } from '../../../../server/testing/private-postgres.ts'
import { createServerProcess } from '../../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../../bench-case.ts'
import { measureInTurn, summarize } from '../../measure.ts'
import type { Progress } from '../../progress.ts'
import { fullLoad, type Load } from '../request-load.ts'
import { seedStore } from '../seed-store.ts'
import { startBare } from '../start-bare.ts'
import { secretKey, seedUsers, type SeededUser } from './seed-users.ts'

const peer = 'bare Hono, same SQL, policy and token check'
const workflows = 10_000
const sampleMs = 2_000
/** The number of users whose tokens are checked. */
const checkedUsers = 1_000
/** The number of checks of each token after the first one. */
const repeatedChecks = 20

/** The required shares of bare Hono's request rate, keyed by route. */
const shares = { list: { goal: 0.8, floor: 0.7 }, one: { goal: 0.9, floor: 0.85 } }

/** Measures lists and single workflows of a signed-in user on both databases, and the check of access tokens. */
export async function measureAccountCases(progress: Progress): Promise<BenchCase[]> {
  const cases = [...(await measureTokenCheck(progress)), ...(await onDatabase('PGlite', undefined, progress))]
  if (findPostgres().missing !== undefined) return cases
  const postgres = await openPrivatePostgres({ fsync: true })
  try {
    return [...cases, ...(await onDatabase('PostgreSQL', await postgres.createDatabase(), progress))]
  } finally {
    await postgres.close()
  }
}

async function onDatabase(kind: string, address: string | undefined, progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-accounts-'))
  const data = join(folder, 'data')
  const [user] = await seedUsers(data, address, { count: 1, ownsDefault: true })
  const ids = await seedStore(data, address, { workflows, runs: 0, secretKey })
  // Only one process can open a PGlite database, so the bare server uses a copy.
  if (address === undefined) await cp(join(data, 'database'), join(folder, 'copy'), { recursive: true })
  const built = !process.execArgv.includes('--conditions=aw-source')
  const environment = {
    AUTH: 'required',
    AW_DATA: data,
    AW_KEY: secretKey,
    AW_RATE_LIMIT: '100000000000',
    AW_LOG: 'error',
    ...(address === undefined ? {} : { DATABASE_URL: address, ROLE: 'server' }),
  }
  const ours = createServerProcess(`ours on ${kind}`, environment, { built })
  let bare: ChildProcess | undefined
  try {
    await ours.start()
    const bareServer = await startBare(join(import.meta.dirname, 'bare-accounts.ts'), join(folder, 'copy'), address)
    bare = bareServer.child
    const port = Number(new URL(ours.url).port)
    let workflowIndex = 0
    let page = 0
    // Pages alternate, because our server shares one response among concurrent identical requests.
    const requests = {
      list: () => `/api/v1/workflows?limit=50&offset=${50 * ((page += 7) % (workflows / 50))}`,
      one: () => `/api/v1/workflows/${ids[(workflowIndex += 7) % ids.length]!}`,
    }
    const cases: BenchCase[] = []
    for (const name of ['list', 'one'] as const) {
      const title = `${kind}, signed in: ${name === 'list' ? 'list of 50' : 'one of 10,000'}, at full load`
      const toLoad = (target: number): Load => ({
        port: target,
        path: requests[name],
        headers: {
          host: `localhost:${target}`,
          authorization: `Bearer ${user!.token}`,
          'x-workspace-id': user!.workspace,
        },
      })
      const { ms } = await measureInTurn(
        {
          ours: async () => ({ ms: await fullLoad(toLoad(port), sampleMs) }),
          [peer]: async () => ({ ms: await fullLoad(toLoad(bareServer.port), sampleMs) }),
        },
        { onRun: progress(title), runs: Number(process.env.AW_BENCH_RUNS ?? 9) },
      )
      const measured = ms!
      const [rate, bareRate] = [1000 / measured.ours!.median, 1000 / measured[peer]!.median]
      cases.push(
        benchCase({
          case: title,
          unit: 'ms',
          measured,
          goal: { times: 1 / shares[name].goal, peer },
          floor: { times: 1 / shares[name].floor, peer },
          note: `${Math.round(rate)} requests a second, bare ${Math.round(bareRate)}: ${Math.round((rate / bareRate) * 100)} %`,
        }),
      )
    }
    return cases
  } finally {
    bare?.kill('SIGKILL')
    await ours.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Measures the processor time that identifying the caller adds to a request, for the first request of a token and for
 * later ones.
 */
async function measureTokenCheck(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-tokens-'))
  const users = await seedUsers(folder, undefined, { count: checkedUsers })
  const store = await openStore(folder, systemClock, { secretKey })
  try {
    const { openedDatabase, secretBox } = store
    const { signingKey } = await openAccountKeys(openedDatabase.database, secretBox)
    const first: number[] = []
    const repeated: number[] = []
    for (let run = 0; run < Number(process.env.AW_BENCH_RUNS ?? 9); run++) {
      const directory = createAccountDirectory(openedDatabase, Date.now)
      const tokens = await createAccountTokens(signingKey, Date.now)
      const accounts = { tokens, directory } as Accounts
      const authentication = createAuthenticator([], {
        accounts: createAccountAuthentication(async () => ({ accounts })),
      })
      const check = async ({ token, workspace }: SeededUser): Promise<void> => {
        const caller = await authentication.identifyCaller(`Bearer ${token}`, workspace)
        if (!caller?.permissions.has('own')) throw new Error('A token was not accepted.')
      }
      first.push(await measureCpu(users.length, () => checkAll(users, check)))
      repeated.push(
        await measureCpu(users.length * repeatedChecks, async () => {
          for (let round = 0; round < repeatedChecks; round++) await checkAll(users, check)
        }),
      )
      directory.close()
      progress('token check')('checks', run)
    }
    const limits = { unit: 'ms', goal: 0.3, floor: 0.3 }
    return [
      benchCase({
        case: 'identify a caller, processor time, later requests of a token',
        measured: { ours: summarize(repeated) },
        ...limits,
      }),
      benchCase({
        case: 'identify a caller, processor time, first request of a token',
        unit: 'ms',
        measured: { ours: summarize(first) },
        note: 'Includes the signature, and the statements that read the user; once in 15 minutes, and every 30 s.',
      }),
    ]
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function checkAll(users: readonly SeededUser[], check: (user: SeededUser) => Promise<void>): Promise<void> {
  for (const user of users) await check(user)
}

/** Returns the processor time used by this process, in milliseconds per item. */
async function measureCpu(items: number, work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000 / items
}
