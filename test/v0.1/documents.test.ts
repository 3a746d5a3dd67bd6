import { describeWorkflow, planWorkflow } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { readWorkflow, type Workflow, unwrap } from '@aw-flow/schema'
import {
  loadReportSchema,
  parseByFileName,
  preparationPlanSchema,
  readExportedVersions,
  validationReportSchema,
} from '@aw-flow/schema/internal'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'
import { fixture, fixtureJson, orders, runJson, nodeStates, temporaryFolder } from './fixtures.ts'

/** Documents and exported files of v0.1 open, display and run. */

const catalog = createBuiltInCatalog()
const temporary = temporaryFolder()
const names = readdirSync(fixture('documents')).filter((name) => name !== 'bundle.json')
const document = (name: string): string => fixture(`documents/${name}.json`)
const readDocument = async (name: string): Promise<Workflow> =>
  readWorkflow(await fixtureJson(`documents/${name}.json`)).workflow!

/** A document without its format version, which a migration may increase. */
const contentOf = ({ version: _version, exported: _versions, ...content }: Record<string, unknown>): unknown => content

test.each(names)('%s opens completely', async (name) => {
  const text = await readFile(fixture(`documents/${name}`), 'utf8')
  const json = unwrap(await parseByFileName(name, text))
  const { workflow, problems } = readWorkflow(json)
  expect(problems).toEqual([])
  expect(contentOf({ ...workflow })).toEqual(contentOf(json as Record<string, unknown>))
  const out = temporary.path(`${name}.again.json`)
  expect((await aw('import', fixture(`documents/${name}`), '--out', out)).exit).toBe(0)
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(workflow)
})

test('a file of several workflows opens each of them', async () => {
  const list = (await fixtureJson('documents/bundle.json')) as unknown[]
  const read = list.map((one) => readWorkflow(one))
  expect(read.map(({ workflow }) => workflow?.name)).toEqual(['Loops', 'Approve the orders'])
  expect(read.flatMap(({ problems }) => problems)).toEqual([])
})

test('a file with versions opens each of them', async () => {
  const versions = readExportedVersions(await readFile(document('with-versions'), 'utf8'))
  expect(versions.map(({ name, at, workflow }) => [name, at, workflow.nodes.length])).toEqual([
    ['First', Date.UTC(2026, 10, 20), 2],
    [undefined, Date.UTC(2026, 10, 21), 7],
  ])
})

test('every node type of the documents is known in the version that v0.1 had, with valid settings', async () => {
  const context = { findPreview: () => undefined }
  const inside = await readDocument('inside')
  for (const name of names.filter((one) => !/with-problems|inside|yaml/.test(one))) {
    const workflow = readWorkflow(await fixtureJson(`documents/${name}`)).workflow!
    const options = { workflows: { inside } }
    expect([name, planWorkflow(workflow, catalog, options).problems]).toEqual([name, []])
    const described = describeWorkflow(workflow, { catalog, context, ...options })
    expect([name, described.problems.filter(({ severity }) => severity === 'error')]).toEqual([name, []])
  }
})

test('a document with problems opens and displays them at their places', async () => {
  const workflow = await readDocument('with-problems')
  const context = { findPreview: () => undefined, hasDataset: () => false }
  const { problems } = describeWorkflow(workflow, { catalog, context })
  const found = problems.map(({ code, where }) => [code, where?.node])
  expect(found).toEqual(
    expect.arrayContaining([
      ['load.dataset-missing', 'orders'],
      ['node.unknown-type', 'gone'],
      ['sub-workflow.missing', 'named'],
    ]),
  )
})

