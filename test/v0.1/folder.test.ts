import { execFileSync } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { builtInNodes, earlierVersions } from '../../packages/nodes/built-in-nodes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'
import { openTestServer, type TestServer } from '../../server/testing/open-test-server.ts'
import { createTestFolder } from '../../server/testing/test-resources.ts'
import { client, close, type Ids, type Page, type WireRun } from './stored-server.ts'
import { fixture, fixtureJson, orders, findStrings } from './fixtures.ts'

/** The `.aw` folder of a server of v0.1 and a backup of it open, display and resume. */

const temporary = createTestFolder()
let ids: Ids
beforeAll(async () => {
  ids = (await fixtureJson('server.json')) as Ids
})

/** Requirements of every server on this data, for the folder and for its backup. */
function opensDisplaysAndResumes(server: () => TestServer): void {
  test('workflows, versions, templates, shared links, deleted ones and secrets', async () => {
    const { request, get } = client(server(), ids)
    const { items } = await get<Page<{ id: string; name: string }>>('/workflows?limit=100')
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Orders to points', 'Table nodes, changed', 'Notes and groups', 'Loops']),
    )
    expect(items.map(({ id }) => id)).not.toContain(ids.workflows.deleted)
    const noted = await get<Record<string, unknown>>(`/workflows/${ids.workflows['notes-and-groups']}/export`)
    expect(noted).toEqual(await fixtureJson('documents/notes-and-groups.json'))
    const versions = await get<Page<unknown>>(`/workflows/${ids.workflows['table-nodes']}/versions`)
    expect(versions.total).toBe(2)
    const templates = await get<Page<{ name: string }>>('/templates?limit=100')
    expect(templates.items.map(({ name }) => name)).toContain('Loops as a template')
    const secrets = await get<Page<unknown>>('/secrets')
    expect(secrets.items).toMatchObject([{ name: 'orders_token', hosts: ['api.example.com'] }])
    const restored = await request('POST', `/workflows/${ids.workflows.deleted}/restore`)
    expect([restored.status, ((await restored.json()) as { name: string }).name]).toEqual([200, 'Deleted'])
  })

  test('datasets with their bytes', async () => {
    const { request, get } = client(server(), ids)
    const { items } = await get<Page<{ id: string; name: string }>>('/data')
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['orders.csv', 'places.csv']))
    const bytes = await (await request('GET', `/data/${ids.datasets.orders}/download`)).text()
    expect(bytes).toBe(await readFile(orders, 'utf8'))
  })

  test('runs with their steps, stored texts, reports and tables', async () => {
    const { request, get, run, statesOf } = client(server(), ids)
    for (const [name, status] of Object.entries({
      completed: 'completed',
      skipped: 'completed',
      failed: 'failed',
      cancelled: 'cancelled',
    })) {
      expect([name, (await run(name)).status]).toEqual([name, status])
    }
    expect(statesOf(await run('failed'))).toMatchObject({ check: 'failed', sorted: 'skipped', after: 'completed' })
    const textsOf = async (name: string): Promise<string[]> =>
      findStrings([
        await get(`/runs/${ids.runs[name]}/events?limit=1000`),
        await get(`/runs/${ids.runs[name]}/steps?limit=100`),
        await get(`/runs/${ids.runs[name]}/result`),
      ])
    expect(await textsOf('completed')).toEqual(
      expect.arrayContaining([
        'Loading orders.csv (445 bytes).',
        '1 record of 12 does not fit the table and is set aside: line 9. It has 6 cells, the table has 5.',
        'All 10 cells looked at are numbers. Read as no value: "n/a".',
        '1 of 11 rows fail: `amount` is more than 100 or no number.',
        'Orders: 11 rows have come.',
        'Kept points.csv (167 bytes).',
      ]),
    )
    expect(await textsOf('failed')).toEqual(
      expect.arrayContaining([
        'The table is not valid: 3 of 11 rules fail. 1 of 11 rows fail: `amount` has no value.',
        'Read the report, and correct the data or the schema; or set "When not valid" to "report".',
        'Not run, because "check" failed.',
      ]),
    )
    expect(await textsOf('skipped')).toContain('Not run, because it is disabled.')
    const csv = await (await request('GET', `/runs/${ids.runs.skipped}/result?format=csv`)).text()
    expect(csv.trim().split('\n')[1]).toBe('1,Ada,Oslo,12.5,2024-01-03')
  })

  test('the waiting run is approved, receives its event and resumes to its end', async () => {
    const { request, run, ended, statesOf } = client(server(), ids)
    const waiting = await run('waiting')
    expect(waiting.status).toBe('waiting')
    const [{ node, wait_for: waitFor }] = waiting.waiting as [NonNullable<WireRun['waiting']>[number]]
    expect([node, waitFor.kind]).toEqual(['approve', 'approval'])
    expect(waitFor.shown).toMatchObject({ message: 'Are these the orders of the first quarter?' })
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

describe('an .aw folder whose server was killed', () => {
  let server: TestServer
  beforeAll(async () => {
    const archive = brotliDecompressSync(await readFile(fixture('aw-folder.tar.br')))
    execFileSync('tar', ['-x', '-C', temporary], { input: archive })
    server = await openTestServer(join(temporary, '.aw'), { nodes: [...builtInNodes, ...earlierVersions] })
  })
  afterAll(() => close(server))

  opensDisplaysAndResumes(() => server)

  test.each(['interrupted', 'delayed'])('the %s run resumes by itself', async (name) => {
    const { ended, statesOf } = client(server, ids)
    const end = await ended(name)
    expect(end).toMatchObject({ status: 'completed', problem: null })
    expect(statesOf(end)).toMatchObject({ orders: 'completed', table: 'completed' })
  })
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
    server = await openTestServer(data, { nodes: [...builtInNodes, ...earlierVersions] })
  })
  afterAll(() => close(server))

  opensDisplaysAndResumes(() => server)
})
