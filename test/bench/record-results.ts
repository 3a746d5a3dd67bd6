import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchCase } from './bench-case.ts'
import type { Machine } from './machine.ts'
import { formatNumber, type BenchReport } from './report.ts'

/** A case with the machine and time of its last recorded measurement. */
export interface RecordedCase extends BenchCase {
  bench: string
  machine: Machine
  /** How long the last complete run of the benchmark took. */
  seconds?: number
}

const resultsFolder = join(import.meta.dirname, 'results')
const page = join(import.meta.dirname, '../../docs/benchmarks.md')
const [begin, end] = ['<!-- The next lines are written by `npm run bench -- NAME --record`. -->', '<!-- End. -->']

/** Reads the recorded results of all benchmarks, by name. */
export function readResults(): RecordedCase[] {
  if (!existsSync(resultsFolder)) return []
  return readdirSync(resultsFolder)
    .toSorted()
    .flatMap((file) => JSON.parse(readFileSync(join(resultsFolder, file), 'utf8')) as RecordedCase[])
}

/**
 * Stores a report, and writes the table of `docs/benchmarks.md` again. Cases of an earlier report that this one lacks, since
 * only some parts ran, are kept.
 */
export function recordResults({ bench, machine, cases, seconds }: BenchReport): void {
  mkdirSync(resultsFolder, { recursive: true })
  const earlier = readResults().filter((entry) => entry.bench === bench)
  const duration = seconds ?? earlier[0]?.seconds
  const measured = cases.map((entry) => ({
    bench,
    ...entry,
    machine,
    ...(duration === undefined ? {} : { seconds: duration }),
  }))
  const names = new Set(cases.map((entry) => entry.case))
  const kept = earlier.filter((entry) => !names.has(entry.case))
  writeFileSync(join(resultsFolder, `${bench}.json`), `${JSON.stringify([...measured, ...kept], null, 2)}\n`)
  writeFileSync(page, replaceTable(readFileSync(page, 'utf8'), readResults()))
}

/** Returns the text of the page with the table of these results. */
export function replaceTable(text: string, results: readonly RecordedCase[]): string {
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)]
  if (start < 0 || stop < start)
    throw new Error(`docs/benchmarks.md has no place for the table. Add "${begin}" and "${end}".`)
  return `${text.slice(0, start)}${begin}\n\n${formatTable(results)}\n\n${text.slice(stop)}`
}

/** Formats results as a Markdown table, with numbered machines and times below it. */
export function formatTable(results: readonly RecordedCase[]): string {
  const runs = [...new Set(results.map(({ machine }) => describeRun(machine)))]
  const rows = results.map((entry) => {
    const peers = Object.entries(entry.peers)
    return [
      entry.case,
      `${formatNumber(entry.ours.median)} ${entry.unit}`,
      peers.map(([name, { median }]) => `${name} ${formatNumber(median)}`).join('<br>'),
      peers.map(([, { median }]) => formatNumber(Number((median / entry.ours.median).toPrecision(2)))).join('<br>'),
      formatLimit(entry),
      `\`${entry.bench}\``,
      `${runs.indexOf(describeRun(entry.machine)) + 1}`,
    ]
  })
  const header = ['case', 'aw', 'peers', 'peer ÷ aw', 'limit', 'benchmark', 'run']
  const lines = [header, header.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return [...lines, '', ...runs.map((run, index) => `${index + 1}. ${run}`)].join('\n')
}

function formatLimit({ floor, goal, holds }: BenchCase): string {
  const limits = [
    floor === null ? [] : [`floor ${formatNumber(floor)}`],
    goal === null ? [] : [`goal ${formatNumber(goal)}`],
  ].flat()
  return `${limits.join(', ')}${holds === false ? ' (**missed**)' : ''}`
}

const describeRun = ({ cpu, cores, memoryGB, node, browser, load, commit, date }: Machine): string =>
  `${date.slice(0, 10)}, commit \`${commit}\`, ${cpu}, ${cores} cores, ${memoryGB} GB, Node ${node}` +
  `${browser ? `, ${browser}` : ''}, load ${load}`