describe('a document runs', () => {
  const run = async (name: string) => {
    const out = temporary.path(`${name}.csv`)
    const ran = await runJson(document(name), '--input', orders, '--out', out)
    return { ...ran, csv: await readFile(out, 'utf8').catch(() => '') }
  }

  test('table nodes', async () => {
    expect(await run('table-nodes')).toMatchObject({ exit: 0, status: 'completed', csv: 'orders,net\n6,241.08\n' })
  })

  test('loading by a saved load plan', async () => {
    const ran = await run('saved-load-plan')
    expect(ran).toMatchObject({ exit: 0, status: 'completed' })
    expect(ran.csv.split('\n').slice(0, 4)).toEqual([
      'id,customer,city,amount,ordered',
      '1,Ada,Oslo,12.5,2024-01-03',
      '2,Ben,Bergen,7.0,2024-01-04',
      '3,Cleo,Oslo,,2024-01-09',
    ])
    const saved = (await readDocument('saved-load-plan')).nodes[0]!.data.config.plan
    expect(ran.reports[0]!.report.plan).toEqual((saved as { plan: unknown }).plan)
  })

  test('a preparation plan', async () => {
    const ran = await run('preparation-plan')
    expect(ran).toMatchObject({ exit: 0, status: 'completed' })
    expect(ran.csv.split('\n').slice(0, 2)).toEqual([
      'id,amount,city=Bergen,city=Oslo,city=Tromsø,city=bergen (2),amount missing,ordered seconds',
      '0.0,0.03160040774719674,0,1,0,0,0,0.0',
    ])
  })

  test('a validation schema, with the nodes after a failure', async () => {
    const ran = await run('validation-schema')
    expect(ran).toMatchObject({ exit: 1, status: 'completed', valid: false })
    expect(nodeStates(ran)).toEqual({ orders: 'completed', check: 'failed', table: 'skipped', failed: 'completed' })
  })

  test('sub-workflows, inside and by name', async () => {
    const ran = await run('sub-workflow')
    expect(ran).toMatchObject({ exit: 0, status: 'completed' })
    expect(ran.csv.trim().split('\n')).toHaveLength(7)
  })

  test('loops', async () => {
    const ran = await run('loop')
    expect(ran).toMatchObject({ exit: 0, status: 'completed' })
    expect(new Set(Object.values(nodeStates(ran)))).toEqual(new Set(['completed']))
  })

  test('modes of groups and nodes', async () => {
    const ran = await run('notes-and-groups')
    expect(nodeStates(ran)).toEqual({ orders: 'completed', off: 'skipped', table: 'skipped' })
  })

  test('an approval waits', async () => {
    const ran = await run('approval')
    expect(ran).toMatchObject({ exit: 1, status: 'waiting' })
    expect(nodeStates(ran)).toMatchObject({ orders: 'completed', approve: 'waiting', table: 'pending' })
  })

  test('triggers', async () => {
    const ran = await runJson(document('triggers'))
    expect(ran).toMatchObject({ exit: 0, status: 'completed' })
  })
})

describe('exported files open', () => {
  test('reports', async () => {
    const load = await fixtureJson('exports/load-report.json')
    const validation = await fixtureJson('exports/validation-report.json')
    const loaded = loadReportSchema.safeParse(load)
    const validated = validationReportSchema.safeParse(validation)
    expect([loaded.error, validated.error]).toEqual([undefined, undefined])
    expect(loaded.data).toMatchObject(load as object)
    expect(validated.data).toMatchObject(validation as object)
  })

  test.each([
    ['preparation-plan', 11],
    ['ml-plan', 11],
    ['repair-plan', 11],
  ])('%s is applied', async (name, rows) => {
    const plan = await fixtureJson(`exports/${name}.json`)
    expect(preparationPlanSchema.safeParse(plan).error).toBeUndefined()
    const out = temporary.path(`${name}.csv`)
    const { exit, stderr } = await aw('prepare', orders, '--apply', fixture(`exports/${name}.json`), '--out', out)
    expect([exit, stderr]).toEqual([0, ''])
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(rows + 1)
  })

  test('the inverse plan restores the original values', async () => {
    const [prepared, back] = [temporary.path('prepared.csv'), temporary.path('back.csv')]
    await aw('prepare', orders, '--apply', fixture('exports/ml-plan.json'), '--out', prepared)
    const { exit } = await aw('prepare', prepared, '--apply', fixture('exports/inverse-plan.json'), '--out', back)
    expect(exit).toBe(0)
    const text = await readFile(back, 'utf8')
    expect(text.split('\n')[0]).toContain('amount')
    expect(text).toContain('Tromsø')
    expect(text).toContain('31.25')
  })

  test('a schema of tables', async () => {
    const checked = await aw('validate', orders, '--schema', fixture('exports/schema.json'), '--json')
    expect(checked.exit).toBe(1)
    expect(checked.out).toContain('"valid": false')
  })
})
