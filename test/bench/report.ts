import type { BenchCase } from './bench-case.ts'
import type { Machine } from './machine.ts'
import type { Measured } from './measure.ts'

/** The output of `npm run bench -- NAME --json`. */
export interface BenchReport {
  bench: string
  machine: Machine
  cases: BenchCase[]
}

/** Formats the report as a table: medians, our range, and the ratio of the nearest peer to ours. */
export function formatReport({ bench, machine, cases }: BenchReport): string {
  const rows = cases.map((entry) => [
    entry.case,
    entry.unit,
    number(entry.ours.median),
    spread(entry.ours),
    Object.entries(entry.peers)
      .map(([name, value]) => `${name} ${number(value.median)} (${ratio(value, entry.ours)})`)
      .join(', '),
    entry.goal === null ? '' : number(entry.goal),
    entry.floor === null ? '' : number(entry.floor),
    verdict(entry),
  ])
  const head = ['case', 'unit', 'ours', 'min–max', 'peers (of ours)', 'goal', 'floor', 'holds']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const numeric = new Set([2, 5, 6])
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd()
  const notes = cases.flatMap((entry) => (entry.note ? [`${entry.case}: ${entry.note}`] : []))
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.os}, Node ${machine.node}`
  const state = `${machine.browser ? `${machine.browser}, ` : ''}load ${machine.load}, commit ${machine.commit}, ${machine.date}`
  return [
    bench,
    where,
    state,
    '',
    line(head),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    '',
    ...notes,
  ]
    .join('\n')
    .trimEnd()
}

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 })

const spread = ({ min, max, runs }: Measured): string => `${number(min)}–${number(max)} of ${runs}`

const ratio = (peer: Measured, ours: Measured): string =>
  `${number(Number((peer.median / ours.median).toPrecision(2)))}×`

const verdict = ({ holds, goalMet }: BenchCase): string =>
  goalMet ? 'goal' : holds === null ? '' : holds ? 'floor' : 'NO'
