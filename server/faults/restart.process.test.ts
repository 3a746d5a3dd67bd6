import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInNodes } from '@aw-flow/nodes'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder } from '../testing/test-resources.ts'
import { createGate, testNodes } from '../testing/test-nodes.ts'

const folder = createTestFolder()

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

const passes = { ...waits, name: 'Passes', nodes: waits.nodes.map((node) => ({ ...node, type: node.type === 'wait' ? 'gate' : node.type })) } // oxfmt-ignore

async function execute(server: TestServer, document: object, dataset: string): Promise<string> {
  const created = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
  const answer = await server.send('POST', `/api/v1/workflows/${created.id}/execute`, { input_data_id: dataset })
  return ((await answer.json()) as { id: string }).id
}

// Each test opens a database, which takes longer than the usual timeout on a busy machine.
describe('after a restart', () => {
  test('all data is unchanged, byte for byte', async () => {
    const before = await openTestServer(folder)
    const { id: dataset } = await before.upload(csv, 'people.csv')
    const run = await execute(before, reads, dataset)
    await before.waitForEnd(run)
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
    const expected = await read(before)
    await before.close()
    const after = await openTestServer(folder)
    expect(await read(after)).toEqual(expected)
    await after.close()
  })

  // Regression: a run in progress failed with `run.interrupted`. Now it continues.
  test('a run in progress and a queued run continue', async () => {
    const gate = createGate()
    const before = await openTestServer(folder, { nodes: [...testNodes, gate.node] })
    const { id: dataset } = await before.upload(csv)
    const running = await execute(before, passes, dataset)
    const queued = await execute(before, reads, dataset)
    await expect
      .poll(() => before.json(`/api/v1/runs/${running}`), { timeout: 180_000 })
      .toMatchObject({ steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] })
    await before.close()

    gate.open()
    const after = await openTestServer(folder, { nodes: [...testNodes, gate.node] })
    expect(await after.waitForEnd(running)).toMatchObject({
      status: 'completed',
      problem: null,
      steps: [{ status: 'completed', rows: 2 }, { status: 'completed' }, { status: 'completed' }],
    })
    const { items } = (await after.json(`/api/v1/runs/${running}/events`)) as {
      items: { seq: number; type: string; node?: string }[]
    }
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index))
    expect(items.filter(({ type }) => type === 'run-resumed')).toHaveLength(1)
    expect(items.filter(({ type, node }) => type === 'node-started' && node === 'read')).toHaveLength(1)
    expect(items.at(-1)).toMatchObject({ type: 'run-completed' })
    // The table that the first process had read is created again.
    expect(await (await after.ask(`/api/v1/runs/${running}/result?format=csv`)).text()).toBe(csv)
    expect(await after.waitForEnd(queued)).toMatchObject({ status: 'completed' })
    expect(await (await after.ask(`/api/v1/runs/${queued}/result?format=csv`)).text()).toBe(csv)
    await after.close()
    expect([...before.faults, ...after.faults]).toEqual([])
  })

  test('runs that wait for a person or a time use no slot, and continue when it comes, even after a restart', async () => {
    const nodes = [...testNodes, ...builtInNodes]
    const asks = {
      name: 'Asks',
      nodes: [
        { id: 'read', type: 'read' },
        { id: 'ask', type: 'approval' },
        { id: 'rest', type: 'delay', data: { label: 'Rest', config: { seconds: 0.1 } } },
        { id: 'check', type: 'check' },
      ],
      edges: [
        { id: '1', source: 'read', target: 'ask', targetHandle: 'value' },
        { id: '2', source: 'ask', sourceHandle: 'approved', target: 'rest', targetHandle: 'value' },
        { id: '3', source: 'rest', target: 'check' },
      ],
    }
    interface Waiting {
      status: string
      waiting: { node: string; wait_for: { digest: string } }[]
    }
    const before = await openTestServer(folder, { nodes })
    const { id: dataset } = await before.upload(csv)
    const first = await execute(before, asks, dataset)
    const second = await execute(before, asks, dataset)
    const look = async (server: TestServer, run: string) => (await server.json(`/api/v1/runs/${run}`)) as Waiting
    const decide = (server: TestServer, run: string, body: object) =>
      server.send('POST', `/api/v1/runs/${run}/approvals/ask`, { decision: 'approve', ...body })
    // With one slot, the second run would not start if the first one held it.
    for (const run of [first, second]) {
      await expect.poll(async () => (await look(before, run)).status, { timeout: 180_000 }).toBe('waiting')
    }
    const { digest } = (await look(before, first)).waiting[0]!.wait_for
    expect((await decide(before, first, { digest: '0' })).status).toBe(409)
    expect((await decide(before, first, {})).status).toBe(422)
    expect((await decide(before, first, { digest })).status).toBe(202)
    expect(await before.waitForEnd(first)).toMatchObject({ status: 'completed' })
    expect((await decide(before, first, { digest })).status).toBe(409)
    await before.close()

    const after = await openTestServer(folder, { nodes })
    expect(await look(after, second)).toMatchObject({ status: 'waiting', waiting: [{ node: 'ask' }] })
    const [one, other] = await Promise.all([decide(after, second, { digest }), decide(after, second, { digest })])
    expect([one.status, other.status].sort()).toEqual([202, 409])
    expect(await after.waitForEnd(second)).toMatchObject({ status: 'completed' })
    expect(await (await after.ask(`/api/v1/runs/${second}/result?format=csv`)).text()).toBe(csv)
    const third = await execute(after, asks, dataset)
    await expect.poll(async () => (await look(after, third)).status, { timeout: 180_000 }).toBe('waiting')
    expect((await after.send('POST', `/api/v1/runs/${third}/cancel`, {})).status).toBe(202)
    expect(await after.waitForEnd(third)).toMatchObject({ status: 'cancelled' })
    await after.close()
    expect([...before.faults, ...after.faults]).toEqual([])
  })

  test('a continued run can be cancelled', async () => {
    const gate = createGate()
    const options = { nodes: [...testNodes, gate.node] }
    const before = await openTestServer(folder, options)
    const { id: dataset } = await before.upload(csv)
    const [first, second] = [await execute(before, passes, dataset), await execute(before, passes, dataset)]
    const isRunning = { steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] }
    await expect.poll(() => before.json(`/api/v1/runs/${first}`), { timeout: 180_000 }).toMatchObject(isRunning)
    await before.close()

    const after = await openTestServer(folder, options)
    await expect.poll(() => after.json(`/api/v1/runs/${first}`), { timeout: 180_000 }).toMatchObject(isRunning)
    for (const run of [second, first]) {
      expect((await after.send('POST', `/api/v1/runs/${run}/cancel`, {})).status).toBe(202)
      expect(await after.waitForEnd(run)).toMatchObject({ status: 'cancelled' })
    }
    await after.close()
    expect(after.faults).toEqual([])
  })

  test('a run without its node type is unchanged, reports it, and continues when the type is available again', async () => {
    const gate = createGate()
    const options = { nodes: [...testNodes, gate.node] }
    const before = await openTestServer(folder, options)
    const { id: dataset } = await before.upload(csv)
    const run = await execute(before, passes, dataset)
    await expect
      .poll(() => before.json(`/api/v1/runs/${run}`), { timeout: 180_000 })
      .toMatchObject({ steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] })
    await before.close()

    const without = await openTestServer(folder, { nodes: [...testNodes, { ...gate.node, version: 2 }] })
    await expect
      .poll(() => without.json(`/api/v1/runs/${run}`), { timeout: 180_000 })
      .toMatchObject({
        status: 'waiting',
        problem: {
          code: 'run.type-version-not-installed',
          message: expect.stringContaining('version 1 of node type "gate"'),
        },
      })
    await without.close()

    gate.open()
    const after = await openTestServer(folder, options)
    expect(await after.waitForEnd(run)).toMatchObject({ status: 'completed' })
    await after.close()
  })

  test.each([
    ['migrated', 'migrate', 'completed'],
    ['ended', 'cancel', 'cancelled'],
  ])('a run whose node type is gone is %s where one asks for it', async (_, way, status) => {
    const gate = createGate()
    const before = await openTestServer(folder, { nodes: [...testNodes, gate.node] })
    const { id: dataset } = await before.upload(csv)
    const run = await execute(before, passes, dataset)
    const isRunning = { steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] }
    await expect.poll(() => before.json(`/api/v1/runs/${run}`), { timeout: 180_000 }).toMatchObject(isRunning)
    expect((await before.send('POST', `/api/v1/runs/${run}/migrate`, {})).status).toBe(409)
    await before.close()

    gate.open()
    const after = await openTestServer(folder, { nodes: [...testNodes, { ...gate.node, version: 2 }] })
    const isStuck = { status: 'waiting', problem: { code: 'run.type-version-not-installed' } }
    await expect.poll(() => after.json(`/api/v1/runs/${run}`), { timeout: 180_000 }).toMatchObject(isStuck)
    expect((await after.send('POST', `/api/v1/runs/${run}/${way}`, {})).status).toBe(202)
    expect(await after.waitForEnd(run)).toMatchObject({ status, problem: null })
    await after.close()
    expect(after.faults).toEqual([])
  })

  test('a run that repeatedly crashes the server fails with a problem', async () => {
    const before = await openTestServer(folder)
    const { id: dataset } = await before.upload(csv)
    const run = await execute(before, waits, dataset)
    const isRunning = { steps: [{ status: 'completed' }, { status: 'running' }, { status: 'pending' }] }
    await expect.poll(() => before.json(`/api/v1/runs/${run}`), { timeout: 180_000 }).toMatchObject(isRunning)
    await before.close()
    for (let start = 1; start <= 3; start++) {
      const next = await openTestServer(folder)
      const resumed = async (): Promise<number> => {
        const { items } = (await next.json(`/api/v1/runs/${run}/events`)) as { items: { type: string }[] }
        return items.filter(({ type }) => type === 'run-resumed').length
      }
      await expect.poll(resumed, { timeout: 180_000 }).toBe(start)
      await next.close()
    }
    const after = await openTestServer(folder)
    expect(await after.waitForEnd(run)).toMatchObject({
      status: 'failed',
      problem: { code: 'run.interrupted', message: expect.stringContaining('3 times') },
      steps: [{ status: 'completed', rows: 2 }, { status: 'failed' }, { status: 'skipped' }],
    })
    await after.close()
  })

  test('removes partial uploads of an earlier process', async () => {
    const arriving = join(folder, 'datasets', 'arriving')
    await mkdir(arriving, { recursive: true })
    await writeFile(join(arriving, 'half'), 'x')
    const server = await openTestServer(folder)
    expect(await readdir(arriving)).toEqual([])
    await server.close()
  })

  test('a run whose result cannot be written fails with a problem', async () => {
    const server = await openTestServer(folder)
    const { id: dataset } = await server.upload(csv)
    await rm(join(folder, 'results'), { recursive: true })
    await writeFile(join(folder, 'results'), 'a file where a folder should be')
    const run = await execute(server, reads, dataset)
    expect(await server.waitForEnd(run)).toMatchObject({
      status: 'failed',
      problem: { code: 'run.result-not-saved', message: expect.stringContaining('could not be saved') },
    })
    expect(server.faults).toHaveLength(1)
    await server.close()
  })
})
