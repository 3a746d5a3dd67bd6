import { expect, it } from 'vitest'
import { calibratedConfidence } from './calibration.ts'

it('rises with the odds of each kind', () => {
  for (const finding of [{ rule: 'pattern' }, { rule: 'dependency', kind: 'contradiction' }] as const)
    expect(calibratedConfidence(3, finding)).toBeGreaterThan(calibratedConfidence(1, finding))
})

it('does not change kinds without a calibration', () => {
  expect(calibratedConfidence(0, { rule: 'answer' })).toBe(0.5)
})

it('limits odds', () => {
  expect(calibratedConfidence(40, { rule: 'format' })).toBe(calibratedConfidence(6, { rule: 'format' }))
})
