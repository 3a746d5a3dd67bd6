import { error, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createNewNodeTracker, downgradeProblems, type NewNodeTracker } from './new-nodes.ts'

const documentOf = (...ids: string[]): Workflow => ({
  version: 1,
  name: 'x',
  status: 'draft',
  tags: [],
  settings: {},
  nodes: ids.map((id) => ({ id, type: 'filter', position: { x: 0, y: 0 }, data: { label: '', config: {} } })),
  edges: [],
})
const start = (...ids: string[]): NewNodeTracker => {
  const nodes = createNewNodeTracker(() => undefined)
  nodes.reset(documentOf(...ids))
  return nodes
}

describe('new nodes', () => {
  it('are those that were added, until they lose the selection', () => {
    const nodes = start('a')
    nodes.onDocumentChange(documentOf('a', 'b'))
    nodes.onSelectionChange(new Set(['b']))
    expect([...nodes.ids]).toEqual(['b'])
    nodes.onSelectionChange(new Set(['a']))
    expect([...nodes.ids]).toEqual([])
  })

  it('remain new while the user adds the next ones', () => {
    const nodes = start()
    nodes.onDocumentChange(documentOf('a'))
    nodes.onSelectionChange(new Set(['a']))
    nodes.onDocumentChange(documentOf('a', 'b'))
    nodes.onSelectionChange(new Set(['b']))
    expect([...nodes.ids]).toEqual(['a', 'b'])
    nodes.onSelectionChange(new Set())
    expect([...nodes.ids]).toEqual(['a'])
    nodes.onRun()
    expect([...nodes.ids]).toEqual([])
  })

  it('are not those of another workflow that is opened', () => {
    const nodes = start()
    nodes.onDocumentChange(documentOf('a', 'b', 'c'))
    expect([...nodes.ids]).toEqual([])
    nodes.onDocumentChange(documentOf('d', 'e', 'f', 'g'))
    expect([...nodes.ids]).toEqual([])
  })

  it('have notes instead of problems', () => {
    const problems = ['a', 'b'].map((node) => error('http.no-url', {}, { where: { node } }))
    const description: WorkflowDescription = {
      nodes: Object.fromEntries(
        problems.map((problem) => [
          problem.where!.node!,
          { inputs: {}, outputs: {}, summary: '', problems: [problem] },
        ]),
      ),
      problems,
      ready: false,
    }
    const ids = new Set(['b'])
    const shown = downgradeProblems(description, ids)
    expect(shown?.problems.map(({ severity }) => severity)).toEqual(['error', 'info'])
    expect(shown?.nodes['b']?.problems[0]?.severity).toBe('info')
    expect(shown?.nodes['a']).toBe(description.nodes['a'])
    expect(downgradeProblems(description, ids)).toBe(shown)
  })
})
