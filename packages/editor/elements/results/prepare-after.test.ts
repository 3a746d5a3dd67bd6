import { applyEdit, preparationPlanSchema, type Operation, type Workflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { testCatalogue } from '../../test-catalogue.ts'
import { mainJob } from '../../test-session.ts'
import { prepareAfter } from './prepare-after.ts'

const operations: Operation[] = [
  { op: 'set-cells', reason: 'It is a slip.', column: 'city', cells: [{ row: 2, from: 'Bnon', to: 'Bonn' }] },
]
let made = 0
const newId = (word: string): string => `${word}-${++made}`
const put = (document: Workflow, node: string): { document: Workflow; label: string } => {
  const action = prepareAfter(document, { node, port: 'table', operations }, { catalogue: testCatalogue, newId })!
  const { workflow, problems } = applyEdit(document, action.edit)
  expect(problems).toEqual([])
  return { document: workflow, label: action.label }
}
const ways = ({ edges }: Workflow): string[] => edges.map(({ source, target }) => `${source} ${target}`).toSorted()

it('inserts a Prepare node with the operations between a node and all readers of its table', () => {
  const { document } = put(mainJob(), 'load')
  const added = document.nodes.at(-1)!
  expect(added.type).toBe('preparing')
  expect(ways(document)).toEqual([`load ${added.id}`, 'prepare validate', `${added.id} prepare`, 'validate table'])
  const plan = preparationPlanSchema.parse(JSON.parse(String(added.data.config.plan)))
  expect(plan).toMatchObject({ target: 'generic', operations })
})

it('prepends the operations to an existing plan', () => {
  const { document } = put(mainJob(), 'load')
  const again = put(document, 'load')
  expect(again.document.nodes).toHaveLength(5)
  const plan = preparationPlanSchema.parse(JSON.parse(String(again.document.nodes.at(-1)!.data.config.plan)))
  expect(plan.operations.map(({ id }) => id)).toEqual(['set-cells', 'set-cells-2'])
})

it('does nothing for a removed node', () => {
  const where = { node: 'gone', port: 'table', operations }
  expect(prepareAfter(mainJob(), where, { catalogue: testCatalogue, newId })).toBeUndefined()
})
