import { renderText } from './render-text.ts'
import { renderProblem } from './render-problem.ts'
import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, WorkflowDescription } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { translatedSession } from './translated-session.ts'

const german: Readonly<Record<string, string>> = { Table: 'Tabelle', Error: 'Fehler', Check: 'Prüfen' }
const translated = (text: string): string => german[text] ?? text

const check: NodeType = {
  type: 'check',
  version: 1,
  family: 'data-agents',
  title: 'Check',
  description: 'Checks a table.',
  icon: 'shield-check',
  inputs: [{ name: 'table', type: 'table', label: 'Table' }],
  outputs: [],
  settings: {},
  defaults: {},
}

const nodeType = (type: NodeType): NodeType => ({
  ...type,
  title: translated(type.title),
  inputs: type.inputs.map((port) => ({ ...port, label: translated(port.label ?? '') })),
  outputs: type.outputs.map((port) => ({ ...port, label: translated(port.label ?? '') })),
})

it('says also the ports that a node has by its settings, and keeps the object as long as nothing changes', () => {
  const description: WorkflowDescription = {
    ready: true,
    problems: [],
    nodes: {
      a: {
        summary: 'Checks 3 columns.',
        problems: [],
        inputs: {},
        outputs: {},
        ports: { inputs: check.inputs.slice(), outputs: [{ name: 'error', type: 'json', label: 'Error' }] },
      },
      gone: {
        summary: '',
        problems: [],
        inputs: {},
        outputs: {},
        ports: { inputs: check.inputs.slice(), outputs: [] },
      },
    },
  }
  const current = { nodes: [{ id: 'a', type: 'check' }] }
  const session = { engine: { catalogue: [check] }, document: { current, description }, runs: {}, problems: {} }
  const said = translatedSession(session as unknown as WorkflowSession, {
    nodeType,
    problem: (problem) => renderProblem(problem, renderText),
    summary: (_, summary) => summary,
  })
  const labels = (node: string): unknown[] => {
    const { inputs = [], outputs = [] } = said.document.description?.nodes[node]?.ports ?? {}
    return [...inputs, ...outputs].map(({ name, label }) => [name, label])
  }
  expect(labels('a')).toEqual([['table', 'Tabelle'], ['error', 'Fehler']]) // oxfmt-ignore
  expect(labels('gone')).toEqual([['table', 'Table']])
  expect(said.document.description).toBe(said.document.description)
  expect(description.nodes.a?.ports?.outputs[0]?.label).toBe('Error')
})
