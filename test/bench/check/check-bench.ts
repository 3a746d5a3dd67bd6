import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkCells, encodeTable } from '@aw-flow/agents'
import { isError, type Finding, type Sensitivity } from '@aw-flow/schema/internal'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import { checkTables, cleanHalves, halves, onlyClean, type TextTable } from '../prepare/check-tables.ts'
import { dirtyTable } from '../prepare/dirty-table.ts'
import { readCsv } from '../prepare/read-csv.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'
import { createConventionVersions } from './convention-versions.ts'
import { createDirtyVersions, createFormVersions, createRelationVersions, type DirtyVersion } from './dirty-versions.ts'
import { fitCalibration } from './fit-calibration.ts'
import { checkJudgedTables } from './judged-tables.ts'
import { createLargeTable } from './large-table.ts'
import { npmHalf } from './npm-tables.ts'
import { measurePageCases } from './page-cases.ts'
import { calibration, scoreRepairs, type RepairScore } from './score-repairs.ts'
import { checkWithCleanAnswers } from './teach.ts'

const shared = resolve(import.meta.dirname, '../../../../shared')
const maxAnswers = 20
/** Goals and floors with answers, for detection and repair: 1 - F1, in percent. */
const limitsWithAnswers = {
  beers: [
    [1, 3],
    [3, 7],
  ],
  flights: [
    [7, 12],
    [20, 26],
  ],
} as const
const hospitalSeeds = [1, 2, 3, 4, 5]

/**
 * Measures the accuracy of the check without labels: on published dirty tables, on copies of Hospital, on dirty
 * versions of public tables (the half that the rules were tuned on, and the untouched half), and on clean tables at
 * each sensitivity. Also measures findings in real tables that were judged by reading, and the run time, including in the
 * page. Then measures the accuracy
 * with answers about 20 proposed rows, including on versions whose correct form is unusual. A score is 1 - F1 in
 * percent, so lower is better. Notes list tables, seeds and errors.
 */
export const benchCheck = (progress: Progress): Promise<BenchCase[]> =>
  runParts(
    {
      published: async () => benchPublished(progress('check')),
      hospital: async () => benchHospital(progress('check')),
      tune: async () => benchVersions('tune', progress('check')),
      untouched: async () => benchVersions('untouched', progress('check')),
      clean: async () => benchClean(progress('check')),
      judged: async () => benchJudged(progress('check')),
      time: async () => benchTime(progress('check')),
      page: async () => measurePageCases(progress),
    },
    progress,
  )

type Report = ReturnType<Progress>

function benchPublished(reportProgress: Report): BenchCase[] {
  return (
    [
      ['beers', [1, 5], [4, 10]],
      ['flights', [10, 14], [25, 30]],
    ] as const
  ).flatMap(([name, detection, repair]) => {
    reportProgress(name, 0)
    const folder = resolve(shared, 'dirty', name)
    if (!existsSync(folder)) return []
    const [header = [], ...dirty] = readCsv(readFileSync(resolve(folder, 'dirty.csv'), 'utf8'))
    const [, ...clean] = readCsv(readFileSync(resolve(folder, 'clean.csv'), 'utf8'))
    const [detectionTaught, repairTaught] = limitsWithAnswers[name]
    const answeredScore = scoreWithAnswers({ name, header, dirty, clean })
    return [
      ...toCases(name, [scoreTable(name, header, dirty, clean)], detection, repair),
      ...toCases(`${name}, ${maxAnswers} answers`, [answeredScore], detectionTaught, repairTaught),
    ]
  })
}

function benchHospital(reportProgress: Report): BenchCase[] {
  const [hospital] = checkTables(['hospital'])
  if (!hospital) return []
  reportProgress('hospital', 0)
  const copies = hospitalSeeds.map((seed) =>
    scoreTable(`seed ${seed}`, hospital.header, dirtyTable(hospital, seed, 'hospital'), hospital.rows),
  )
  return toCases('five copies of Hospital', copies, [5, 5], [7, 7])
}

