import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { builtInNodes, earlierVersions } from '../../packages/nodes/built-in-nodes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'
import { openDatabase } from '../../server/store/database/open-database.ts'
import { copyFreshDatabase } from '../../server/testing/copy-fresh-database.ts'
import { openTestServer, type TestServer } from '../../server/testing/open-test-server.ts'
import { createTestFolder } from '../../server/testing/test-resources.ts'
import { client, close, type Ids, type Page, type WireRun } from '../v0.1/stored-server.ts'

/** The `.aw` folder of a server from before version 0.2 and a backup of it open, display and resume. */

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures/before-0.2', name)

const temporary = createTestFolder()
let ids: Ids
beforeAll(async () => {
  ids = JSON.parse(await readFile(fixture('server.json'), 'utf8')) as Ids
})

function opensDisplaysAndResumes(server: () => TestServer): void {
  test('workflows, versions, templates, secrets and deleted workflows', async () => {
    const { request, get } = client(server(), ids)
    const { items } = await get<Page<{ id: string; name: string }>>('/workflows?limit=100')
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Orders to points', 'Table nodes, changed', 'Notes and groups', 'Loops', 'Triggers']),
    )
    const versions = await get<Page<unknown>>(`/workflows/${ids.workflows['table-nodes']}/versions`)
    expect(versions.total).toBe(2)
    const templates = await get<Page<{ name: string }>>('/templates?limit=100')
    expect(templates.items.map(({ name }) => name)).toContain('Loops as a template')
    expect((await get<Page<unknown>>('/secrets')).items).toMatchObject([{ name: 'orders_token' }])
    const restored = await request('POST', `/workflows/${ids.workflows.deleted}/restore`)
    expect([restored.status, ((await restored.json()) as { name: string }).name]).toEqual([200, 'Deleted'])
  })

  test('resources of each kind', async () => {
    const { get } = client(server(), ids)
    const namesOf = async (path: string): Promise<unknown[]> =>
      (await get<Page<Record<string, unknown>>>(path)).items.map(({ name, label, type }) => name ?? label ?? type)
    expect(await namesOf('/agents')).toEqual(expect.arrayContaining(['remote', 'model']))
    expect(await namesOf('/webhook-endpoints')).toEqual(['ended'])
    expect(await namesOf('/mcp/servers')).toEqual(['tools'])
    expect(await namesOf('/watches')).toEqual(['incoming'])
    expect(await namesOf('/event-types')).toEqual(['order.paid'])
    expect(await namesOf('/events')).toContain('order.paid')
    expect(await namesOf('/schedules')).toHaveLength(1)
    expect(await namesOf('/webhooks')).toHaveLength(1)
    expect((await get<Page<unknown>>('/notification-rules')).items).toMatchObject([{ email: 'ada@example.com' }])
    expect(await namesOf('/gallery')).toEqual(['Loops'])
    expect(await get('/config')).toMatchObject({ default_llm: 'local/small' })
  })

  test('runs with their steps and tables', async () => {
    const { request, get, run, statesOf } = client(server(), ids)
    const names = { completed: 'completed', skipped: 'completed', failed: 'failed', cancelled: 'cancelled' }
    for (const [name, status] of Object.entries(names)) expect([name, (await run(name)).status]).toEqual([name, status])
    expect(statesOf(await run('failed'))).toMatchObject({ check: 'failed', sorted: 'skipped', after: 'completed' })
    const events = JSON.stringify(await get(`/runs/${ids.runs.failed}/events?limit=1000`))
    expect(events).toContain('Not run: \\"check\\" failed.')
    const csv = await (await request('GET', `/runs/${ids.runs.skipped}/result?format=csv`)).text()
    expect(csv.trim().split('\n')[1]).toBe('1,Ada,Oslo,12.5,2024-01-03')
  })

  test('the waiting run is approved, receives its event and resumes to its end', async () => {
    const { request, run, ended, statesOf } = client(server(), ids)
    const [{ wait_for: waitFor }] = (await run('waiting')).waiting as [NonNullable<WireRun['waiting']>[number]]
    const path = `/runs/${ids.runs.waiting}`
    const decision = { decision: 'approve', digest: waitFor.digest, by: 'Ada' }
    expect((await request('POST', `${path}/approvals/approve`, decision)).status).toBe(202)
    await expect
      .poll(async () => (await run('waiting')).waiting?.map((one) => one.node), { timeout: 180_000, interval: 100 })
      .toEqual(['wait'])
    expect((await request('POST', `${path}/signals/paid`, { value: { sum: 3 } })).status).toBe(202)
    const end = await ended('waiting')
    expect(end.status).toBe('completed')
    expect(statesOf(end)).toMatchObject({ wait: 'completed', table: 'completed', refused: 'skipped' })
  })
}

describe('an .aw folder', () => {
  let server: TestServer
  beforeAll(async () => {
    const data = join(temporary, '.aw')
    await mkdir(data)
    execFileSync('tar', ['-xzf', fixture('files.tar.gz'), '-C', temporary])
    await copyFile(fixture('secret-key'), join(data, 'secret-key'))
    const path = join(data, 'database')
    await copyFreshDatabase(path)
    const { execute, close: closeDatabase } = await openDatabase({ folder: path })
    await execute(await readFile(fixture('database.sql'), 'utf8')).finally(closeDatabase)
    server = await openTestServer(data, { nodes: [...builtInNodes, ...earlierVersions], allowHosts: [] })
  })
  afterAll(() => close(server))

  opensDisplaysAndResumes(() => server)
})

describe('a backup', () => {
  let server: TestServer
  beforeAll(async () => {
    const data = join(temporary, 'restored')
    const before = process.env.AW_DATA
    process.env.AW_DATA = data
    try {
      const { exit, out } = await aw('restore', fixture('backup.tar.gz'))
      expect([exit, out]).toMatchObject([0, expect.stringContaining('5 runs')])
    } finally {
      if (before === undefined) delete process.env.AW_DATA
      else process.env.AW_DATA = before
    }
    // A backup does not contain the key.
    await copyFile(fixture('secret-key'), join(data, 'secret-key'))
    server = await openTestServer(data, { nodes: [...builtInNodes, ...earlierVersions], allowHosts: [] })
  })
  afterAll(() => close(server))

  opensDisplaysAndResumes(() => server)
})
