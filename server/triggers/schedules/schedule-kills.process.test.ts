import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { level, seed, sizes } from '../../../test/sizes.ts'
import { createSeededRandom } from '../../testing/seeded-random.ts'
import { describeWithPostgres, openTestPostgres } from '../../testing/test-postgres.ts'
import { createServerProcess, type ServerProcess } from '../../testing/test-server-process.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()
const processes: ServerProcess[] = []

afterAll(() => Promise.all(processes.map((process) => process.kill())))

const scheduleCount = 3
const document = {
  name: 'Every second',
  status: 'published',
  nodes: [{ id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } }],
  edges: [],
}

describeWithPostgres('two servers and three workers', () => {
  const postgres = openTestPostgres()

  test(
    `start each planned second exactly once while ${sizes.scheduleKills} processes are killed`,
    { timeout: 1_800_000 },
    async () => {
      const databaseUrl = await postgres.createDatabase()
      const environment = { DATABASE_URL: databaseUrl, AW_DATA: folder, AW_RUNS: '2', AW_LOG: 'error' }
      const start = async (count: number, role: string): Promise<ServerProcess[]> => {
        const started = Array.from({ length: count }, (_, index) =>
          createServerProcess(`${role} ${index + 1}`, { ...environment, ROLE: role }),
        )
        processes.push(...started)
        for (const process of started) await process.start()
        return started
      }
      const servers = await start(2, 'server')
      await start(3, 'worker')
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      try {
        const post = async (path: string, body: object): Promise<{ id: string }> => {
          const answer = await fetch(`${servers[0]!.url}/api/v1${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
          expect(answer.status, await answer.clone().text()).toBe(201)
          return (await answer.json()) as { id: string }
        }
        const { id: workflow } = await post('/workflows', document)
        for (let index = 0; index < scheduleCount; index++) {
          await post('/schedules', { workflow_id: workflow, cron: '* * * * * *', overlap: 'allow' })
        }
        const random = createSeededRandom(seed)
        const pauseMs = level === 'long' ? 10_000 : 4_000
        for (let kills = 0; kills < sizes.scheduleKills; kills++) {
          await sleep(pauseMs)
          const victim = processes[Math.floor(random() * processes.length)]!
          await victim.kill()
          await victim.start()
        }
        await sleep(pauseMs)
        await client.query('update schedules set next_at = null')

        const query = async <T>(text: string): Promise<T[]> => (await client.query(text)).rows as T[]
        for (;;) {
          const [open] = await query<{
            count: number
          }>(`select (select count(*) from schedule_starts where status in ('due', 'started'))
          + (select count(*) from runs where ended_at is null) as count`)
          if (Number(open!.count) === 0) break
          await sleep(200)
        }
        const starts = await query<{ schedule_id: string; planned_at: Date; status: string; run_id: string }>(
          'select * from schedule_starts order by schedule_id, planned_at',
        )
        const [runs] = await query<{ count: number }>('select count(*)::int as count from runs')
        const schedules = new Set(starts.map(({ schedule_id }) => schedule_id))
        expect(schedules.size).toBe(scheduleCount)
        const gaps = starts.filter(({ schedule_id, planned_at }, index) => {
          const previous = starts[index - 1]
          return previous?.schedule_id === schedule_id && planned_at.getTime() - previous.planned_at.getTime() !== 1000
        })
        // No planned second is missing, and each has one run.
        expect(gaps).toEqual([])
        const completed = starts.filter(({ status }) => status === 'completed')
        expect(starts.filter(({ status }) => status !== 'completed')).toEqual([])
        expect(new Set(completed.map(({ run_id }) => run_id)).size).toBe(runs!.count)
        expect(completed.length).toBe(runs!.count)
        expect(completed.length).toBeGreaterThan((scheduleCount * sizes.scheduleKills * pauseMs) / 1000)
        console.log(
          `${completed.length} starts of ${scheduleCount} schedules, ${sizes.scheduleKills} kills, none lost, none twice`,
        )
      } finally {
        await client.end()
      }
    },
  )
})
