import { expect, it } from 'vitest'
import { applyEdit } from './apply-edit.ts'
import { freezeInDevelopment } from './freeze-in-development.ts'
import { readWorkflow } from './read-workflow.ts'

const source = {
  version: 1,
  name: 'Sales',
  nodes: [{ id: 'a', type: 'filter', position: { x: 0, y: 0 }, data: { label: 'A', config: { rules: [{ at: 1 }] } } }],
  edges: [],
}

it('[D7] deeply freezes the result of readWorkflow', () => {
  const { workflow } = readWorkflow(source)
  const rules = workflow!.nodes[0]!.data.config.rules as { at: number }[]
  expect(() => (workflow!.nodes as unknown[]).push({})).toThrow(TypeError)
  expect(() => (rules[0]!.at = 2)).toThrow(TypeError)
})

it('[D7] freezes the result of applyEdit, also of a document that was not frozen', () => {
  const { workflow: read } = readWorkflow(source)
  const before = structuredClone(read!)
  const { workflow } = applyEdit(before, { type: 'set-config', id: 'a', path: ['limit'], value: { rows: 5 } })
  expect(() => ((workflow.nodes[0]!.data.config.limit as { rows: number }).rows = 6)).toThrow(TypeError)
  expect(() => (workflow.nodes[0]!.data.config.more = 1)).toThrow(TypeError)
})

it('[D7] freezes nothing in production', () => {
  const document = { nodes: [{ id: 'a' }] }
  expect(Object.isFrozen(freezeInDevelopment(document, false).nodes[0])).toBe(false)
  expect(Object.isFrozen(freezeInDevelopment(document, true).nodes[0])).toBe(true)
})
