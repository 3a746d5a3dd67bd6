import {
  createEmptyWorkflow,
  type Json,
  type NodeType,
  type WaitingNode,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createNodeTypeTranslator, getNodeTypeMessages } from './node-type-texts.ts'
import { identityTranslator } from './node-type-translator.ts'

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
  expect(getNodeTypeMessages([check])).toEqual(codes)
})

it('replaces every text that the language has, and keeps the others', () => {
  const german: Record<string, string> = Object.fromEntries(Object.keys(codes).map((code) => [code, `⟦${code}⟧`]))
  const texts = createNodeTypeTranslator((code) => german[code])
  const localized = texts.translateType(check)
  expect(getNodeTypeMessages([localized])).toMatchObject(
    Object.fromEntries(Object.entries(german).filter(([code]) => !code.startsWith('type.any'))),
  )
  expect(localized.outputs).toEqual(check.outputs)
  expect(localized).toMatchObject({ settings: { properties: { on: { enum: ['error', 'GET'] } } } })
  expect(createNodeTypeTranslator(() => undefined).translateType(check)).toEqual(check)
  const types = [check]
  expect(texts.translateTypes(types)).toBe(texts.translateTypes(types))
})

it('translates the label of a node only if it is the title of its type', () => {
  const texts = createNodeTypeTranslator((code) => (code === 'type.check.title' ? 'Prüfen' : undefined))
  const node = (label: string) => ({ type: 'check', data: { label, config: {} } })
  expect(texts.getLabel(node('Check'))).toBe('Check')
  texts.translateTypes([check])
  expect(['Check', 'Check 2', 'Mine', ''].map((label) => texts.getLabel(node(label)))).toEqual([
    'Prüfen',
    'Check 2',
    'Mine',
    '',
  ])
  expect(identityTranslator.getLabel(node('Check'))).toBe('Check')
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
  const texts = createNodeTypeTranslator(
    (code, _, { number = '' } = {}) => german[code] && `${german[code]} ${String(number)}`,
  )
  const localized = texts.translateDescription(description, workflow)
  const labels = localized.nodes.a?.ports?.outputs.map(({ label }) => label?.trim())
  expect(labels).toEqual(['Fehler', 'Teil 12', 'as a person wrote it', 'orders'])
  expect(localized.nodes.gone?.ports?.outputs[0]?.label).toBe('Error')
  expect(texts.translateDescription(description, workflow)).toBe(localized)
  expect(identityTranslator.translateDescription(description, workflow)).toBe(description)
  expect(ports.outputs[0]?.label).toBe('Error')
})

it('names ports and settings in problems by their labels in the language', () => {
  const german: Record<string, string> = {
    'type.check.input.table': 'Tabelle',
    'type.check.setting.rules': 'Regeln',
    'type.check.setting.rules.column': 'Spalte',
  }
  const texts = createNodeTypeTranslator((code) => german[code])
  const setting = 'rules.0.column'
  const invalid = {
    code: 'node.invalid-setting',
    severity: 'error' as const,
    params: { setting, node: 'Check' },
    where: { node: 'a', setting },
  }
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
    nodes: { a: { inputs: {}, outputs: {}, summary: '', problems: [problem, invalid] } },
    problems: [problem],
    ready: false,
  }
  const localized = texts.translateDescription(description, document)
  const expected = { ...problem, params: { port: 'Tabelle', node: 'Check' } }
  const titled = { ...invalid, params: { setting: 'Regeln › 1 › Spalte', node: 'Check' } }
  expect([localized.nodes['a']?.problems, localized.problems]).toEqual([[expected, titled], [expected]])
})

