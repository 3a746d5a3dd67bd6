import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from './apply-edit.ts'
import type { Edit } from './edit.ts'
import { emptyWorkflow, type Workflow } from './workflow.ts'
import { seed, sizes } from '../../test/sizes.ts'

const node = (id: string, config = {}) => ({ id, type: 'table', position: { x: 0, y: 0 }, data: { label: id, config } })
const chain: Workflow = {
  ...emptyWorkflow('chain'),
  nodes: [node('a', { x: 1, deep: { y: 2 } }), node('b'), node('c')],
  edges: [
    { id: 'ab', source: 'a', target: 'b' },
    { id: 'bc', source: 'b', target: 'c' },
    { id: 'ac', source: 'a', target: 'c' },
  ],
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const key = fc.constantFrom('x', 'y', 'deep')
const json = fc.constantFrom(1, 'text', null, { y: 1 }, [1, 2])
const anyEdit: fc.Arbitrary<Edit> = fc.letrec<{ edit: Edit }>((tie) => ({
  edit: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('add-node' as const), node: id.map((name) => node(name)), before: fc.option(id, { nil: undefined }) }), // prettier-ignore
    fc.record({ type: fc.constant('remove-node' as const), id }),
    fc.record({ type: fc.constant('move-nodes' as const), positions: fc.dictionary(id, fc.record({ x: fc.integer(), y: fc.integer() })) }), // prettier-ignore
    fc.record({ type: fc.constant('set-label' as const), id, label: fc.string() }),
    fc.record({ type: fc.constant('set-config' as const), id, path: fc.array(key, { minLength: 1, maxLength: 3 }), value: fc.option(json, { nil: undefined }) }), // prettier-ignore
    fc.record({ type: fc.constant('replace-config' as const), id, config: fc.dictionary(key, json) }),
    fc.record({ type: fc.constant('add-edge' as const), edge: fc.record({ id: fc.constantFrom('ab', 'e1', 'e2'), source: id, target: id }), before: fc.option(fc.constantFrom('ab', 'bc'), { nil: undefined }) }), // prettier-ignore
    fc.record({ type: fc.constant('remove-edge' as const), id: fc.constantFrom('ab', 'bc', 'ac', 'e1') }),
    fc.record({ type: fc.constant('set-name' as const), name: fc.string({ minLength: 1 }) }),
    fc.record({ type: fc.constant('batch' as const), edits: fc.array(tie('edit'), { maxLength: 4 }) }),
  ),
})).edit

/** Key order and list order count: the text is compared. */
const text = (workflow: Workflow): string => JSON.stringify(workflow)

describe('applyEdit', () => {
  it('is undone exactly by its inverse, and redone by the inverse of that', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
        let current = chain
        const undo: Edit[] = []
        for (const edit of edits) {
          const applied = applyEdit(current, edit)
          undo.push(applied.inverse)
          current = applied.workflow
        }
        const last = text(current)
        const redo: Edit[] = []
        for (const edit of undo.reverse()) {
          const applied = applyEdit(current, edit)
          expect(applied.problems).toEqual([])
          redo.push(applied.inverse)
          current = applied.workflow
        }
        expect(text(current)).toBe(text(chain))
        for (const edit of redo.reverse()) current = applyEdit(current, edit).workflow
        expect(text(current)).toBe(last)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('never changes the document that it is given', () => {
    const before = text(chain)
    fc.assert(
      fc.property(anyEdit, (edit) => void applyEdit(chain, edit)),
      { numRuns: sizes.propertyRuns, seed },
    )
    expect(text(chain)).toBe(before)
  })

  it('removes a node with its edges, and brings both back in their places', () => {
    const { workflow, inverse } = applyEdit(chain, { type: 'remove-node', id: 'b' })
    expect(workflow.edges.map((edge) => edge.id)).toEqual(['ac'])
    expect(applyEdit(workflow, inverse).workflow).toEqual(chain)
  })

  it('refuses what cannot be applied, with the id, and applies the rest of a batch', () => {
    const applied = applyEdit(chain, {
      type: 'batch',
      edits: [
        { type: 'set-label', id: 'nobody', label: 'x' },
        { type: 'set-label', id: 'a', label: 'Load' },
      ],
    })
    expect(applied.problems).toMatchObject([{ code: 'edit.refused', where: { node: 'nobody' } }])
    expect(applied.workflow.nodes[0]?.data.label).toBe('Load')
  })
})
