import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { assignFiles, runWorkflow, systemClock } from '@aw-flow/engine'
import { foldRun, readWorkflow, type RunView } from '@aw-flow/schema'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { selectSlowCases, sizes } from '../../test/sizes.ts'
import { createBuiltInCatalog } from './built-in-nodes.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const catalog = createBuiltInCatalog()
const folder = mkdtempSync(join(tmpdir(), 'aw-threads-'))
let runs = 0
const databases = new Map([
  [1, await openDuckDb({ threads: 1 })],
  [4, await openDuckDb({ threads: 4 })],
])
afterAll(async () => {
  for (const tables of databases.values()) await tables.close()
  rmSync(folder, { recursive: true })
})

/** Creates more rows than one row group (122,880) for several threads, with values whose sums depend on their order. */
function largeFile(): string {
  const path = join(folder, 'large.csv')
  const rows = Array.from({ length: sizes.threadedRows }, (_, n) => {
    const wave = ((n * 7919) % 10_007) / 997
    return `${n},${wave},${(wave * 1e9) % 0.37},group ${n % 17},${n % 11 === 0 ? '' : n % 13}`
  })
  writeFileSync(path, `id,x,y,name,size\n${rows.join('\n')}\n`)
  return path
}

/** Returns the outcome of a run without times, and the content hash of every table of every node. */
async function outcome(
  workflowPath: string,
  path: string,
  threads: number,
  maxParallelNodes: number,
): Promise<unknown> {
  const tables = databases.get(threads)!
  const file = await openNodeFile(path, await hashFile(path))
  const { workflow } = readWorkflow(readFileSync(workflowPath, 'utf8'))
  const name = basename(path)
  const { inputs } = assignFiles(workflow!, catalog, { defaultFile: { kind: 'file', dataset: file.dataset, name } })
  const events = await runWorkflow({
    workflow: workflow!,
    run: `r${++runs}`,
    inputs,
    seed: 1,
    catalog,
    tables,
    files: { open: () => Promise.resolve(file) },
    clock: systemClock,
    signal: new AbortController().signal,
    maxParallelNodes,
  })
  const view: RunView = foldRun(events)
  const hashes: Record<string, string> = {}
  for (const { node, outputs } of Object.values(view.nodes)) {
    for (const [port, value] of Object.entries(outputs)) {
      if (value.kind === 'table') hashes[`${node}.${port}`] = await tables.contentHash(value.table)
    }
  }
  const states = Object.fromEntries(Object.values(view.nodes).map((run) => [run.node, [run.state, run.rows, run.key]]))
  return { state: view.state, hashes, states }
}

const workflows = readdirSync(at('examples/workflows'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => at(`examples/workflows/${name}`))
const vega = (name: string): string => at(`node_modules/vega-datasets/data/${name}`)
const files = [
  ...['sample.csv', 'inventory.csv', 'nulls-and-inf.csv', 'nested.json', 'hundred-columns.csv'].map((name) =>
    at(`test/fixtures/${name}`),
  ),
  ...['movies.json', 'airports.csv', 'seattle-weather.csv', 'flights-2k.json'].map(vega),
]

describe.each(workflows.map((workflow) => [basename(workflow), workflow] as const))(
  'one thread and four threads produce equal hashes of %s',
  (_, workflow) => {
    it.each(selectSlowCases(files).map((file) => [basename(file), file]))('with %s', async (__, file) => {
      expect(await outcome(workflow, file, 4, 4)).toEqual(await outcome(workflow, file, 1, 1))
    })

    it('with a file that several threads read', async () => {
      const file = largeFile()
      const single = await outcome(workflow, file, 1, 1)
      expect(single).toMatchObject({ state: 'completed' })
      expect(await outcome(workflow, file, 4, 4)).toEqual(single)
    })
  },
)