it('translates the description of a type where it describes a node with invalid settings', () => {
  const texts = createNodeTypeTranslator((code) =>
    code === 'type.check.description' ? 'Prüft eine Tabelle.' : undefined,
  )
  texts.translateType(check)
  const place = { type: 'check', position: { x: 0, y: 0 }, data: { label: '', config: {} } }
  const nodes = [
    { ...place, id: 'invalid' },
    { ...place, id: 'valid' },
  ]
  const described = { inputs: {}, outputs: {}, problems: [] }
  const { nodes: localized } = texts.translateDescription(
    {
      nodes: { invalid: { ...described, summary: check.description }, valid: { ...described, summary: 'By a person' } },
      problems: [],
      ready: false,
    },
    { ...createEmptyWorkflow('Checks'), nodes },
  )
  expect([localized.invalid?.summary, localized.valid?.summary]).toEqual(['Prüft eine Tabelle.', 'By a person'])
})

describe('default texts', () => {
  const approval: NodeType = {
    ...check,
    type: 'approval',
    settings: {
      type: 'object',
      properties: {
        message: { type: 'string', format: 'multiline', default: 'Review this and approve it.' },
        after: { enum: ['Reject it', 'Approve it'], default: 'Reject it' },
      },
    },
    defaults: { message: 'Review this and approve it.', after: 'Reject it' },
  }
  const german = createNodeTypeTranslator((code) =>
    code === 'type.approval.default.message' ? 'Bitte prüfen.' : undefined,
  )
  const place = { position: { x: 0, y: 0 }, type: 'approval' }
  const workflow = (config: Record<string, string>): Workflow => ({
    ...createEmptyWorkflow('Ask'),
    nodes: [{ ...place, id: 'ask', data: { label: '', config } }],
  })

  it('are those of the language in new nodes and in settings without a value', () => {
    expect(getNodeTypeMessages([approval])).toHaveProperty(
      'type.approval.default.message',
      'Review this and approve it.',
    )
    expect(Object.keys(getNodeTypeMessages([approval]))).not.toContain('type.approval.default.after')
    expect(german.translateType(approval)).toMatchObject({
      defaults: { message: 'Bitte prüfen.', after: 'Reject it' },
      settings: { properties: { message: { default: 'Bitte prüfen.' } } },
    })
  })

  it('are shown on the canvas in the language, and stored texts unchanged', () => {
    const summaryOf = (config: Record<string, string>): unknown => {
      const params = { message: 'Review this and approve it.', hours: 0, after: 'reject' }
      const ask = { inputs: {}, outputs: {}, problems: [], summary: { code: 'approval.summary', params } }
      const summary = german.translateDescription({ nodes: { ask }, problems: [], ready: true }, workflow(config)).nodes
        .ask?.summary
      return typeof summary === 'object' && summary.params?.message
    }
    expect(summaryOf({})).toBe('Bitte prüfen.')
    expect(summaryOf({ message: 'Review this and approve it.' })).toBe('Review this and approve it.')
  })

  it('are shown by an approval in the language, even inside a sub-workflow, and stored texts unchanged', () => {
    const waitingOf = (node: string, scope?: string[]): WaitingNode => ({
      node,
      ...(scope ? { scope } : {}),
      waitFor: { kind: 'approval', digest: 'd', shown: { message: 'Review this and approve it.', value: null } },
    })
    const shown = (waiting: WaitingNode, document: Workflow): unknown => {
      const { waitFor } = german.translateWaitingNode(waiting, document)
      return waitFor.kind === 'approval' && waitFor.shown
    }
    expect(shown(waitingOf('ask'), workflow({}))).toEqual({ message: 'Bitte prüfen.', value: null })
    const stored = waitingOf('ask')
    expect(german.translateWaitingNode(stored, workflow({ message: 'Review this and approve it.' }))).toBe(stored)
    const config = { document: workflow({}) as unknown as Json }
    const outer = {
      ...workflow({}),
      nodes: [{ ...place, type: 'sub_workflow', id: 'sub', data: { label: '', config } }],
    }
    const inner = waitingOf('ask', ['sub#2'])
    expect(shown(inner, outer)).toMatchObject({ message: 'Bitte prüfen.' })
    expect(german.translateWaitingNode(inner, outer)).toBe(german.translateWaitingNode(inner, outer))
    expect(identityTranslator.translateWaitingNode(inner, outer)).toBe(inner)
  })
})
