import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createNodeTypeTexts, nodeTypeMessages, ownTexts } from './node-type-texts.ts'

const check: NodeType = {
  type: 'check',
  version: 1,
  family: 'data-agents',
  title: 'Check',
  description: 'Checks a table.',
  icon: 'shield-check',
  inputs: [{ name: 'table', type: 'table', label: 'Table' }],
  outputs: [{ name: 'bare', type: 'json' }],
  settings: {
    type: 'object',
    properties: {
      maxRows: { type: 'integer', description: 'Rows to check.' },
      on: { enum: ['error', 'GET'], title: 'When', labels: { error: 'Errors' } },
      rules: {
        type: 'array',
        items: { type: 'object', properties: { column: { type: 'string', title: 'Column' } } },
      },
      plan: { format: 'load-plan', title: 'Plan', properties: { hidden: { type: 'string' } } },
    },
  },
  defaults: {},
}
const codes = {
  'type.any.output.error': 'Error',
  'type.any.output.table': 'Table',
  'type.any.output.value': 'Value',
  'type.check.title': 'Check',
  'type.check.description': 'Checks a table.',
  'type.check.input.table': 'Table',
  'type.check.setting.maxRows': 'Max rows',
  'type.check.help.maxRows': 'Rows to check.',
  'type.check.setting.on': 'When',
  'type.check.choice.on.error': 'Errors',
  'type.check.setting.rules': 'Rules',
  'type.check.setting.rules.column': 'Column',
  'type.check.setting.plan': 'Plan',
}

it('lists the texts of a node type by code, in English', () => {
  expect(nodeTypeMessages([check])).toEqual(codes)
})

it('replaces every text that the language has, and keeps the others', () => {
  const german: Record<string, string> = Object.fromEntries(Object.keys(codes).map((code) => [code, `⟦${code}⟧`]))
  const texts = createNodeTypeTexts((code) => german[code])
  const localized = texts.type(check)
  expect(nodeTypeMessages([localized])).toMatchObject(
    Object.fromEntries(Object.entries(german).filter(([code]) => !code.startsWith('type.any'))),
  )
  expect(localized.outputs).toEqual(check.outputs)
  expect(localized).toMatchObject({ settings: { properties: { on: { enum: ['error', 'GET'] } } } })
  expect(createNodeTypeTexts(() => undefined).type(check)).toEqual(check)
  const types = [check]
  expect(texts.types(types)).toBe(texts.types(types))
})

it('replaces the labels of ports that a node has because of its settings, without changing the description', () => {
  const ports = {
    inputs: [...check.inputs],
    outputs: [
      { name: 'error', type: 'json' as const, label: 'Error' },
      { name: 'part12', type: 'json' as const, label: 'Part 12' },
      { name: 'case1', type: 'json' as const, label: 'as a person wrote it' },
      { name: 'orders', type: 'json' as const, label: 'orders' },
    ],
  }
  const described = { summary: '', problems: [], inputs: {}, outputs: {}, ports }
  const description: WorkflowDescription = { ready: true, problems: [], nodes: { a: described, gone: described } }
  const workflow = { nodes: [{ id: 'a', type: 'check' }] } as unknown as Workflow
  const german: Record<string, string> = {
    'type.any.output.error': 'Fehler',
    'type.check.output.part': 'Teil',
    'type.check.output.case': 'Fall',
    'type.check.output.orders': 'Bestellungen',
  }
  const texts = createNodeTypeTexts(
    (code, _, { number = '' } = {}) => german[code] && `${german[code]} ${String(number)}`,
  )
  const localized = texts.description(description, workflow)
  const labels = localized.nodes.a?.ports?.outputs.map(({ label }) => label?.trim())
  expect(labels).toEqual(['Fehler', 'Teil 12', 'as a person wrote it', 'orders'])
  expect(localized.nodes.gone?.ports?.outputs[0]?.label).toBe('Error')
  expect(texts.description(description, workflow)).toBe(localized)
  expect(ownTexts.description(description, workflow)).toBe(description)
  expect(ports.outputs[0]?.label).toBe('Error')
})

it('names ports in problems by their labels in the language', () => {
  const texts = createNodeTypeTexts((code) => (code === 'type.check.input.table' ? 'Tabelle' : undefined))
  const problem = {
    code: 'node.missing-input',
    severity: 'error' as const,
    params: { port: 'Table', node: 'Check' },
    where: { node: 'a', port: 'table' },
  }
  const node = { id: 'a', type: 'check', position: { x: 0, y: 0 }, data: { label: '', config: {} } }
  const document = {
    version: 1,
    name: '',
    status: 'draft',
    tags: [],
    settings: {},
    nodes: [node],
    edges: [],
  } as Workflow
  const description: WorkflowDescription = {
    nodes: { a: { inputs: {}, outputs: {}, summary: '', problems: [problem] } },
    problems: [problem],
    ready: false,
  }
  const localized = texts.description(description, document)
  const expected = { ...problem, params: { port: 'Tabelle', node: 'Check' } }
  expect([localized.nodes['a']?.problems, localized.problems]).toEqual([[expected], [expected]])
})
