import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editPlan, withIds, type PlanEdit } from './edit-plan.ts'
import type { Operation } from './operations/operation.ts'
import type { PreparationPlan } from './preparation-plan.ts'
import { seed, sizes } from '../../../test/sizes.ts'

const reason = 'a test asks for it'
const plan = (...operations: Operation[]): PreparationPlan => withIds({ target: 'generic', operations, notes: [] })
const three = plan(
  { op: 'trim', reason, column: 'a' },
  { op: 'trim', reason, column: 'b' },
  { op: 'drop-column', reason, column: 'c' },
)

describe('editPlan', () => {
  it('gives operations ids that a plan has once', () => {
    expect(three.operations.map(({ id }) => id)).toEqual(['trim', 'trim-2', 'drop-column'])
    expect(withIds(three)).toEqual(three)
  })

  it('refuses what is not there, what is no operation, and an id that is taken', () => {
    expect(() => editPlan(three, { type: 'remove', id: 'x' })).toThrow(/No operation `x` is in the plan \(has trim/)
    const wrong = { op: 'trim', reason } as unknown as Operation
    expect(() => editPlan(three, { type: 'replace', id: 'trim', operation: wrong })).toThrow(/no operation: column/)
    const again: Operation = { op: 'trim', reason, column: 'd', id: 'trim' }
    expect(() => editPlan(three, { type: 'insert', operation: again })).toThrow(/an id that the plan has not/)
  })

  it('edits the operations of links as it does the others, each in its own list', () => {
    const roles = { source: 's', target: 't', sourceIndex: 'si', targetIndex: 'ti' }
    const own = withIds({ ...three, links: { roles, operations: [{ op: 'trim', reason, column: 's' }] } })
    expect(own.links?.operations.map(({ id }) => id)).toEqual(['trim-3'])
    const edits: PlanEdit[] = [
      { type: 'decide', ids: ['trim', 'trim-3'], state: 'approved' },
      { type: 'replace', id: 'trim-3', operation: { op: 'trim', reason, column: 't' } },
      { type: 'insert', of: 'links', operation: { op: 'finite', reason, column: 'w', id: 'finite' }, before: 'trim-3' },
      { type: 'move', id: 'finite' },
      { type: 'remove', id: 'finite' },
    ]
    const { plan: edited, undo } = editPlan(own, { type: 'several', edits })
    expect(edited.links?.operations).toEqual([{ op: 'trim', reason, column: 't', id: 'trim-3' }])
    expect(edited.operations.map(({ state }) => state)).toEqual(['approved', undefined, undefined])
    expect(editPlan(edited, undo).plan).toEqual(own)
    const taken: Operation = { op: 'finite', reason, column: 'w', id: 'trim-3' }
    expect(() => editPlan(own, { type: 'insert', operation: taken })).toThrow(/an id that the plan has not/)
    expect(() => editPlan(three, { type: 'insert', of: 'links', operation: { ...taken, id: 'x' } })).toThrow(/no links/)
  })

  it('takes every edit back', () => {
    const id = fc.constantFrom('trim', 'trim-2', 'drop-column')
    const before = fc.option(id, { nil: undefined })
    const state = fc.constantFrom<Operation['state']>('proposed', 'approved', 'rejected', undefined)
    const edit = fc.oneof(
      fc.record({ type: fc.constant('remove' as const), id }),
      fc.record({ type: fc.constant('move' as const), id, before }),
      fc.record({ type: fc.constant('decide' as const), ids: fc.uniqueArray(id), state }),
      fc.record({
        type: fc.constant('insert' as const),
        operation: fc.constant<Operation>({ op: 'finite', reason, column: 'n', id: 'finite' }),
        before,
      }),
      fc.record({
        type: fc.constant('replace' as const),
        id,
        operation: fc.constant<Operation>({ op: 'case', reason, column: 'n', to: 'upper' }),
      }),
    )
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const undos: PlanEdit[] = []
        let edited = three
        for (const one of edits) {
          const { before: place, ...rest } = one as { before?: string } & PlanEdit
          try {
            const step = editPlan(edited, (place === undefined ? rest : one) as PlanEdit)
            edited = step.plan
            undos.unshift(step.undo)
          } catch (cause) {
            expect(cause).toBeInstanceOf(RangeError)
          }
        }
        expect(editPlan(edited, { type: 'several', edits: undos }).plan).toEqual(three)
      }),
      { seed, numRuns: sizes.propertyRuns },
    )
  })
})
