import { message, type Message } from '@aw-flow/messages'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editPlan, PlanEditError, assignOperationIds, type PlanEdit } from './edit-plan.ts'
import type { Operation } from './operations/operation.ts'
import type { PreparationPlan } from './preparation-plan.ts'
import { seed, sizes } from '../../../test/sizes.ts'

const reason = 'a test asks for it'
const plan = (...operations: Operation[]): PreparationPlan =>
  assignOperationIds({ target: 'generic', operations, notes: [] })
const three = plan(
  { op: 'trim', reason, column: 'a' },
  { op: 'trim', reason, column: 'b' },
  { op: 'drop-column', reason, column: 'c' },
)

/** Returns the reason that an edit is rejected. */
function refusal(edit: () => unknown): Message | undefined {
  try {
    edit()
  } catch (cause) {
    if (cause instanceof PlanEditError) return cause.reason
    throw cause
  }
  return undefined
}

describe('editPlan', () => {
  it('assigns each operation an ID that is unique in the plan', () => {
    expect(three.operations.map(({ id }) => id)).toEqual(['trim', 'trim-2', 'drop-column'])
    expect(assignOperationIds(three)).toEqual(three)
  })

  it('rejects an unknown operation, an invalid operation and a duplicate id', () => {
    const operations = ['trim', 'trim-2', 'drop-column']
    expect(refusal(() => editPlan(three, { type: 'remove', id: 'x' }))).toEqual(
      message('plan.edit-no-operation', { id: 'x', ids: operations }),
    )
    const wrong = { op: 'trim', reason } as unknown as Operation
    expect(refusal(() => editPlan(three, { type: 'replace', id: 'trim', operation: wrong }))).toMatchObject({
      code: 'plan.edit-invalid',
      params: { path: 'column', reason: { code: 'value.expected' } },
    })
    const again: Operation = { op: 'trim', reason, column: 'd', id: 'trim' }
    expect(refusal(() => editPlan(three, { type: 'insert', operation: again }))).toEqual(
      message('plan.edit-id', { id: 'trim' }),
    )
  })

  it('edits the operations of links in their own list', () => {
    const roles = { source: 's', target: 't', sourceIndex: 'si', targetIndex: 'ti' }
    const planWithLinks = assignOperationIds({
      ...three,
      links: { roles, operations: [{ op: 'trim', reason, column: 's' }] },
    })
    expect(planWithLinks.links?.operations.map(({ id }) => id)).toEqual(['trim-3'])
    const edits: PlanEdit[] = [
      { type: 'decide', ids: ['trim', 'trim-3'], state: 'approved' },
      { type: 'replace', id: 'trim-3', operation: { op: 'trim', reason, column: 't' } },
      {
        type: 'insert',
        target: 'links',
        operation: { op: 'finite', reason, column: 'w', id: 'finite' },
        before: 'trim-3',
      },
      { type: 'move', id: 'finite' },
      { type: 'remove', id: 'finite' },
    ]
    const { plan: edited, undo } = editPlan(planWithLinks, { type: 'several', edits })
    expect(edited.links?.operations).toEqual([{ op: 'trim', reason, column: 't', id: 'trim-3' }])
    expect(edited.operations.map(({ state }) => state)).toEqual(['approved', undefined, undefined])
    expect(editPlan(edited, undo).plan).toEqual(planWithLinks)
    const taken: Operation = { op: 'finite', reason, column: 'w', id: 'trim-3' }
    expect(refusal(() => editPlan(planWithLinks, { type: 'insert', operation: taken }))).toEqual(
      message('plan.edit-id', { id: 'trim-3' }),
    )
    const elsewhere: PlanEdit = { type: 'insert', target: 'links', operation: { ...taken, id: 'x' } }
    expect(refusal(() => editPlan(three, elsewhere))).toEqual(message('plan.edit-no-links', {}))
  })

  it('returns an edit that undoes the change', () => {
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
            expect(cause).toBeInstanceOf(PlanEditError)
          }
        }
        expect(editPlan(edited, { type: 'several', edits: undos }).plan).toEqual(three)
      }),
      { seed, numRuns: sizes.propertyRuns },
    )
  })
})
