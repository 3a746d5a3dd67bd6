import type { Finding } from '@aw-flow/schema/internal'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import type { AnsweredTable } from './answered-table.ts'
import { createFeatureIndex, type FeatureIndex } from './feature-index.ts'
import { isValueError } from './is-text-error.ts'
import { learnRewriters, type Rewriter, type ValueAnswer } from './learn-rewrites.ts'
import { fitLogisticModel, type Example } from './logistic-model.ts'
import {
  isCausedByOtherCells,
  maxPriorLogOdds,
  defaultPriorLogOdds,
  type Prior,
  type RepairCandidate,
} from './prior-evidence.ts'
import { createTextFeatureExtractor } from './text-features.ts'

/**
 * Prior variances of feature weights. `kind` applies to a kind of finding within one column, `sharedKind` to that kind
 * in all columns, `column` to all cells of a column, and `all` to every cell.
 */
const priorVariances = { kind: 4, sharedKind: 1, column: 0.5, all: 0.2 }
const exactRewritePrecision = 0.9
/** A learned repair replaces a finding's repair only if its precision is higher by more than this margin. */
const minAdvantage = 0.02

/** A model of the values that are wrong in each column, and of their correct forms. */
export interface LearnedValues {
  /** Computes the log odds that a cell's value is wrong in its column, regardless of its row. */
  computeLogOdds(row: number, columnIndex: number): number
  /** Finds the correct value of a cell with a wrong value. */
  findRepair(row: number, columnIndex: number): RepairCandidate | undefined
  /** Returns the correct form of a value if the value is wrong in the column; otherwise returns the value unchanged. */
  rewrite(text: string, columnIndex: number): string
}

/**
 * Learns from answers which values are wrong in every row of their column, and how to rewrite them.
 *
 * @yields Progress from 0 to 1.
 */
export function* learnValues(
  table: EncodedTable,
  answeredTable: AnsweredTable,
  { findings, getPriorLogOdds, getKind }: Prior,
): Generator<number, LearnedValues> {
  const { columns } = table
  const columnCount = columns.length
  const index = createFeatureIndex()
  const models = columns.map((column, columnIndex) =>
    learnColumn(column, columnIndex, table, answeredTable, findings, index),
  )
  yield 0.1
  const collectFeatures = (row: number, columnIndex: number): number[] => {
    const { getFeatures } = models[columnIndex] as ColumnValueModel
    const finding = findings.get(row * columnCount + columnIndex)
    const cellFeatures = [...getFeatures((columns[columnIndex] as EncodedColumn).observedCodes[row] as number)]
    cellFeatures.push(
      index.getId('all', priorVariances.all),
      index.getId(`${columnIndex} column`, priorVariances.column),
    )
    if (finding && !isCausedByOtherCells(finding)) {
      const kind = getKind(row * columnCount + columnIndex, finding)
      cellFeatures.push(
        index.getId(`${columnIndex} kind ${kind}`, priorVariances.kind),
        index.getId(`kind ${kind}`, priorVariances.sharedKind),
      )
    }
    return cellFeatures
  }
  const getValuePrior = (key: number): number => {
    const finding = findings.get(key)
    return finding && !isCausedByOtherCells(finding) ? getPriorLogOdds(key) : defaultPriorLogOdds
  }
  const examples: Example[] = []
  for (const [key, { isWrong }] of answeredTable.verdicts) {
    const [row, columnIndex] = [Math.floor(key / columnCount), key % columnCount]
    if ((columns[columnIndex] as EncodedColumn).observedCodes[row] === 0) continue
    const isValueWrong = (models[columnIndex] as ColumnValueModel).isValueWrong(key)
    const existingFinding = findings.get(key)
    // The answer confirms the finding, but the error may not be the value itself.
    if (isWrong && !isValueWrong && existingFinding && !isCausedByOtherCells(existingFinding)) continue
    const isPositive = isWrong && isValueWrong
    examples.push({ features: collectFeatures(row, columnIndex), offset: getValuePrior(key), isPositive, weight: 1 })
  }
  const weights = fitLogisticModel(examples, index.variances)
  yield 0.3
  const weightSumFunctions = models.map(({ getFeatures }, columnIndex) => {
    const column = columns[columnIndex] as EncodedColumn
    const sharedWeight = getWeight(weights, index.getId('all', priorVariances.all)) + getWeight(weights, index.getId(`${columnIndex} column`, priorVariances.column)) // oxfmt-ignore
    const cachedSums = new Map<number, number>()
    return (code: number): number => {
      const sum =
        cachedSums.get(code) ??
        getFeatures(code).reduce((total, feature) => total + getWeight(weights, feature), sharedWeight)
      if (column.observedCounts[code] !== undefined) cachedSums.set(code, sum)
      return sum
    }
  })
  const getKindWeight = (key: number, finding: Finding): number => {
    const kind = getKind(key, finding)
    return (
      getWeight(weights, index.getId(`${key % columnCount} kind ${kind}`, priorVariances.kind)) +
      getWeight(weights, index.getId(`kind ${kind}`, priorVariances.sharedKind))
    )
  }
  const computeLogOdds = (row: number, columnIndex: number): number => {
    const finding = findings.get(row * columnCount + columnIndex)
    const code = (columns[columnIndex] as EncodedColumn).observedCodes[row] as number
    // An empty cell is wrong only in the context of its row.
    if (code === 0) return -maxPriorLogOdds * 3
    const sum = (weightSumFunctions[columnIndex] as (code: number) => number)(code)
    return finding && !isCausedByOtherCells(finding)
      ? sum + getValuePrior(row * columnCount + columnIndex) + getKindWeight(row * columnCount + columnIndex, finding)
      : sum + defaultPriorLogOdds
  }
  const rewrite = (text: string, columnIndex: number): string => {
    const column = columns[columnIndex] as EncodedColumn
    const code = column.codes.get(text)
    const isWrong =
      code !== undefined &&
      (weightSumFunctions[columnIndex] as (code: number) => number)(code) + defaultPriorLogOdds > 0
    return isWrong ? ((models[columnIndex] as ColumnValueModel).rewrite(text)?.text ?? text) : text
  }
  return {
    computeLogOdds,
    rewrite,
    findRepair(row, columnIndex) {
      const model = models[columnIndex] as ColumnValueModel
      const column = columns[columnIndex] as EncodedColumn
      const text = column.values[column.observedCodes[row] as number] as string
      const learnedRepair = model.rewrite(text)
      const finding = findings.get(row * columnCount + columnIndex)
      if (!finding || finding.repair === undefined || isCausedByOtherCells(finding)) return learnedRepair
      const precision = model.estimatePrecision(finding)
      if (learnedRepair && learnedRepair.precision > precision + minAdvantage) return learnedRepair
      return { text: rewrite(finding.repair, columnIndex), precision }
    },
  }
}

