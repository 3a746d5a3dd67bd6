import { expect, it } from 'vitest'
import { benchCase } from './bench-case.ts'
import { summarize } from './measure.ts'
import { formatReport } from './report.ts'

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

it('lists the service levels of a report with their figures', () => {
  const createCase = (name: string, floor: number) =>
    benchCase({ case: name, unit: 'ms', measured: { ours }, goal: 20, floor, serviceLevel: `Level of ${name}` })
  const machine = { cpu: '', cores: 1, memoryGB: 1, os: '', node: '', load: 0, commit: '', date: '' }
  const report = formatReport({ bench: 'server', machine, cases: [createCase('a', 50), createCase('b', 30)] })
  expect(report).toContain('Level of a: at most 50 ms; measured 40 ms (a): kept')
  expect(report).toContain('Level of b: at most 30 ms; measured 40 ms (b): MISSED')
})
