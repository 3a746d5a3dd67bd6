import { expect, it } from 'vitest'
import { benchCase } from './bench-case.ts'
import { summarize } from './measure.ts'

const ours = summarize([40])
const peer = summarize([1000])

it('computes limits from the peers of the same run', () => {
  const { goal, floor, holds, goalMet, bounds } = benchCase({
    case: 'chain',
    unit: 'µs',
    measured: { ours, peer },
    goal: [50, { times: 1 / 50, peer: 'peer' }],
    floor: [200, { times: 1 / 5, peer: 'peer' }],
  })
  expect({ goal, floor, holds, goalMet }).toEqual({ goal: 20, floor: 200, holds: true, goalMet: false })
  expect(bounds).toBe('goal ≤ 50 and ≤ peer / 50, floor ≤ 200 and ≤ peer / 5')
})

it('uses the goal without a floor, and no limit without both', () => {
  expect(benchCase({ case: 'c', unit: 'ms', measured: { ours }, goal: 39 })).toMatchObject({
    holds: false,
    floor: null,
  })
  expect(benchCase({ case: 'c', unit: 'ms', measured: { ours } })).toMatchObject({ holds: null, goalMet: null })
})

it('reports the case whose peer was not measured', () => {
  const missing = () => benchCase({ case: 'c', unit: 'ms', measured: { ours }, goal: { times: 1, peer: 'x' } })
  expect(missing).toThrow('Case "c" is limited by "x", which was not measured.')
})
