import { getSentence } from '../../test/render-messages.ts'
import { hashFile, openNodeFile } from '@aw-flow/data/node'
import { describeWorkflow, assignFiles, runWorkflow, systemClock } from '@aw-flow/engine'
import {
  applyEdit,
  createEmptyWorkflow,
  foldRun,
  nodeTypeSchema,
  readWorkflow,
  type Config,
  type Edit,
  type RunEvent,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createBuiltInCatalog, builtInNodes } from './built-in-nodes.ts'
import { openTestTables } from '../../test/open-tables.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const read = (path: string): Workflow => {
  const { workflow, problems } = readWorkflow(readFileSync(at(path), 'utf8'))
  expect(problems).toEqual([])
  return workflow as Workflow
}
const catalog = createBuiltInCatalog()
const describeAt = (path: string) =>
  describeWorkflow(read(path), { catalog, context: { findPreview: () => undefined } })

const tables = await openTestTables()

async function run(name: string, settings: Config = {}): Promise<RunView> {
  const path = at(`test/fixtures/${name}`)
  const file = await openNodeFile(path, await hashFile(path))
  const edits = Object.entries(settings).map(([setting, value]): Edit => ({
    type: 'set-config',
    id: 'prepare',
    path: [setting],
    value,
  }))
  const { workflow } = applyEdit(read('examples/workflows/cosmo-ready.json'), { type: 'batch', edits })
  const { inputs } = assignFiles(workflow, catalog, { defaultFile: { kind: 'file', dataset: file.dataset, name } })
  const events: RunEvent[] = []
  await runWorkflow({
    workflow,
    run: name,
    inputs,
    seed: 1,
    catalog,
    tables,
    files: { open: () => Promise.resolve(file) },
    clock: systemClock,
    signal: new AbortController().signal,
    onEvent: (event) => void events.push(event),
  })
  return foldRun(events)
}
const states = (view: RunView): Record<string, string> =>
  Object.fromEntries(Object.values(view.nodes).map(({ node, state }) => [node, state]))

describe('the catalog', () => {
  it('has no default address, which a new node would request', () => {
    const addresses = catalog.list().filter(({ defaults }) => /\/\/|www\./.test(JSON.stringify(defaults)))
    expect(addresses.map(({ type }) => type)).toEqual([])
  })

  it('is plain JSON with valid defaults and settings that forms support', () => {
    for (const type of catalog.list()) {
      expect(nodeTypeSchema.parse(JSON.parse(JSON.stringify(type)))).toEqual(type)
      const { properties = {} } = type.settings as {
        properties?: Record<string, { title?: string; description?: string; default?: unknown }>
      }
      expect(Object.keys(type.defaults).sort()).toEqual(Object.keys(properties).sort())
      for (const property of Object.values(properties)) {
        expect(property.title).toMatch(/^[A-Z]/)
        expect(property.description).toMatch(/\.$/)
        expect(property.default).toBeDefined()
      }
    }
  })

  it.each(catalog.list().map(({ type, settings, defaults }) => ({ type, settings, defaults })))(
    'reports an unknown setting of $type beside a placeholder in any other setting',
    ({ type, settings, defaults }) => {
      const { verbatim = [], expressions = [] } = catalog.get(type)!
      const names = Object.keys((settings.properties as object | undefined) ?? {})
      for (const name of ['', ...names.filter((setting) => ![...verbatim, ...expressions].includes(setting))]) {
        const config = { ...defaults, misspelled: 1, ...(name === '' ? {} : { [name]: '{{run.id}}' }) } as Config
        const node = { id: 'a', type, position: { x: 0, y: 0 }, data: { label: 'A', config } }
        const { ready, problems } = describeWorkflow(
          { ...createEmptyWorkflow(), nodes: [node] },
          { catalog, context: { findPreview: () => undefined } },
        )
        const invalidSettings = problems.filter(({ code }) => code === 'node.invalid-setting')
        expect(invalidSettings.map(getSentence), name).toEqual([expect.stringContaining('misspelled')])
        expect(ready).toBe(false)
      }
    },
  )

  it('marks the dataset setting', () => {
    const loading = catalog.list().find(({ type }) => type === 'loading')
    expect(loading?.settings).toMatchObject({ properties: { dataset: { format: 'dataset', default: '' } } })
  })

  it('has a page for each type', () => {
    for (const { type, family } of builtInNodes)
      expect(existsSync(at(`packages/nodes/pages/${family}/${type.replaceAll('_', '-')}.md`))).toBe(true)
  })

  it('accepts node types of a host, also as replacements of built-in ones', () => {
    const replacedNode = { ...builtInNodes.find(({ type }) => type === 'table')!, title: 'Own table' }
    expect(createBuiltInCatalog([replacedNode]).get('table')?.title).toBe('Own table')
  })
})