const getWeight = (weights: Float64Array, feature: number): number => weights[feature] ?? 0

type ColumnValueModel = ReturnType<typeof learnColumn>

const toFindingType = ({ rule, kind }: Finding): string => `${rule} ${kind ?? ''}`

/** Learns corrections for a column's wrong values. */
function learnColumn(
  column: EncodedColumn,
  columnIndex: number,
  { rows, columns }: EncodedTable,
  { verdicts }: AnsweredTable,
  findings: ReadonlyMap<number, Finding>,
  index: FeatureIndex,
) {
  const columnCount = columns.length
  const answers: (ValueAnswer & { key: number })[] = []
  for (const [key, { correctValue }] of verdicts) {
    if (key % columnCount !== columnIndex || correctValue === undefined) continue
    const text = column.values[column.observedCodes[Math.floor(key / columnCount)] as number] as string
    answers.push({ key, text, correctText: correctValue })
  }
  const correctValues = new Set(answers.map(({ correctText }) => correctText))
  // The repairs of cells that contradict other cells are also correct values.
  for (const [key, finding] of findings)
    if (key % columnCount === columnIndex && finding.repair && isCausedByOtherCells(finding))
      correctValues.add(finding.repair)
  const valueErrorKeys = new Set(
    answers
      .filter(
        ({ text, correctText }) =>
          text !== correctText && text !== '' && isValueError(text, correctText, correctValues, column),
      )
      .map(({ key }) => key),
  )
  const valueAnswers = answers.filter(({ key, text, correctText }) => text === correctText || valueErrorKeys.has(key))
  const wrongValues = new Set(
    valueAnswers.filter(({ text, correctText }) => text !== correctText).map(({ text }) => text),
  )
  const rewriters: Rewriter[] = learnRewriters(
    column,
    valueAnswers,
    (code) => !wrongValues.has(column.values[code] as string),
  )
  const exactRewrites = new Map<string, Map<string, number>>()
  for (const { text, correctText } of valueAnswers) {
    // Empty cells are not rewritten, because their correct values may differ.
    if (text === correctText || text === '') continue
    const counts = exactRewrites.get(text) ?? new Map<string, number>()
    counts.set(correctText, (counts.get(correctText) ?? 0) + 1)
    exactRewrites.set(text, counts)
  }
  const talliesByType = new Map<string, { correctCount: number; total: number }>()
  for (const { key, text, correctText } of answers) {
    const finding = findings.get(key)
    if (!finding || finding.repair === undefined || text === correctText) continue
    const tally = talliesByType.get(toFindingType(finding)) ?? { correctCount: 0, total: 0 }
    tally.total++
    if (finding.repair === correctText) tally.correctCount++
    talliesByType.set(toFindingType(finding), tally)
  }
  return {
    getFeatures: createTextFeatureExtractor(column, columnIndex, rows, rewriters, index),
    /** For a cell that an answer marks as wrong, returns whether its value is wrong regardless of its row. */
    isValueWrong: (key: number): boolean => valueErrorKeys.has(key) || !answers.some((answer) => answer.key === key),
    /** Returns the correct form of a wrong value, or `undefined` if it is unknown. */
    rewrite(text: string): RepairCandidate | undefined {
      const counts = exactRewrites.get(text)
      if (counts) {
        const [best] = [...counts].sort(([, a], [, b]) => b - a)
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
        if (best) return { text: best[0], precision: (best[1] + exactRewritePrecision) / (total + 1) }
      }
      for (const { apply, precision } of rewriters) {
        const rewrittenText = apply(text)
        if (rewrittenText !== undefined && rewrittenText !== text) return { text: rewrittenText, precision }
      }
      return undefined
    },
    /** Estimates the fraction of findings of the same type whose repair is correct. */
    estimatePrecision(finding: Finding): number {
      const { correctCount = 0, total = 0 } = talliesByType.get(toFindingType(finding)) ?? {}
      return (correctCount + 2 * Math.max(0.6, finding.confidence * 0.95)) / (total + 2)
    },
  }
}
