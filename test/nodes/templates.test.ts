import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { describeWorkflow, type Tables } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/node'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runExample, type ExampleOutcome } from './run-example.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = 'examples/workflows/templates'
const catalog = createBuiltInCatalog()
const kept = at(`${folder}/outcomes.json`)
/** AW_KEEP_OUTCOMES=1 writes the results, to be reviewed and committed. */
const isKept = process.env.AW_KEEP_OUTCOMES === '1'
const outcomes: Record<string, ExampleOutcome> = JSON.parse(readFileSync(kept, 'utf8'))
const made: Record<string, ExampleOutcome> = {}
const index: readonly { id: string; files: Record<string, string> }[] = JSON.parse(
  readFileSync(at(`${folder}/index.json`), 'utf8'),
)

const read = (id: string): Workflow => {
  const { workflow, problems } = readWorkflow(readFileSync(at(`${folder}/${id}.json`), 'utf8'))
  expect(problems).toEqual([])
  return workflow!
}

let tables: Tables
const sandbox = openSandbox()
beforeAll(async () => {
  tables = await openDuckDb({ threads: 4 })
})
afterAll(async () => {
  await tables.close()
  await sandbox.close()
  if (isKept) writeFileSync(kept, `${JSON.stringify(made, null, 2)}\n`)
})

it('there are at least twelve, each with a name, a description and a tag, and no unused files', () => {
  expect(index.length).toBeGreaterThanOrEqual(12)
  if (!isKept) expect(Object.keys(outcomes)).toEqual(index.map(({ id }) => id))
  for (const { id } of index) {
    const { name, description, tags } = read(id)
    expect([name, description, tags[0]], id).toEqual([expect.any(String), expect.any(String), expect.any(String)])
  }
  const used = new Set(index.flatMap(({ files }) => Object.values(files)))
  expect(readdirSync(at(`${folder}/data`)).toSorted()).toEqual([...used].toSorted())
  const sources = readFileSync(at(`${folder}/README.md`), 'utf8')
  for (const name of used) expect(sources, `${name} names its source and licence`).toContain(`\`${name}\``)
})

it.each(index)('$id has its stored result', async ({ id, files }) => {
  const workflow = read(id)
  const described = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
  expect(described.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const outcome = await runExample({
    workflow,
    catalog,
    tables,
    sandbox,
    samples: (name) => readFile(at(`examples/studio/public/samples/${name}`), 'utf8'),
    async openFile(node) {
      const path = at(`${folder}/data/${files[node]}`)
      return openNodeFile(path, await hashFile(path))
    },
  })
  const plain: ExampleOutcome = JSON.parse(JSON.stringify(outcome))
  made[id] = plain
  expect(plain.state, plain.problem).toBe('completed')
  if (!isKept) expect(plain).toEqual(outcomes[id])
})
