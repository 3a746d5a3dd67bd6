import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { describeWorkflow, type Tables } from '@aw-flow/engine'
import { createBuiltInCatalog, builtInNodes } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/node'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getIconShapes } from '../../packages/editor/icons/icon-shapes.ts'
import { runExample, type ExampleOutcome } from './run-example.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = 'examples/workflows/nodes'
const catalog = createBuiltInCatalog()
const kept = at(`${folder}/outcomes.json`)
const outcomes = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, ExampleOutcome>
/** AW_KEEP_OUTCOMES=1 writes the results, to be reviewed and committed. */
const isKept = process.env.AW_KEEP_OUTCOMES === '1'

/** Family and type: `tables/join`. */
const names = readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.json') && path.includes('/') && !path.startsWith('data/'))
  .map((path) => path.replace('.json', ''))
const read = (name: string): Workflow => {
  const { workflow, problems } = readWorkflow(readFileSync(at(`${folder}/${name}.json`), 'utf8'))
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
  if (isKept) {
    const sorted = Object.fromEntries(Object.entries(outcomes).sort(([one], [other]) => (one < other ? -1 : 1)))
    writeFileSync(kept, `${JSON.stringify(sorted, null, 2)}\n`)
  }
})

describe('each node type of the catalog', () => {
  it.each(builtInNodes.map((node) => [node.type, node] as const))(
    '%s has a page, an icon, defaults and an example',
    (type, node) => {
      expect(node.settings.safeParse({}).error?.message).toBeUndefined()
      const page = at(`packages/nodes/pages/${node.family}/${type.replaceAll('_', '-')}.md`)
      expect(existsSync(page), page).toBe(true)
      expect(getIconShapes(node.icon), node.icon).not.toBe(getIconShapes('no-such-icon'))
      const example = `${node.family}/${type}`
      expect(names).toContain(example)
      expect(read(example).nodes.map((used) => used.type)).toContain(type)
    },
  )
})

describe('every example has its stored result', () => {
  const fileOf = async (node: string) => {
    const path = at(`${folder}/data/${node}.csv`)
    return openNodeFile(path, await hashFile(path))
  }

  it.each(names)('%s', async (name) => {
    const workflow = read(name)
    const described = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
    expect(described.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const outcome = await runExample({ workflow, catalog, tables, sandbox, openFile: fileOf })
    const plain = JSON.parse(JSON.stringify(outcome)) as ExampleOutcome
    if (isKept) outcomes[name] = plain
    expect(plain).toEqual(outcomes[name])
    expect(plain.state).toBe('completed')
  })
})
