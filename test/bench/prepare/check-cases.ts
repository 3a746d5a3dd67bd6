import { readFileSync } from 'node:fs'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { checkTables, cleanHalves, halves, hasShared, hospitalFile, onlyClean } from './check-tables.ts'
import type { Dirtying } from './dirty-table.ts'
import { checkCopy, findingsIn, flaggedShare } from './measure-check.ts'
import { readCsv } from './read-csv.ts'
import { scoreFindings, type Scores } from './score-findings.ts'

const hospitalSeeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const tuneSeeds = [1, 2, 3]
const judgeSeeds = [11, 12, 13]

/**
 * Measures the accuracy of the check without labels or given rules: 1 - F1 of detection and of repair in percent, over
 * dirty copies of real tables, and the share of flagged cells in clean ones. Rules were tuned on the tables of `tune` only.
 */
export async function checkCases(progress: Progress): Promise<BenchCase[]> {
  if (!hasShared()) console.error('The published tables are left out: put ../shared beside the project.')
  const tune = copies(halves.tune, tuneSeeds, 'hospital', progress)
  const judge = copies(halves.judge, judgeSeeds, 'hospital', progress)
  return [
    ...(hasShared() ? hospital(progress) : []),
    ...limited('check, copies of all tables', [...tune, ...judge], [15, 20], [25, 35]),
    ...limited('check, copies of tables that rules were made by', tune),
    ...limited('check, copies of tables that no rule was made by', judge),
    ...limited(
      'check, other errors in tables that rules were made by',
      copies(halves.tune, tuneSeeds, 'other', progress),
    ),
    ...limited(
      'check, other errors in tables that no rule was made by',
      copies(halves.judge, judgeSeeds, 'other', progress),
    ),
    ...clean(progress),
  ]
}

interface TableScores {
  name: string
  scores: Scores[]
}

const f1 = (scores: readonly Scores[], of: 'detection' | 'repair'): number[] => scores.map((one) => one[of].f1)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const missed = (value: number): number => 100 * (1 - value)

function copies(
  names: readonly string[],
  seeds: readonly number[],
  dirtying: Dirtying,
  progress: Progress,
): TableScores[] {
  return checkTables(names).map((table) => ({
    name: table.name,
    scores: seeds.map((seed) => {
      progress('check')(`${table.name}, seed`, seed - 1)
      return checkCopy(table, seed, dirtying)
    }),
  }))
}

/** Mean over tables of the means over copies. The spread is that of the tables. */
function limited(
  name: string,
  tables: readonly TableScores[],
  detection?: [number, number],
  repair?: [number, number],
): BenchCase[] {
  return (['detection', 'repair'] as const).map((of) => {
    const byTable = tables.map(({ scores }) => missed(mean(f1(scores, of))))
    const limits = of === 'detection' ? detection : repair
    const { min, max, runs } = summarize(byTable)
    return benchCase({
      case: `${name}, ${of}`,
      unit: '1 - F1, %',
      measured: { ours: { median: mean(byTable), min, max, runs } },
      ...(limits ? { goal: limits[0], floor: limits[1] } : {}),
      note: tables.map(({ name: table, scores }) => `${table} ${described(scores, of)}`).join('; '),
    })
  })
}

const described = (scores: readonly Scores[], of: 'detection' | 'repair'): string =>
  `P ${mean(scores.map((one) => one[of].precision)).toFixed(3)} R ${mean(scores.map((one) => one[of].recall)).toFixed(3)} F1 ${mean(f1(scores, of)).toFixed(3)}`

function hospital(progress: Progress): BenchCase[] {
  const copied = copies(['hospital'], hospitalSeeds, 'hospital', progress)
  const [clean] = checkTables(['hospital'])
  if (!clean) return []
  const [header = [], ...dirty] = readCsv(readFileSync(hospitalFile('dirty.csv'), 'utf8'))
  const original = scoreFindings(header, dirty, clean.rows, findingsIn(header, dirty))
  return [
    ...limited('check, ten copies of Hospital', copied, [5, 20], [7, 35]),
    ...limited('check, Hospital as it was published', [{ name: 'hospital', scores: [original] }]),
  ]
}

function clean(progress: Progress): BenchCase[] {
  const worst = (name: string, names: readonly string[]): BenchCase => {
    const tables = checkTables(names)
    const shares = tables.map((table) => {
      progress('check')(`${table.name} as it is`, 0)
      return 100 * flaggedShare(table)
    })
    return benchCase({
      case: `check, cells flagged in ${name}, the worst table`,
      unit: '%',
      measured: { ours: { ...summarize(shares), median: Math.max(...shares) } },
      goal: 0.3,
      note: tables.map((table, at) => `${table.name} ${(shares[at] as number).toFixed(3)}`).join('; '),
    })
  }
  return [
    worst('tables as they were published', [
      ...(hasShared() ? ['hospital'] : []),
      ...halves.tune,
      ...halves.judge,
      ...onlyClean,
    ]),
    worst('further ones that rules were mended by', cleanHalves.tune),
    worst('further ones that no rule was made by', cleanHalves.judge),
  ]
}
