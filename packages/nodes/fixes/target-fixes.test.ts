import type { HostFunction } from '@aw-flow/engine'
import { applyEdit, error, type Config, type Edit, type Json, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { toolSchema } from '../agents/agent-settings.ts'
import { findFunctionTraits, findToolTraits } from '../agents/tool-traits.ts'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import { proposeFixes } from './propose-fixes.ts'
import type { ProposedFix } from './proposed-fix.ts'

const catalog = createBuiltInCatalog()
const open = '{{input.value.to}}'
const mail = (to: string): [string, Config] => ['email', { secret: 'mail', from: 'me@example.com', to }]
const sender = (name = 'Sender') => createWorkflow({ first: mail(open), second: mail('all@example.com') }, [], { name })
const nested = (document: Workflow) => createWorkflow({ inner: ['sub_workflow', { document: document as never }] }, [])

const transfer: HostFunction = {
  name: 'transfer',
  description: '',
  parameters: { type: 'object', properties: { to: { type: 'string' }, amount: { type: 'number' } } },
  reads: [],
  effects: 'external',
  targets: ['to'],
}

function propose(tool: Config, workflows: Record<string, Workflow> = {}) {
  const tools = [
    { name: 'query', kind: 'sql' },
    { name: 'act', approval: 'never', ...tool },
  ]
  const workflow = createWorkflow({ ask: ['agent', { prompt: 'Go', tools: tools as never }] }, [])
  const problem = error('agent.unapproved-effect', { tool: 'act' }, { where: { node: 'ask', setting: 'tools' } })
  const fixes = proposeFixes({
    workflow,
    problem,
    description: { nodes: {} },
    catalog,
    workflows,
    functions: [transfer],
  })
  const fix = fixes.find(({ fields }) => fields)
  return { workflow, fix }
}

/** Applies a fix with a string for each of its fields, and returns the tool. */
function apply(workflow: Workflow, { edit, fields = [] }: ProposedFix, text: string) {
  const value = fields.reduce((current, { path }) => setItem(current, path, text), (edit as { value: Json }).value)
  const applied = applyEdit(workflow, { ...edit, value } as Edit)
  expect(applied.problems).toEqual([])
  return toolSchema.parse((applied.workflow.nodes[0]!.data.config.tools as Json[])[1])
}

function setItem(value: Json, [key, ...rest]: readonly string[], item: Json): Json {
  if (key === undefined) return item
  const copy = structuredClone(value) as Record<string, Json>
  // Each path leads to a string that exists, as the form expects.
  expect(copy).toHaveProperty([key])
  copy[key] = setItem(copy[key]!, rest, item)
  return copy
}

describe('the target of a tool', () => {
  it.each<[string, Config, Record<string, Workflow>, string[]]>([
    ['a node', { use: 'http_request', config: { url: `https://a.example/${open}` } }, {}, ['url']],
    ['two settings of a node', { use: 'email', config: { to: open, cc: `x@a.example, ${open}` } }, {}, ['to', 'cc']],
    ['a workflow', { kind: 'workflow', config: sender() as never }, {}, ['first to']],
    ['a workflow by name', { kind: 'workflow', use: 'Sender' }, { Sender: sender() }, ['first to']],
    ['a sub-workflow node', { use: 'sub_workflow', config: { document: sender() as never } }, {}, ['first to']],
    ['a workflow in a workflow', { kind: 'workflow', config: nested(sender()) as never }, {}, ['first to']],
    [
      'a sub-agent',
      { use: 'agent', config: { tools: [{ name: 'm', approval: 'never', use: 'email', config: { to: open } }] } },
      {},
      ['to'],
    ],
  ])('is fixed in the form for %s', (_name, tool, workflows, labels) => {
    const { workflow, fix } = propose(tool, workflows)
    expect(fix?.fields!.map(({ node, setting }) => [node, setting].filter(Boolean).join(' '))).toEqual(labels)
    const context = { getNodeType: catalog.get, findWorkflow: (name: string) => workflows[name] }
    const before = toolSchema.parse((workflow.nodes[0]!.data.config.tools as Json[])[1])
    expect(findToolTraits(before, context).hasFixedTarget).toBe(false)
    const after = apply(workflow, fix!, 'team@example.com')
    expect(findToolTraits(after, context).hasFixedTarget).toBe(true)
    expect(JSON.stringify(after)).toContain('team@example.com')
  })

  it('is an argument of a function, which the model no longer chooses', () => {
    const { workflow, fix } = propose({ kind: 'function', use: 'transfer', config: { amount: 3 } })
    expect(fix).toMatchObject({
      change: { code: 'fix.target', params: { tool: 'act' } },
      fields: [{ type: '', setting: 'to', path: ['1', 'config', 'to'], value: '' }],
    })
    const tool = apply(workflow, fix!, 'DE02')
    expect(tool.config).toEqual({ amount: 3, to: 'DE02' })
    expect(findFunctionTraits(transfer, tool)).toMatchObject({ hasFixedTarget: true, target: 'transfer DE02' })
  })

  it('is an argument of an MCP tool that a person has named', () => {
    const config = { tool: 'write', targets: ['to', 'cc'], arguments: { cc: 'all@example.com' } }
    const { workflow, fix } = propose({ kind: 'mcp', use: 'Tickets', config })
    expect(fix?.fields).toEqual([{ type: '', setting: 'to', path: ['1', 'config', 'arguments', 'to'], value: '' }])
    const tool = apply(workflow, fix!, 'team@example.com')
    expect(tool.config).toEqual({ ...config, arguments: { cc: 'all@example.com', to: 'team@example.com' } })
    expect(findToolTraits(tool, { getNodeType: catalog.get })).toMatchObject({
      hasFixedTarget: true,
      target: 'Tickets write team@example.com all@example.com',
    })
  })

  it('is fixed in a copy of a workflow that the tool names, and the text says so', () => {
    const { fix } = propose({ kind: 'workflow', use: 'Sender' }, { Sender: sender() })
    expect(fix!.change).toEqual({ code: 'fix.target-copy', params: { workflow: 'Sender' } })
  })

  it.each<[string, Config]>([
    ['an MCP tool, whose targets are unknown', { kind: 'mcp', use: 'Tickets', config: { tool: 'create' } }],
    ['a function that declares none', { kind: 'function', use: 'other' }],
    ['a workflow that is missing', { kind: 'workflow', use: 'Missing' }],
    [
      'a workflow with another effect that has no target',
      { kind: 'workflow', config: createWorkflow({ a: mail(open), b: ['mcp_tool', {}] }, []) as never },
    ],
  ])('cannot be fixed in the form for %s', (_name, tool) => {
    expect(propose(tool).fix).toBe(undefined)
  })
})
