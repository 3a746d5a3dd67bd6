import { expect, it } from 'vitest'
import { benchCase } from './bench-case.ts'
import { compareRounds, describeRatio, listUncompared } from './compare-rounds.ts'
import { describeMachine } from './machine.ts'
import { summarize } from './measure.ts'
import type { BenchReport } from './report.ts'

const report = (medians: Record<string, number>): BenchReport => ({
  bench: 'engine',
  machine: describeMachine(),
  cases: Object.entries(medians).map(([name, median]) =>
    benchCase({ case: name, unit: 'ms', measured: { ours: summarize([median]) } }),
  ),
})

it('divides our medians by those of the base, per round', () => {
  const cases = compareRounds([
    { base: report({ chain: 100, loop: 10 }), ours: report({ chain: 150, loop: 9 }) },
    { base: report({ chain: 200, loop: 10 }), ours: report({ chain: 220, loop: 11 }) },
  ])
  expect(cases.map(({ ratio }) => ratio)).toEqual([
    { median: 1.3, min: 1.1, max: 1.5, runs: 2 },
    { median: 1, min: 0.9, max: 1.1, runs: 2 },
  ])
  expect(cases.map(describeRatio)).toEqual(['slower', 'no difference in every round'])
})

it('names the cases that one side lacks, and takes two zeros as equal', () => {
  const rounds = [{ base: report({ chain: 0, old: 1 }), ours: report({ chain: 0, added: 1 }) }]
  const cases = compareRounds(rounds)
  expect(cases.map(({ case: name, ratio }) => [name, ratio.median])).toEqual([['chain', 1]])
  expect(listUncompared(rounds, cases)).toEqual(['old', 'added'])
})