describe('the workflow "Prepare a messy file"', () => {
  it.each([
    { target: 'generic' },
    { target: 'ml-ready' },
    { target: 'cosmo-ready' },
    { target: 'own', schema: '{"columns": [{"name": "id", "unique": true}]}' },
  ])('validates what Prepare promises for the target $target', async (settings) => {
    const { nodes, state } = await run('sample.csv', settings)
    expect(state).toBe('completed')
    expect(nodes.validate?.report).toMatchObject({ kind: 'validate', report: { valid: true } })
  })

  it('is laid out from left to right and ready to run', () => {
    const workflow = read('examples/workflows/cosmo-ready.json')
    expect(workflow.name).toBe('Prepare a messy file')
    expect(workflow.nodes.map(({ id, type }) => [id, type])).toEqual([
      ['load', 'loading'],
      ['prepare', 'preparing'],
      ['validate', 'validation'],
      ['table', 'table'],
    ])
    const positions = workflow.nodes.map(({ position }) => position)
    expect(positions.map(({ x }) => x - positions[0]!.x)).toEqual([0, 300, 600, 900])
    expect(describeAt('examples/workflows/cosmo-ready.json')).toMatchObject({ ready: true, problems: [] })
  })

  it.each([
    'sample.csv',
    'inventory.csv',
    'semicolon-decimal-comma.csv',
    'ragged.csv',
    'nested.json',
    'text-only.csv',
    'hundred-columns.csv',
    'one-row.csv',
  ])('runs on %s to a valid table', async (name) => {
    const view = await run(name)
    expect(states(view)).toEqual({ load: 'completed', prepare: 'completed', validate: 'completed', table: 'completed' })
    expect(view.nodes.validate?.report).toMatchObject({ kind: 'validate', report: { valid: true } })
    expect(view.nodes.table?.rows).toBeGreaterThan(0)
  })

  it.each([
    ['empty.csv', 'prepare.no-rows'],
    ['header-only.csv', 'prepare.no-rows'],
  ])('reports that %s needs no preparation', async (name, code) => {
    const view = await run(name)
    expect(states(view)).toMatchObject({ load: 'completed', prepare: 'failed', validate: 'skipped', table: 'skipped' })
    expect(view.nodes.prepare?.error?.problem).toMatchObject({
      code,
      where: { node: 'prepare' },
    })
  })

  it.each(['binary.bin', 'broken.json'])('rejects %s by its content, after two attempts', async (name) => {
    const view = await run(name)
    expect(states(view)).toMatchObject({ load: 'failed', prepare: 'skipped' })
    expect(view.nodes.load).toMatchObject({
      retries: 1,
      error: { kind: 'permanent', problem: { where: { node: 'load', file: name } } },
    })
  })
})

describe('invalid workflows', () => {
  it.each([
    ['cycle.json', /depend on each other/],
    ['unknown-type.json', /polishing/],
    ['missing-setting.json', /No rules are set/],
  ])('%s is reported before a run', (name, message) => {
    const { ready, problems } = describeAt(`test/fixtures/workflows/${name}`)
    expect(ready).toBe(false)
    expect(problems.map(getSentence).join('\n')).toMatch(message)
  })

  it('not-json.json is rejected', () => {
    expect(readWorkflow(readFileSync(at('test/fixtures/workflows/not-json.json'), 'utf8')).workflow).toBeUndefined()
  })
})
