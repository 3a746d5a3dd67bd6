import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer } from './testing/open-test-server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-restart-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const csv = 'id,name\n1,Ada\n2,Bo\n'
const reads = { name: 'Reads', nodes: [{ id: 'read', type: 'read' }], edges: [] }
const waits = {
  name: 'Waits',
  nodes: [
    { id: 'read', type: 'read' },
    { id: 'wait', type: 'wait' },
    { id: 'check', type: 'check' },
  ],
  edges: [
    { id: '1', source: 'read', target: 'wait' },
    { id: '2', source: 'wait', target: 'check' },
  ],
}

async function execute(server: TestServer, document: object, dataset: string): Promise<string> {
  const created = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
  const answer = await server.send('POST', `/api/v1/workflows/${created.id}/execute`, { input_data_id: dataset })
  return ((await answer.json()) as { id: string }).id
}

// A database is opened in each: more than the usual time on a computer that is busy.
describe('after a restart', { timeout: 120_000 }, () => {
  test('everything is found again, byte for byte', async () => {
    const before = await openTestServer(folder)
    const { id: dataset } = await before.upload(csv, 'people.csv')
    const run = await execute(before, reads, dataset)
    await before.ended(run)
    const paths = [
      '/api/v1/data',
      `/api/v1/data/${dataset}`,
      `/api/v1/data/${dataset}/download`,
      `/api/v1/data/${dataset}/info`,
      `/api/v1/data/${dataset}/sample`,
      '/api/v1/workflows',
      '/api/v1/runs',
      `/api/v1/runs/${run}`,
      `/api/v1/runs/${run}/steps`,
      `/api/v1/runs/${run}/events`,
      `/api/v1/runs/${run}/result`,
      `/api/v1/runs/${run}/result?format=csv`,
    ]
    const read = (server: TestServer): Promise<string[]> =>
      Promise.all(
        paths.map(async (path) => {
          const answer = await server.ask(path)
          expect([path, answer.status]).toEqual([path, 200])
          return answer.text()
        }),
      )
    const told = await read(before)
    await before.close()
    const after = await openTestServer(folder)
    expect(await read(after)).toEqual(told)
    await after.close()
  })

  test('a run that was under way has failed and says so; one that waited is run', async () => {
    const before = await openTestServer(folder)
    const { id: dataset } = await before.upload(csv)
    const running = await execute(before, waits, dataset)
    const queued = await execute(before, reads, dataset)
    await expect
      .poll(() => before.json(`/api/v1/runs/${running}`), { timeout: 60_000 })
      .toMatchObject({ steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] })
    await before.close()

    const after = await openTestServer(folder)
    expect(await after.json(`/api/v1/runs/${running}`)).toMatchObject({
      status: 'failed',
      problem: { code: 'run.interrupted', hint: expect.stringContaining('again') },
      steps: [{ status: 'completed', rows: 2 }, { status: 'failed' }, { status: 'skipped' }],
    })
    const { items } = (await after.json(`/api/v1/runs/${running}/events`)) as { items: { seq: number; type: string }[] }
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index))
    expect(items.at(-1)).toMatchObject({ type: 'run-failed', failed: ['wait'] })
    expect(await after.ended(queued)).toMatchObject({ status: 'completed' })
    expect(await (await after.ask(`/api/v1/runs/${queued}/result?format=csv`)).text()).toBe(csv)
    await after.close()
    expect([...before.faults, ...after.faults]).toEqual([])
  })

  test('what an earlier process received only in part is gone', async () => {
    const arriving = join(folder, 'datasets', 'arriving')
    await mkdir(arriving, { recursive: true })
    await writeFile(join(arriving, 'half'), 'x')
    const server = await openTestServer(folder)
    expect(await readdir(arriving)).toEqual([])
    await server.close()
  })

  test('a run whose result cannot be written fails and says so', async () => {
    const server = await openTestServer(folder)
    const { id: dataset } = await server.upload(csv)
    await rm(join(folder, 'results'), { recursive: true })
    await writeFile(join(folder, 'results'), 'a file where a folder should be')
    const run = await execute(server, reads, dataset)
    expect(await server.ended(run)).toMatchObject({
      status: 'failed',
      problem: { code: 'run.result-not-kept', message: expect.stringContaining('could not be written') },
    })
    expect(server.faults).toHaveLength(1)
    await server.close()
  })
})
