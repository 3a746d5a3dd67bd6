import type { PreparationPlan } from '@aw-flow/schema'
import { isAppliedOperation, type PlanPreview } from '@aw-flow/schema/internal'

/** Creates a plan with three operations. `createTestPlanPreview` returns their effects on a table with 1,000 rows. */
export const createTestPlan = (): PreparationPlan => ({
  target: 'cosmo-ready',
  operations: [
    { op: 'trim', column: 'city', reason: 'Spaces make equal values differ.' },
    { op: 'drop-null-rows', columns: ['lon', 'lat'], reason: 'A point needs both coordinates.' },
    {
      op: 'merge-spellings',
      column: 'city',
      groups: [{ to: 'Oslo', from: ['oslo', 'OSLO'] }],
      reason: 'They differ only in case.',
    },
  ],
  roles: { id: 'id', index: 'index', x: 'lon', y: 'lat' },
  notes: [{ code: 'prepare.id', severity: 'info', message: '`id` identifies the rows.' }],
})

export const createTestPlanPreview = (plan: PreparationPlan = createTestPlan()): PlanPreview => ({
  applied: plan.operations.filter(isAppliedOperation).map((operation) => ({
    operation,
    rowsDropped: operation.op === 'drop-null-rows' ? 2 : 0,
    rowsAdded: 0,
    cellsChanged: operation.op === 'drop-null-rows' ? 0 : 12,
    cellsNulled: 0,
    examples:
      operation.op === 'drop-null-rows'
        ? [{ row: 7, before: 'lon: no value, lat: 59.9', after: null }]
        : [{ row: 3, column: 'city', before: ' Oslo', after: 'Oslo' }],
  })),
  rowsIn: 1_000,
  rowsOut: 998,
  columnsOut: [{ name: 'id', type: 'VARCHAR' }],
  drift: { missing: [], added: [], types: [], values: [] },
})
