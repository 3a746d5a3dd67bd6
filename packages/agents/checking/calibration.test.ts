import { expect, it } from 'vitest'
import { calibrateConfidence } from './calibration.ts'

it('rises with the odds of each kind', () => {
  for (const finding of [{ rule: 'pattern' }, { rule: 'dependency', kind: 'contradiction' }] as const)
    expect(calibrateConfidence(3, finding)).toBeGreaterThan(calibrateConfidence(1, finding))
})

it('does not change kinds without a calibration', () => {
  expect(calibrateConfidence(0, { rule: 'answer' })).toBe(0.5)
})

it('limits odds', () => {
  expect(calibrateConfidence(40, { rule: 'format' })).toBe(calibrateConfidence(6, { rule: 'format' }))
})
