import { readFileSync } from 'node:fs'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { checkTables, cleanHalves, halves, hasShared, hospitalFile, onlyClean } from './check-tables.ts'
import type { Dirtying } from './dirty-table.ts'
import { checkCopy, findErrors, computeFlaggedShare } from './measure-check.ts'
import { readCsv } from './read-csv.ts'
import { scoreFindings, type Scores } from './score-findings.ts'

const hospitalSeeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const tuneSeeds = [1, 2, 3]
const judgeSeeds = [11, 12, 13]

/**
 * Measures the accuracy of the check without labels or given rules: 1 - F1 of detection and of repair in percent, on
 * dirty copies of real tables, and the share of flagged cells in clean tables. Rules were tuned only on the tables of
 * `tune`.
 */
export async function checkCases(progress: Progress): Promise<BenchCase[]> {
  if (!hasShared()) console.error('Published tables are skipped: ../shared does not exist next to the project.')
  const tune = scoreCopies(halves.tune, tuneSeeds, 'hospital', progress)
  const judge = scoreCopies(halves.judge, judgeSeeds, 'hospital', progress)
  return [
    ...(hasShared() ? measureHospitalCases(progress) : []),
    ...toCases('check, copies of all tables', [...tune, ...judge], [15, 20], [25, 35]),
    ...toCases('check, copies of tables that rules were derived from', tune),
    ...toCases('check, copies of tables that no rule was derived from', judge),
    ...toCases(
      'check, other errors in tables that rules were derived from',
      scoreCopies(halves.tune, tuneSeeds, 'other', progress),
    ),
    ...toCases(
      'check, other errors in tables that no rule was derived from',
      scoreCopies(halves.judge, judgeSeeds, 'other', progress),
    ),
    ...measureCleanCases(progress),
  ]
}

interface TableScores {
  name: string
  scores: Scores[]
}

const f1 = (scores: readonly Scores[], measure: 'detection' | 'repair'): number[] =>
  scores.map((score) => score[measure].f1)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const toMissed = (value: number): number => 100 * (1 - value)

function scoreCopies(
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

/**
 * Creates cases whose value is the mean over tables of the mean over their copies. Minimum and maximum are those of the
 * tables.
 */
function toCases(
  name: string,
  tables: readonly TableScores[],
  detection?: [number, number],
  repair?: [number, number],
): BenchCase[] {
  return (['detection', 'repair'] as const).map((measure) => {
    const byTable = tables.map(({ scores }) => toMissed(mean(f1(scores, measure))))
    const limits = measure === 'detection' ? detection : repair
    const { min, max, runs } = summarize(byTable)
    return benchCase({
      case: `${name}, ${measure}`,
      unit: '1 - F1, %',
      measured: { ours: { median: mean(byTable), min, max, runs } },
      ...(limits ? { goal: limits[0], floor: limits[1] } : {}),
      note: tables.map(({ name: table, scores }) => `${table} ${describeScores(scores, measure)}`).join('; '),
    })
  })
}

const describeScores = (scores: readonly Scores[], measure: 'detection' | 'repair'): string =>
  `P ${mean(scores.map((score) => score[measure].precision)).toFixed(3)} R ${mean(scores.map((score) => score[measure].recall)).toFixed(3)} F1 ${mean(f1(scores, measure)).toFixed(3)}`

function measureHospitalCases(progress: Progress): BenchCase[] {
  const copyScores = scoreCopies(['hospital'], hospitalSeeds, 'hospital', progress)
  const [cleanTable] = checkTables(['hospital'])
  if (!cleanTable) return []
  const [header = [], ...dirty] = readCsv(readFileSync(hospitalFile('dirty.csv'), 'utf8'))
  const original = scoreFindings(header, dirty, cleanTable.rows, findErrors(header, dirty))
  return [
    ...toCases('check, ten copies of Hospital', copyScores, [5, 20], [7, 35]),
    ...toCases('check, Hospital as it was published', [{ name: 'hospital', scores: [original] }]),
  ]
}

function measureCleanCases(progress: Progress): BenchCase[] {
  const worstCase = (name: string, names: readonly string[]): BenchCase => {
    const tables = checkTables(names)
    const shares = tables.map((table) => {
      progress('check')(`${table.name} as it is`, 0)
      return 100 * computeFlaggedShare(table)
    })
    return benchCase({
      case: `check, cells flagged in ${name}, the worst table`,
      unit: '%',
      measured: { ours: { ...summarize(shares), median: Math.max(...shares) } },
      goal: 0.3,
      note: tables.map((table, index) => `${table.name} ${(shares[index] as number).toFixed(3)}`).join('; '),
    })
  }
  return [
    worstCase('tables as they were published', [
      ...(hasShared() ? ['hospital'] : []),
      ...halves.tune,
      ...halves.judge,
      ...onlyClean,
    ]),
    worstCase('further tables that rules were derived from', cleanHalves.tune),
    worstCase('further tables that no rule was derived from', cleanHalves.judge),
  ]
}