function benchVersions(half: 'tune' | 'untouched', reportProgress: Report): BenchCase[] {
  const withErrors = createDirtyVersions(half).filter(({ errors }) => errors.length > 0)
  const isTuned = half === 'tune'
  const withoutAnswers = (versions: readonly DirtyVersion[]): NamedScore[] =>
    versions.map(({ name, seed, header, dirty, clean, errors }) => {
      reportProgress(name, 0)
      return scoreTable(`${name} (seed ${seed}: ${errors.join('; ')})`, header, dirty, clean)
    })
  const withAnswers = (versions: readonly DirtyVersion[]): NamedScore[] =>
    versions.map((version) => {
      reportProgress(`${version.name}, with answers`, 0)
      return scoreWithAnswers(version)
    })
  const rules = isTuned ? 'used to tune the rules' : 'untouched'
  const learning = isTuned ? 'used to tune the learning' : 'untouched'
  const scores = withoutAnswers(withErrors)
  const formScores = withoutAnswers(createFormVersions(half))
  const relationScores = withoutAnswers(createRelationVersions(half))
  const conventions = createConventionVersions(half)
  return [
    ...toCases(`dirty versions, ${rules}`, scores),
    ...toCases(`forms and places of values, ${rules}`, formScores),
    ...toCases(`errors between columns, ${rules}`, relationScores),
    ...toCases(`dirty versions, ${learning}, ${maxAnswers} answers`, withAnswers(withErrors)),
    ...toCases(`unusual conventions, ${learning}`, withoutAnswers(conventions)),
    ...toCases(`unusual conventions, ${learning}, ${maxAnswers} answers`, withAnswers(conventions)),
  ]
}

function benchClean(reportProgress: Report): BenchCase[] {
  const bounds: Readonly<Record<Sensitivity, number | undefined>> = { careful: 0.3, balanced: 1, thorough: undefined }
  return (['tune', 'judge', 'untouched'] as const).flatMap((half) => {
    const tables =
      half === 'untouched'
        ? npmHalf(half)
        : [
            ...checkTables([...halves[half], ...cleanHalves[half], ...(half === 'tune' ? onlyClean : [])]),
            ...(half === 'tune' ? npmHalf(half) : []),
          ]
    return (['careful', 'balanced', 'thorough'] as const).map((sensitivity) => {
      reportProgress(`clean tables, ${half}, ${sensitivity}`, 0)
      return createFlaggedCase(half, sensitivity, tables, bounds[sensitivity])
    })
  })
}

/**
 * Measures the elapsed time and the processor time of a check. Other programs on the machine affect the latter less.
 */
function benchTime(reportProgress: Report): BenchCase[] {
  reportProgress('100,000 rows', 0)
  const { header, rows } = createLargeTable(100_000)
  const start = performance.now()
  const cpuBefore = process.cpuUsage()
  findErrors(header, rows, 'balanced')
  const cpuUsed = process.cpuUsage(cpuBefore)
  return [
    benchCase({
      case: '100,000 rows of 20 columns',
      unit: 's',
      measured: { ours: summarize([(performance.now() - start) / 1000]) },
      goal: 20,
    }),
    benchCase({
      case: '100,000 rows of 20 columns, processor time',
      unit: 's',
      measured: { ours: summarize([(cpuUsed.user + cpuUsed.system) / 1e6]) },
    }),
  ]
}

/**
 * Measures findings in real tables that were judged by reading: how often findings that are shown as errors are right,
 * the share of cells in which they are not, and the expected calibration error. The calibration is fitted to the open
 * half; its note contains the weights, for `calibration.json`.
 */
