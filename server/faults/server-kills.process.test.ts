import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { level, seed, sizes } from '../../test/sizes.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { backUp, restore } from '../administer.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { openEffectLedger } from '../testing/test-effect-ledger.ts'
import { killInRounds, type KillReport, type KillRounds } from '../testing/test-kill-rounds.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

const folder = createTestFolder()
const processes: ServerProcess[] = []

const ledger = openForTests(() => openEffectLedger({ maxDelayMs: 100 }))
afterAll(() => Promise.all(processes.map((one) => one.kill())))

async function start(count: number, name: string, environment: Record<string, string>): Promise<ServerProcess[]> {
  const made = Array.from({ length: count }, (_, at) =>
    createServerProcess(`${name} ${at + 1}`, { AW_ALLOW_HOSTS: ledger.host, ...environment }),
  )
  processes.push(...made)
  await Promise.all(made.map((one) => one.start()))
  return made
}

const logReport = (what: string, { violations, ...counts }: KillReport): void =>
  console.log(`${what}: ${JSON.stringify(counts)}, ${violations.length} violations`)

/** Conditions after any kills, and that the kills hit running work. */
function expectNothingLost(report: KillReport, rounds: number): void {
  expect(report.violations).toEqual([])
  expect(report.kills).toBe(rounds)
  expect(report.started).toBeGreaterThanOrEqual(sizes.serverKillRuns)
  expect(report.completed + report.unknown).toBe(report.started)
  expect(report.writes).toBeGreaterThan(0)
}

/** Time limit for taking over the runs of a dead worker, in milliseconds. */
const takenOverWithin = 20_000

const timeout = 40 * 60_000

describe('no data is lost when the server is killed', { timeout }, () => {
  test('with PGlite, the server and its child processes', async () => {
    await copyReadyDatabase(join(folder, 'pglite', 'database'))
    const servers = await start(1, 'server', { AW_DATA: join(folder, 'pglite') })
    const report = await killInRounds({
      servers,
      workers: [],
      ledger,
      runs: sizes.serverKillRuns,
      rounds: sizes.serverKills,
      delayMs: [200, 3_000],
      random: createSeededRandom(seed),
    })
    logReport('PGlite', report)
    expectNothingLost(report, sizes.serverKills)
    await servers[0]!.kill()
  })

  test('while it writes: a backup of its folder has all that it acknowledged, and is restored elsewhere', async () => {
    const AW_KEY = 'k'.repeat(48)
    const written = join(folder, 'written')
    await copyReadyDatabase(join(written, 'database'))
    const [server] = await start(1, 'written', { AW_DATA: written, AW_KEY })
    const body = JSON.stringify({ name: 'Kept', nodes: [], edges: [] })
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    const stored: string[] = []
    const write = async (): Promise<void> => {
      for (;;) {
        const response = await fetch(`${server!.url}/api/v1/workflows`, request).catch(() => undefined)
        const created = (await response?.json().catch(() => undefined)) as { id: string } | undefined
        if (!created) return
        stored.push(created.id)
      }
    }
    const writers = Promise.all([write(), write(), write(), write()])
    await expect.poll(() => stored.length, { timeout: 60_000 }).toBeGreaterThan(20)
    // Without accounts, entries of the audit log are stored soon after the response; reading the log stores them.
    await (await fetch(`${server!.url}/api/v1/audit/check`)).body?.cancel()
    await server!.kill()
    await writers
    const settings = { databaseUrl: undefined, storageUrl: undefined, secretKey: AW_KEY }
    const file = join(folder, 'killed.tar.gz')
    expect(await backUp({ ...settings, dataFolder: written }, file)).toMatchObject({ ok: true })
    const dataFolder = join(folder, 'elsewhere')
    await copyReadyDatabase(join(dataFolder, 'database'))
    expect(await restore({ ...settings, dataFolder }, file, { shouldRestoreSecrets: true })).toMatchObject({ ok: true })
    const [restored] = await start(1, 'restored', { AW_DATA: dataFolder, AW_KEY })
    const read = (path: string): Promise<Response> => fetch(`${restored!.url}/api/v1/${path}`)
    for (const id of stored) expect((await read(`workflows/${id}`)).status).toBe(200)
    expect(await (await read('audit/check')).json()).toMatchObject({ valid: true })
    await restored!.kill()
  })
})

describe.runIf(level === 'long')('with many processes', () => {
  describeWithPostgres('nothing is lost when servers and workers are killed', { timeout }, () => {
    const postgres = openTestPostgres()

    /** Kills processes of two servers and three workers that share a database. */
    const killShared = async (
      folderName: string,
      rounds: Pick<KillRounds, 'rounds' | 'delayMs'>,
    ): Promise<KillReport> => {
      const databaseUrl = await postgres.createDatabase()
      const shared = { AW_DATA: join(folder, folderName), DATABASE_URL: databaseUrl }
      const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
      const countUnfinishedRuns = async (pid: number): Promise<number> => {
        const query = `select count(*)::int as count from runs where worker like '%/' || $1 || '/%' and ended_at is null`
        return (await pool.query<{ count: number }>(query, [pid])).rows[0]!.count
      }
      const servers = await start(2, 'server', { ...shared, ROLE: 'server' })
      const workers = await start(3, 'worker', { ...shared, ROLE: 'worker' })
      const random = createSeededRandom(seed)
      const report = await killInRounds({
        servers,
        workers,
        ledger,
        countUnfinishedRuns,
        runs: sizes.serverKillRuns,
        random,
        ...rounds,
      })
      await Promise.all([...servers, ...workers].map((one) => one.kill()))
      await pool.end()
      return report
    }

    test('with PostgreSQL, two servers and three workers', async () => {
      const report = await killShared('postgres', { rounds: sizes.serverKills, delayMs: [500, 6_000] })
      logReport('PostgreSQL', report)
      expectNothingLost(report, sizes.serverKills)
      expect(report.resumed).toBeGreaterThan(0)
      expect(report.takeoverMs).toBeLessThan(takenOverWithin)
    })

    test('with PostgreSQL, one process each minute for ten minutes', async () => {
      const report = await killShared('ten-minutes', { rounds: 10, delayMs: [60_000, 60_000] })
      logReport('PostgreSQL, ten minutes', report)
      expectNothingLost(report, 10)
      expect(report.takeoverMs).toBeLessThan(takenOverWithin)
    })
  })
})
