import { message } from '@aw-flow/messages'
import { expect, it } from 'vitest'
import { calibrateConfidence, getFindingClass } from './calibration.ts'
import { maxConfidence } from './describe-finding.ts'

const typo = { rule: 'spelling', reason: message('finding.typo', { value: 'Berlin', rows: 9 }) } as const
const contradiction = { rule: 'dependency', kind: 'contradiction', reason: '' } as const

it('rises with the odds of each class', () => {
  for (const finding of [typo, contradiction])
    expect(calibrateConfidence(finding, { logOdds: 3 })).toBeGreaterThan(calibrateConfidence(finding, { logOdds: 1 }))
})

it('rises with the number of rows that agree, and falls with conventions', () => {
  const confidence = calibrateConfidence(contradiction, { logOdds: 3, agreeingRows: 1 })
  expect(calibrateConfidence(contradiction, { logOdds: 3, agreeingRows: 20 })).toBeGreaterThan(confidence)
  expect(calibrateConfidence(typo, { logOdds: 3, mayBeConvention: true })).toBeLessThan(
    calibrateConfidence(typo, { logOdds: 3 }),
  )
})

it('limits odds, and is never certain', () => {
  expect(calibrateConfidence(typo, { logOdds: 40 })).toBe(calibrateConfidence(typo, { logOdds: 6 }))
  expect(calibrateConfidence({ ...typo, kind: 'white-space' }, { logOdds: 40 })).toBeLessThanOrEqual(maxConfidence)
})

it('is calibrated by kind, or by the first reason', () => {
  const deviations = [message('finding.format-case', {}), message('finding.format-period', {})]
  expect(getFindingClass({ rule: 'format', reason: message('finding.format', { deviations }) })).toBe('format-case')
  expect(getFindingClass(typo)).toBe('typo')
  expect(getFindingClass(contradiction)).toBe('contradiction')
})