async function benchJudged(reportProgress: Report): Promise<BenchCase[]> {
  const { findings, cellCounts, skippedTables } = await checkJudgedTables((name) => reportProgress(name, 0))
  return (['open', 'closed'] as const).flatMap((half) => {
    const members = findings.filter((judged) => judged.half === half && !notationClasses.has(judged.class))
    if (members.length === 0) return []
    const errors = members.filter(({ finding }) => isError(finding))
    const falseErrors = errors.filter(({ isWrong }) => !isWrong)
    const { error, bins } = calibration(
      members.map(({ finding: { confidence }, isWrong }) => ({ confidence, isWrong })),
    )
    const diagram = bins.map(
      ({ from, claims, confidence, precision }) =>
        `${from}: ${claims} findings, confidence ${confidence.toFixed(2)}, right ${precision.toFixed(2)}`,
    )
    const claims = members.map((member) => ({ ...member, column: `${member.table} ${member.finding.column}` }))
    const toCase = (name: string, value: number, goal: number, note: string): BenchCase =>
      benchCase({
        case: `judged real tables (${half}): ${name}`,
        unit: '%',
        measured: { ours: summarize([100 * value]) },
        goal,
        note,
      })
    return [
      toCase('false findings among errors', falseErrors.length / Math.max(1, errors.length), 10, `${errors.length} errors of ${members.length} judged findings; ${skippedTables.length} tables skipped: ${skippedTables.join(', ')}`), // oxfmt-ignore
      toCase('cells with a false error', falseErrors.length / cellCounts[half], 0.03, `${cellCounts[half]} cells`),
      toCase('expected calibration error', error, 5, diagram.join('; ') + (half === 'open' ? ` | ${JSON.stringify(fitCalibration(claims))}` : '')), // oxfmt-ignore
    ]
  })
}

/** Classes of findings that describe a notation. They are not judged as right or wrong. */
const notationClasses: ReadonlySet<string> = new Set([
  'missing-word',
  'censored',
  'rounded',
  'abbreviation',
  'mixed-language',
])

interface NamedScore {
  name: string
  score: RepairScore
}

function scoreTable(name: string, header: string[], dirty: string[][], clean: string[][]): NamedScore {
  return { name, score: scoreRepairs(header, dirty, clean, findErrors(header, dirty, 'balanced')) }
}

/** Scores the check with answers about the rows that it proposes. */
const scoreWithAnswers = ({
  name,
  header,
  dirty,
  clean,
}: Parameters<typeof checkWithCleanAnswers>[0] & { name: string }): NamedScore => ({
  name,
  score: scoreRepairs(header, dirty, clean, checkWithCleanAnswers({ header, dirty, clean }, maxAnswers)),
})

function findErrors(header: string[], rows: string[][], sensitivity: Sensitivity): Finding[] {
  const steps = checkCells(encodeTable(header, rows), { sensitivity })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function toCases(
  name: string,
  scores: readonly NamedScore[],
  detection?: readonly [goal: number, floor: number],
  repair?: readonly [goal: number, floor: number],
): BenchCase[] {
  if (scores.length === 0) return []
  return (['detection', 'repair'] as const).map((measure) => {
    const missed = scores.map(({ score }) => 100 * (1 - score[measure]))
    const mean = missed.reduce((sum, title) => sum + title, 0) / missed.length
    const limits = measure === 'detection' ? detection : repair
    return benchCase({
      case: `${name}, ${measure}`,
      unit: '1 - F1, %',
      measured: { ours: { ...summarize(missed), median: mean } },
      ...(limits ? { goal: limits[0], floor: limits[1] } : {}),
      note: scores.map(({ name: title, score }) => `${title}: F1 ${score[measure].toFixed(3)}`).join(' | '),
    })
  })
}

function createFlaggedCase(
  half: string,
  sensitivity: Sensitivity,
  tables: readonly TextTable[],
  bound: number | undefined,
): BenchCase {
  const shares = tables.map(
    ({ header, rows }) => (100 * findErrors(header, rows, sensitivity).length) / (header.length * rows.length),
  )
  const cells = tables.reduce((sum, { header, rows }) => sum + header.length * rows.length, 0)
  const weightedMean =
    tables.reduce((sum, { header, rows }, index) => sum + (shares[index] as number) * header.length * rows.length, 0) /
    cells
  return benchCase({
    case: `clean tables (${half}), ${sensitivity}: share of flagged cells`,
    unit: '%',
    measured: { ours: { ...summarize(shares), median: weightedMean } },
    ...(bound === undefined ? {} : { goal: bound }),
    note: tables.map(({ name }, index) => `${name} ${(shares[index] as number).toFixed(3)} %`).join('; '),
  })
}
