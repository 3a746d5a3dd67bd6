import { expect, it } from 'vitest'
import { toConfidence } from './describe-finding.ts'

it('never rounds the confidence of a finding to certainty', () => {
  expect(toConfidence(0)).toBe(0.5)
  expect(toConfidence(6.2)).toBe(0.98)
  expect(toConfidence(30)).toBe(0.98)
})
