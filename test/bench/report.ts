import type { BenchCase } from './bench-case.ts'
import type { Machine } from './machine.ts'
import type { Measured } from './measure.ts'

/** The output of `npm run bench -- NAME --json`. */
export interface BenchReport {
  bench: string
  machine: Machine
  cases: BenchCase[]
  /** How long the benchmark took. Missing if only some parts were measured. */
  seconds?: number
}

/** Formats the report as a table with medians, our range, and the ratio of each peer to ours. */
export function formatReport({ bench, machine, cases }: BenchReport): string {
  const rows = cases.map((entry) => [
    entry.case,
    entry.unit,
    formatNumber(entry.ours.median),
    formatRange(entry.ours),
    Object.entries(entry.peers)
      .map(([name, value]) => `${name} ${formatNumber(value.median)} (${formatRatio(value, entry.ours)})`)
      .join(', '),
    entry.goal === null ? '' : formatNumber(entry.goal),
    entry.floor === null ? '' : formatNumber(entry.floor),
    formatVerdict(entry),
  ])
  const header = ['case', 'unit', 'ours', 'min–max', 'peers (of ours)', 'goal', 'floor', 'holds']
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const numeric = new Set([2, 5, 6])
  const formatLine = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd()
  const notes = cases.flatMap((entry) => (entry.note ? [`${entry.case}: ${entry.note}`] : []))
  const machineLine = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.os}, Node ${machine.node}`
  const stateLine = `${machine.browser ? `${machine.browser}, ` : ''}load ${machine.load}, commit ${machine.commit}, ${machine.date}`
  return [
    bench,
    machineLine,
    stateLine,
    '',
    formatLine(header),
    formatLine(widths.map((width) => '─'.repeat(width))),
    ...rows.map(formatLine),
    '',
    ...formatServiceLevels(cases),
    ...notes,
  ]
    .join('\n')
    .trimEnd()
}

/** Lists each service level with its limit and the measured figure. */
function formatServiceLevels(cases: readonly BenchCase[]): string[] {
  const lines = cases.flatMap(({ serviceLevel, case: name, floor, goal, unit, ours, holds }) =>
    serviceLevel === undefined
      ? []
      : [
          `${serviceLevel}: at most ${formatNumber(floor ?? goal ?? Infinity)} ${unit}; measured ${formatNumber(ours.median)} ${unit} (${name}): ${holds ? 'kept' : 'MISSED'}`,
        ],
  )
  return lines.length === 0 ? [] : ['Service levels', ...lines, '']
}

/** Formats a number with four significant digits. */
export const formatNumber = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 })

const formatRange = ({ min, max, runs }: Measured): string => `${formatNumber(min)}–${formatNumber(max)} of ${runs}`

const formatRatio = (peer: Measured, ours: Measured): string =>
  `${formatNumber(Number((peer.median / ours.median).toPrecision(2)))}×`

const formatVerdict = ({ holds, goalMet }: BenchCase): string =>
  goalMet ? 'goal' : holds === null ? '' : holds ? 'floor' : 'NO'
