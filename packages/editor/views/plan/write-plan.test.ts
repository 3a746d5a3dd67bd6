import type { PreparationPlan } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { writePlan } from './write-plan.ts'

it('writes names with braces, which are not expressions of the setting', () => {
  const plan: PreparationPlan = {
    target: 'generic',
    notes: [],
    operations: [{ id: 'a', operation: 'rename', columns: { '{{{run.id}}': 'x' } } as never],
  }
  expect(writePlan(plan)).not.toContain('{{')
  expect(JSON.parse(writePlan(plan))).toEqual(plan)
})
