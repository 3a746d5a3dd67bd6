import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { giveFiles, runWorkflow, systemClock } from '@aw-flow/engine'
import { builtInCatalogue, builtInNodes } from '@aw-flow/nodes'
import { compareRuns, createRunHistory, readWorkflow, type RunEvent, type RunMoment } from '@aw-flow/schema'
import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createWorkflow } from '../testing/test-requests.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const document: unknown = JSON.parse(readFileSync(at('examples/workflows/cosmo-ready.json'), 'utf8'))

let folder: string
let server: TestServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-same-'))
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes })
}, 120_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a monitor shows of a run but for its times and its name. */
const shown = ({ view, attempts }: RunMoment) => ({
  state: view.state,
  attempts: attempts.map(({ key, attempt, state, rows, problems, error, waits, effects }) => {
    return { key, attempt, state, rows, problems, error, waits, effects: effects.length }
  }),
  nodes: Object.values(view.nodes).map(({ node, state, rows, retries, problems }) => ({ node, state, rows, retries, problems })), // oxfmt-ignore
  log: view.log.map(({ node, level, message }) => ({ node, level, message })),
})

it('a run that goes on here, its record read back, and the same run on the server show the same, node by node', async () => {
  const path = at('test/fixtures/inventory.csv')
  const file = await nodeFile(path, await hashFile(path))
  const workflow = readWorkflow(document).workflow!
  const catalogue = builtInCatalogue()
  const every = { kind: 'file' as const, dataset: file.dataset, name: 'inventory.csv' }
  const { inputs } = giveFiles(workflow, catalogue, { every })
  const tables = await openDuckDb({ threads: 1 })
  const told: RunEvent[] = []
  let live = createRunHistory([])
  const record = await runWorkflow({
    workflow,
    catalogue,
    tables,
    inputs,
    run: 'here',
    seed: 1,
    files: { open: (dataset) => Promise.resolve(dataset === file.dataset ? file : undefined) },
    clock: systemClock,
    signal: new AbortController().signal,
    onEvent: (event) => {
      told.push(event)
      live = createRunHistory([...told], live)
    },
  })
  await tables.close()
  const replayed = createRunHistory(JSON.parse(JSON.stringify(record)) as unknown[])
  expect(replayed.problem).toBeUndefined()
  expect(live.now).toEqual(replayed.now)

  const { id: dataset } = await server.upload(readFileSync(path), 'inventory.csv')
  const id = await createWorkflow(server, document)
  const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, { input_data_id: dataset })
  const { id: run } = (await started.json()) as { id: string }
  await server.ended(run)
  const { items } = (await server.json(`/api/v1/runs/${run}/events?limit=10000`)) as { items: RunEvent[] }
  const there = createRunHistory(items)
  expect(there.problem).toBeUndefined()
  expect(there.now.view.state).toBe('completed')
  expect(shown(there.now)).toEqual(shown(live.now))
  const differing = compareRuns(record, items).nodes.filter(({ isEqual }) => !isEqual)
  expect(differing).toEqual([])
  // Every moment of one is a moment of the other.
  for (let n = 0; n <= items.length; n++) expect(shown(there.at(n)).nodes).toEqual(shown(live.at(n)).nodes)
}, 120_000)
