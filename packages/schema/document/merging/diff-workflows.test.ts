import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from '../apply-edit.ts'
import { diffWorkflows } from './diff-workflows.ts'
import type { Edit } from '../edit.ts'
import { anyEdit, chain } from '../test-edits.ts'
import type { Workflow } from '../workflow.ts'
import { seed, sizes } from '../../../../test/sizes.ts'

const after = (workflow: Workflow, edits: Edit[]): Workflow => applyEdit(workflow, { type: 'batch', edits }).workflow
const anyEdits = fc.array(anyEdit, { maxLength: 12 })

describe('diffWorkflows', () => {
  it('[D28] returns valid edits that change one document to another', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (before, behind) => {
        const base = after(chain, before)
        const other = after(chain, behind)
        const edits = diffWorkflows(base, other)
        const applied = applyEdit(base, { type: 'batch', edits })
        expect(applied.problems).toEqual([])
        expect(applied.workflow).toEqual(other)
        expect(after(applied.workflow, [applied.inverse])).toEqual(base)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[D29] returns nothing for equal documents, independent of the order of keys', () => {
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const one = after(chain, edits)
        expect(diffWorkflows(one, structuredClone(one))).toEqual([])
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
    const turned = structuredClone(chain)
    turned.nodes[0]!.data.config = { deep: { y: 2 }, x: 1 }
    expect(diffWorkflows(chain, turned)).toEqual([])
    expect(diffWorkflows(chain, { ...chain, references: { Other: 'other' } })).toEqual([])
  })

  it('[D30] returns only edits of changed items', () => {
    const edits: Edit[] = [
      { type: 'set-config', id: 'a', path: ['deep', 'y'], value: 3 },
      { type: 'move-nodes', positions: { b: { x: 5, y: 5 } } },
      { type: 'edit-inside', id: 'c', setting: 'inside', edit: { type: 'set-label', id: 'a', label: 'Inner' } },
    ]
    expect(diffWorkflows(chain, after(chain, edits))).toEqual([
      edits[1],
      edits[0],
      { ...edits[2], edit: { type: 'batch', edits: [{ type: 'set-label', id: 'a', label: 'Inner' }] } },
    ])
  })

  it('[D31] restores an order with a minimal number of moves', () => {
    const turned: Workflow = { ...chain, nodes: [chain.nodes[2]!, chain.nodes[0]!, chain.nodes[1]!] }
    expect(diffWorkflows(chain, turned)).toEqual([{ type: 'place-item', list: 'nodes', id: 'c', before: 'a' }])
  })
})
