import { applyEdit, type Workflow } from '@aw-flow/schema'
import { preparationPlanSchema, type Operation } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { testCatalog } from '../../../test-catalog.ts'
import { mainJob } from '../../../test-session.ts'
import { parsePlanOperations, findDownstreamPlans, createPrepareEdit } from './create-prepare-edit.ts'

const operations: Operation[] = [
  { op: 'set-cells', reason: 'It is a slip.', column: 'city', cells: [{ row: 2, from: 'Bnon', to: 'Bonn' }] },
]
let idCount = 0
const newId = (word: string): string => `${word}-${++idCount}`
const insert = (document: Workflow, node: string): { document: Workflow; label: string } => {
  const action = createPrepareEdit(document, { node, port: 'table', operations }, { catalog: testCatalog, newId })!
  const { workflow, problems } = applyEdit(document, action.edit)
  expect(problems).toEqual([])
  return { document: workflow, label: action.label }
}
const listEdges = ({ edges }: Workflow): string[] => edges.map(({ source, target }) => `${source} ${target}`).toSorted()

it('inserts a Prepare node with the operations between a node and all readers of its table', () => {
  const { document } = insert(mainJob(), 'load')
  const added = document.nodes.at(-1)!
  expect(added.type).toBe('preparing')
  expect(listEdges(document)).toEqual([`load ${added.id}`, 'prepare validate', `${added.id} prepare`, 'validate table'])
  const plan = preparationPlanSchema.parse(JSON.parse(String(added.data.config.plan)))
  expect(plan).toMatchObject({ target: 'generic', operations })
})

it('places the new node where it covers no other one', () => {
  const { document } = insert(mainJob(), 'load')
  const { position } = document.nodes.at(-1)!
  for (const { position: other } of mainJob().nodes)
    expect(Math.abs(other.x - position.x) >= 260 || Math.abs(other.y - position.y) >= 160).toBe(true)
})

it('places the new node beside a node without readers, where the results do not cover it', () => {
  const { position } = insert(mainJob(), 'table').document.nodes.at(-1)!
  expect(position.y).toBe(mainJob().nodes.find(({ id }) => id === 'table')!.position.y)
})

it('prepends the operations to an existing plan', () => {
  const { document } = insert(mainJob(), 'load')
  const again = insert(document, 'load')
  expect(again.document.nodes).toHaveLength(5)
  const plan = preparationPlanSchema.parse(JSON.parse(String(again.document.nodes.at(-1)!.data.config.plan)))
  expect(plan.operations.map(({ id }) => id)).toEqual(['set-cells', 'set-cells-2'])
})

it('sets cells before values are mapped, and both before rows are compared', () => {
  const where = { node: 'load', port: 'table' }
  const options = { catalog: testCatalog, newId }
  const more: Operation[][] = [
    [{ op: 'deduplicate', reason: '', columns: [], keep: 'first' }],
    [{ op: 'map-values', reason: '', column: 'city', values: [{ from: 'Bnon', to: 'Bonn' }], others: 'keep' }],
    operations,
  ]
  let document = mainJob()
  for (const added of more)
    document = applyEdit(document, createPrepareEdit(document, { ...where, operations: added }, options)!.edit).workflow
  const plans = findDownstreamPlans(document, where, testCatalog)
  expect(plans.flatMap(parsePlanOperations).map(({ op }) => op)).toEqual(['set-cells', 'map-values', 'deduplicate'])
})

it('does nothing for a removed node', () => {
  const where = { node: 'gone', port: 'table', operations }
  expect(createPrepareEdit(mainJob(), where, { catalog: testCatalog, newId })).toBeUndefined()
})
