import type { Finding } from '@aw-flow/schema'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import type { AnsweredTable } from './answered-table.ts'
import { createFeatureIndex, type FeatureIndex } from './feature-index.ts'
import { isOfText } from './is-of-text.ts'
import { learnRewriters, type Rewriter, type TextAnswer } from './learn-rewrites.ts'
import { fitLogisticModel, type Example } from './logistic-model.ts'
import { isOfRow, maxPriorOdds, unsuspectedOdds, type Prior, type RepairCandidate } from './prior-evidence.ts'
import { createTextFeatures } from './text-features.ts'

/**
 * Prior variances of feature weights: for a kind of finding in one column and in all columns, for a column, and for all
 * cells.
 */
const variance = { kind: 4, sharedKind: 1, column: 0.5, all: 0.2 }
const exactPrecision = 0.9
/** Minimum advantage in precision for a learned repair to be preferred. */
const preference = 0.02

/** Which texts are wrong in their columns, and what they should be. */
export interface LearnedTexts {
  /** Log odds that the text of a cell is wrong in its column. */
  odds(row: number, at: number): number
  /** The correct text of a cell whose text is wrong. */
  repair(row: number, at: number): RepairCandidate | undefined
  /** Rewrites a text that is wrong in a column. */
  rewrite(text: string, at: number): string
}

/**
 * Learns from answers which texts of each column are wrong in any row, and how to rewrite them.
 *
 * @yields Progress from 0 to 1.
 */
export function* learnTexts(
  table: EncodedTable,
  answered: AnsweredTable,
  { findings, odds: priorOdds, kindOf }: Prior,
): Generator<number, LearnedTexts> {
  const { columns } = table
  const width = columns.length
  const index = createFeatureIndex()
  const models = columns.map((column, at) => learnColumn(column, at, table, answered, findings, index))
  yield 0.1
  const featuresOf = (row: number, at: number): number[] => {
    const { features } = models[at] as ColumnTexts
    const finding = findings.get(row * width + at)
    const own = [...features((columns[at] as EncodedColumn).observed[row] as number)]
    own.push(index.of('all', variance.all), index.of(`${at} column`, variance.column))
    if (finding && !isOfRow(finding)) {
      const kind = kindOf(row * width + at, finding)
      own.push(index.of(`${at} kind ${kind}`, variance.kind), index.of(`kind ${kind}`, variance.sharedKind))
    }
    return own
  }
  const textPrior = (key: number): number => {
    const finding = findings.get(key)
    return finding && !isOfRow(finding) ? priorOdds(key) : unsuspectedOdds
  }
  const examples: Example[] = []
  for (const [key, { isWrong }] of answered.verdicts) {
    const [row, at] = [Math.floor(key / width), key % width]
    if ((columns[at] as EncodedColumn).observed[row] === 0) continue
    const isKnownWrong = (models[at] as ColumnTexts).isTextWrong(key)
    const suspicion = findings.get(key)
    // The finding is correct, but the text may not be the reason.
    if (isWrong && !isKnownWrong && suspicion && !isOfRow(suspicion)) continue
    const isPositive = isWrong && isKnownWrong
    examples.push({ features: featuresOf(row, at), offset: textPrior(key), isPositive, weight: 1 })
  }
  const weights = fitLogisticModel(examples, index.variances)
  yield 0.3
  const sums = models.map(({ features }, at) => {
    const column = columns[at] as EncodedColumn
    const shared = weightAt(weights, index.of('all', variance.all)) + weightAt(weights, index.of(`${at} column`, variance.column)) // oxfmt-ignore
    const known = new Map<number, number>()
    return (code: number): number => {
      const sum =
        known.get(code) ?? features(code).reduce((total, feature) => total + weightAt(weights, feature), shared)
      if (column.written[code] !== undefined) known.set(code, sum)
      return sum
    }
  })
  const kindWeight = (key: number, finding: Finding): number => {
    const kind = kindOf(key, finding)
    return (
      weightAt(weights, index.of(`${key % width} kind ${kind}`, variance.kind)) +
      weightAt(weights, index.of(`kind ${kind}`, variance.sharedKind))
    )
  }
  const odds = (row: number, at: number): number => {
    const finding = findings.get(row * width + at)
    const code = (columns[at] as EncodedColumn).observed[row] as number
    // Whether a cell should have a value depends on its row.
    if (code === 0) return -maxPriorOdds * 3
    const sum = (sums[at] as (code: number) => number)(code)
    return finding && !isOfRow(finding)
      ? sum + textPrior(row * width + at) + kindWeight(row * width + at, finding)
      : sum + unsuspectedOdds
  }
  const rewrite = (text: string, at: number): string => {
    const column = columns[at] as EncodedColumn
    const code = column.codes.get(text)
    const isWrong = code !== undefined && (sums[at] as (code: number) => number)(code) + unsuspectedOdds > 0
    return isWrong ? ((models[at] as ColumnTexts).rewrite(text)?.text ?? text) : text
  }
  return {
    odds,
    rewrite,
    repair(row, at) {
      const model = models[at] as ColumnTexts
      const column = columns[at] as EncodedColumn
      const text = column.values[column.observed[row] as number] as string
      const learned = model.rewrite(text)
      const finding = findings.get(row * width + at)
      if (!finding || finding.repair === undefined || isOfRow(finding)) return learned
      const precision = model.precisionOf(finding)
      if (learned && learned.precision > precision + preference) return learned
      return { text: rewrite(finding.repair, at), precision }
    },
  }
}

