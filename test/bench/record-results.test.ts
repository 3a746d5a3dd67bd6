import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { benchCase } from './bench-case.ts'
import { describeMachine } from './machine.ts'
import { summarize } from './measure.ts'
import { formatTable, readResults, replaceTable } from './record-results.ts'

it('shows case, result, peers, ratios, limits, benchmark and run', () => {
  const machine = { ...describeMachine(), date: '2026-11-30T10:00:00Z', commit: 'abc', cpu: 'CPU', load: 0.1 }
  const measured = { ours: summarize([50]), bare: summarize([20]) }
  const entry = benchCase({ case: 'a | b', unit: 'ms', measured, goal: 30, floor: { times: 2, peer: 'bare' } })
  const [, , row, , run] = formatTable([{ bench: 'engine', ...entry, machine }]).split('\n')
  expect(row).toBe('| a \\| b | 50 ms | bare 20 | 0.4 | floor 40, goal 30 (**missed**) | `engine` | 1 |')
  expect(run).toMatch(/^1\. 2026-11-30, commit `abc`, CPU, .* load 0\.1$/)
})

it('has written the table of the manual from the recorded results', () => {
  const page = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8')
  expect(page).toBe(replaceTable(page, readResults()))
})
