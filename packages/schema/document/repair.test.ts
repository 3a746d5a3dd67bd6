import { describe, expect, it } from 'vitest'
import { mergeWorkflows } from './merging/merge-workflows.ts'
import { repair } from './repair.ts'
import { chain } from './test-edits.ts'
import type { Workflow } from './workflow.ts'

describe('repair', () => {
  it('[D41] returns a valid document unchanged', () => {
    expect(repair(chain)).toEqual({ document: chain, removedEdges: [], problems: [] })
    expect(repair(chain).document).toBe(chain)
  })

  it('[D41] removes an edge to a missing node, and reports it', () => {
    const lost = { id: 'lost', source: 'a', target: 'gone' }
    const { document, removedEdges, problems } = repair({ ...chain, edges: [lost, ...chain.edges] })
    expect(document).toEqual(chain)
    expect(removedEdges).toEqual([lost])
    expect(problems).toMatchObject([
      { code: 'document.edge-removed', where: { edge: 'lost' }, params: { missing: ['gone'] } },
    ])
  })

  it('[D41] changes the second of two equal ids, and keeps both items', () => {
    const twice: Workflow = { ...chain, nodes: [...chain.nodes, { ...chain.nodes[0]!, id: 'a' }] }
    const { document, problems } = repair(twice)
    expect(document.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'a.2'])
    expect(problems).toMatchObject([{ code: 'document.duplicate-id' }])
  })

  it('[D41] is reported by a merge of invalid documents', () => {
    const lost = { ...chain, name: 'Lost', edges: [{ id: 'lost', source: 'a', target: 'gone' }] }
    const { document, problems } = mergeWorkflows(chain, lost, { ...chain, description: 'Theirs' })
    expect(document).toMatchObject({ name: 'Lost', description: 'Theirs', edges: [] })
    expect(problems.map(({ code }) => code)).toEqual(['document.edge-removed'])
  })
})
