import { applyEdit } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { testCatalog } from '../../../test-catalog.ts'
import { mainJob } from '../../../test-session.ts'
import { createInsertNodeEdit, createInsertSqlEdit } from './create-insert-node-edit.ts'

let count = 0
const options = { catalog: testCatalog, newId: (word: string): string => `${word}-${++count}` }

it('connects the new node between the table and all of its readers, and its undo restores the document', () => {
  const document = mainJob()
  const type = testCatalog.find((candidate) => candidate.type === 'validation')!
  const output = { node: 'load', port: 'table' }
  const action = createInsertNodeEdit(document, output, { type, config: { schema: {} }, input: 'table' }, options)!
  const { workflow, inverse, problems } = applyEdit(document, action.edit)
  expect(problems).toEqual([])
  const added = workflow.nodes.at(-1)!
  expect(added.data.config).toMatchObject({ schema: {} })
  expect(workflow.edges.map(({ source, target }) => `${source} ${target}`)).toContain(`${added.id} prepare`)
  expect(workflow.edges.map(({ source, target }) => `${source} ${target}`)).not.toContain('load prepare')
  expect(applyEdit(workflow, inverse!).workflow).toEqual(document)
})

it('inserts nothing after a removed node, or without SQL nodes', () => {
  const type = testCatalog[0]!
  const removed = { node: 'gone', port: 'table' }
  expect(createInsertNodeEdit(mainJob(), removed, { type, config: {}, input: 'table' }, options)).toBeUndefined()
  expect(createInsertSqlEdit(mainJob(), { node: 'load', port: 'table' }, 'SELECT 1', options)).toBeUndefined()
})
