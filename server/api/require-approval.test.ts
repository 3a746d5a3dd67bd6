import { assignStartData, describeWorkflow } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { requireApproval } from './require-approval.ts'

const catalog = createBuiltInCatalog()
const read = (steps: readonly object[]): Workflow => readWorkflow({ name: 'Chain', steps }).workflow!
const findErrors = (workflow: Workflow): string[] =>
  describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined }, workflows: {} })
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)

describe('a run that requires approval', () => {
  test('asks after each step that another step reads, once for each output', () => {
    const chain = requireApproval(read([{ type: 'loading' }, { type: 'preparing' }, { type: 'validation' }]), catalog)
    expect(chain.edges.map(({ source, target }) => `${source} → ${target}`)).toEqual([
      'step-1-approval → step-2',
      'step-2-approval → step-3',
      'step-1 → step-1-approval',
      'step-2 → step-2-approval',
    ])
    expect(findErrors(chain)).toEqual([])
  })

  test('asks after a single step, and leaves Approval nodes of the workflow as they are', () => {
    const single = requireApproval(read([{ type: 'loading' }]), catalog)
    expect(single.edges).toMatchObject([{ source: 'step-1', target: 'step-1-approval', targetHandle: 'value' }])
    const own = read([{ type: 'loading', require_approval: true }, { type: 'preparing' }])
    expect(requireApproval(own, catalog)).toBe(own)
  })
})

describe('a run with data', () => {
  test('gives the data to the first nodes of a workflow without a trigger', () => {
    const workflow = read([
      { id: 'first', type: 'delay' },
      { id: 'load', type: 'loading' },
      { id: 'second', type: 'delay', depends_on: ['first'] },
    ])
    const started = assignStartData(workflow, catalog, { order: 7 })
    const data = { kind: 'json', json: { order: 7 } }
    expect(started.inputs).toEqual({ trigger: { data }, first: { value: data } })
    expect(started.workflow.nodes.map(({ id }) => id)).toEqual(['first', 'load', 'second', 'trigger'])
    expect(started.problems).toEqual([])
  })

  test('gives it to the triggers of a workflow only', () => {
    const workflow = read([
      { id: 'start', type: 'trigger' },
      { id: 'wait', type: 'delay' },
    ])
    const started = assignStartData(workflow, catalog, 7)
    expect([Object.keys(started.inputs), started.workflow]).toEqual([['start'], workflow])
  })
})