const weightAt = (weights: Float64Array, feature: number): number => weights[feature] ?? 0

interface ColumnTexts {
  features(code: number): readonly number[]
  /** Whether the text of an answered wrong cell is wrong by itself. */
  isTextWrong(key: number): boolean
  /** The correct form of a wrong text. */
  rewrite(text: string): RepairCandidate | undefined
  /** The estimated share of correct repairs among findings like this one. */
  precisionOf(finding: Finding): number
}

const nameOf = ({ rule, kind }: Finding): string => `${rule} ${kind ?? ''}`

/** Learns the correct forms of the wrong texts of a column. */
function learnColumn(
  column: EncodedColumn,
  at: number,
  { rows, columns }: EncodedTable,
  { verdicts }: AnsweredTable,
  findings: ReadonlyMap<number, Finding>,
  index: FeatureIndex,
): ColumnTexts {
  const width = columns.length
  const answers: (TextAnswer & { key: number })[] = []
  for (const [key, { correct }] of verdicts) {
    if (key % width !== at || correct === undefined) continue
    const text = column.values[column.observed[Math.floor(key / width)] as number] as string
    answers.push({ key, text, correct })
  }
  const correctTexts = new Set(answers.map(({ correct }) => correct))
  // Repairs of cells that contradict their row are correct values too.
  for (const [key, finding] of findings)
    if (key % width === at && finding.repair && isOfRow(finding)) correctTexts.add(finding.repair)
  const textWrong = new Set(
    answers
      .filter(({ text, correct }) => text !== correct && text !== '' && isOfText(text, correct, correctTexts, column))
      .map(({ key }) => key),
  )
  const textAnswers = answers.filter(({ key, text, correct }) => text === correct || textWrong.has(key))
  const wrongTexts = new Set(textAnswers.filter(({ text, correct }) => text !== correct).map(({ text }) => text))
  const rewriters: Rewriter[] = learnRewriters(
    column,
    textAnswers,
    (code) => !wrongTexts.has(column.values[code] as string),
  )
  const exact = new Map<string, Map<string, number>>()
  for (const { text, correct } of textAnswers) {
    // Missing values can have different correct values, so they are not rewritten.
    if (text === correct || text === '') continue
    const counts = exact.get(text) ?? new Map<string, number>()
    counts.set(correct, (counts.get(correct) ?? 0) + 1)
    exact.set(text, counts)
  }
  const kinds = new Map<string, { right: number; all: number }>()
  for (const { key, text, correct } of answers) {
    const finding = findings.get(key)
    if (!finding || finding.repair === undefined || text === correct) continue
    const known = kinds.get(nameOf(finding)) ?? { right: 0, all: 0 }
    known.all++
    if (finding.repair === correct) known.right++
    kinds.set(nameOf(finding), known)
  }
  return {
    features: createTextFeatures(column, at, rows, rewriters, index),
    isTextWrong: (key) => textWrong.has(key) || !answers.some((answer) => answer.key === key),
    rewrite(text) {
      const counts = exact.get(text)
      if (counts) {
        const [best] = [...counts].sort(([, a], [, b]) => b - a)
        const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
        if (best) return { text: best[0], precision: (best[1] + exactPrecision) / (all + 1) }
      }
      for (const { apply, precision } of rewriters) {
        const to = apply(text)
        if (to !== undefined && to !== text) return { text: to, precision }
      }
      return undefined
    },
    precisionOf(finding) {
      const { right = 0, all = 0 } = kinds.get(nameOf(finding)) ?? {}
      return (right + 2 * Math.max(0.6, finding.confidence * 0.95)) / (all + 2)
    },
  }
}
