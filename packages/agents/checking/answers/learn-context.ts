import type { Finding } from '@aw-flow/schema/internal'
import { resolveConflicts, type Contradiction } from '../conflicts/resolve-conflicts.ts'
import { encodeText, createColumn, writeCell, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import type { AnsweredTable } from './answered-table.ts'
import { createFeatureIndex } from './feature-index.ts'
import type { LearnedValues } from './learn-texts.ts'
import { fitLogisticModel, type Example } from './logistic-model.ts'
import {
  isCausedByOtherCells,
  maxPriorLogOdds,
  minReportedLogOdds,
  toLogOdds,
  toProbability,
  defaultPriorLogOdds,
  type Prior,
  type RepairCandidate,
} from './prior-evidence.ts'
import { findContextPredictors, type ContextPredictor } from './context-predictor.ts'

/** Prior variances of feature weights. */
const priorVariances = {
  kind: 1.2,
  sharedKind: 0.5,
  empty: 3,
  column: 0.5,
  all: 0.2,
  strongPredictor: 2.5,
  predictor: 1,
}

const getWeight = (weights: Float64Array, feature: number): number => weights[feature] ?? 0

/** The learned feature weights of a column. */
interface ColumnWeights {
  readonly baseWeight: number
  readonly contradictionWeight: number
  /** Weights of empty cells: without a predicted value, then with one. */
  readonly emptyCellWeights: readonly [number, number]
  readonly predictors: readonly { predictor: ContextPredictor; weights: readonly number[] }[]
}

/** Weights with a smaller absolute value are ignored. */
const minWeight = 0.02
const isStrong = (fraction: number, otherRowCount: number): boolean => fraction >= 0.8 && otherRowCount >= 3
const toFeatureName = (columnIndex: number, relation: string, { sourceIndex }: ContextPredictor): string =>
  `${columnIndex} ${relation} ${sourceIndex}`

/** Computes the log odds that a cell contradicts other cells, and the value that those cells suggest. */
export type EvaluateContext = (
  row: number,
  columnIndex: number,
) => { logOdds: number; repair: RepairCandidate | undefined }

/**
 * Learns from answers which cells contradict other rows and columns. Values that are wrong regardless of their row are
 * rewritten first.
 *
 * @yields Progress from 0 to 1.
 */
export function* learnContext(
  table: EncodedTable,
  answeredTable: AnsweredTable,
  prior: Prior,
  learnedValues: LearnedValues,
): Generator<number, EvaluateContext> {
  const { findings, getPriorLogOdds, getKind } = prior
  const { rows, columns } = table
  const columnCount = columns.length
  const rewrittenTable: EncodedTable = { rows, columns: columns.map(({ name }) => createColumn(name, rows)) }
  for (const [columnIndex, column] of columns.entries()) {
    const target = rewrittenTable.columns[columnIndex] as EncodedColumn
    for (let row = 0; row < rows; row++) {
      const text = column.values[column.observedCodes[row] as number] as string
      writeCell(
        target,
        row,
        learnedValues.computeLogOdds(row, columnIndex) > 0
          ? (learnedValues.findRepair(row, columnIndex)?.text ?? '')
          : text,
      )
    }
  }
  yield 0.55
  const knownValues = new Map<number, number>()
  for (const [key, { correctValue }] of answeredTable.verdicts)
    if (correctValue !== undefined)
      knownValues.set(key, encodeText(rewrittenTable.columns[key % columnCount] as EncodedColumn, correctValue))
  // The initial check has already scored these columns' dependencies, so their conflicts are not resolved again.
  const scoredColumns = new Set<number>()
  for (const [key, { rule }] of findings)
    if (rule === 'dependency' && !prior.evaluatedColumns.has(key % columnCount)) scoredColumns.add(key % columnCount)
  const resolution = resolveConflicts(rewrittenTable, knownValues)
  const contradictions = resolution.contradictions.filter(({ column }) => !scoredColumns.has(column))
  const evaluatedColumns = new Set([...resolution.evaluatedColumns].filter((column) => !scoredColumns.has(column)))
  const indexByCell = (items: readonly Contradiction[]): Map<number, Contradiction> =>
    new Map(items.map((contradiction) => [contradiction.row * columnCount + contradiction.column, contradiction]))
  const contradictionByCell = indexByCell(contradictions)
  // These contradictions are found without the answers, so that the answered rows show how reliable they are.
  const independentContradictions = indexByCell(
    resolveConflicts(rewrittenTable).contradictions.filter(({ column }) => !scoredColumns.has(column)),
  )
  yield 0.6
  const predictors = findContextPredictors(rewrittenTable)
  yield 0.65
  const getContextualFinding = (key: number): Finding | undefined => {
    const finding = findings.get(key)
    const isEmpty = (columns[key % columnCount] as EncodedColumn).observedCodes[Math.floor(key / columnCount)] === 0
    if (!finding || !(isCausedByOtherCells(finding) || isEmpty) || finding.kind === 'contradiction') return undefined
    return finding
  }
  const tallies = new Map<ContextPredictor, { correctCount: number; total: number }>()
  for (const [key, { correctValue }] of answeredTable.verdicts) {
    const [row, columnIndex] = [Math.floor(key / columnCount), key % columnCount]
    if (correctValue === undefined || correctValue === '') continue
    for (const predictor of predictors[columnIndex] as ContextPredictor[]) {
      const { code, share } = predictor.predict(row)
      if (code === 0 || share < 0.5) continue
      const counts = tallies.get(predictor) ?? { correctCount: 0, total: 0 }
      counts.total++
      if ((rewrittenTable.columns[columnIndex] as EncodedColumn).values[code] === correctValue) counts.correctCount++
      tallies.set(predictor, counts)
    }
  }
  const computeReliability = (predictor: ContextPredictor): number => {
    const counts = tallies.get(predictor) ?? { correctCount: 0, total: 0 }
    return (counts.correctCount + 5 * predictor.agreement) / (counts.total + 5)
  }
  const reliabilities = new Map(predictors.flat().map((predictor) => [predictor, computeReliability(predictor)]))
  const predictValue = (row: number, columnIndex: number): RepairCandidate | undefined => {
    const votes = new Map<number, { logOdds: number; precision: number }>()
    for (const predictor of predictors[columnIndex] as ContextPredictor[]) {
      const { code, share, otherRowCount } = predictor.predict(row)
      if (code === 0) continue
      const precision = Math.min(
        0.98,
        (reliabilities.get(predictor) as number) * ((share * otherRowCount + 0.5) / (otherRowCount + 1)),
      )
      const vote = votes.get(code) ?? { logOdds: 0, precision: 0 }
      vote.logOdds += Math.max(0.1, toLogOdds(precision) + 1)
      vote.precision = Math.max(vote.precision, precision)
      votes.set(code, vote)
    }
    let best: { code: number; logOdds: number; precision: number } | undefined
    for (const [code, vote] of votes) if (!best || vote.logOdds > best.logOdds) best = { code, ...vote }
    const column = rewrittenTable.columns[columnIndex] as EncodedColumn
    return best && { text: column.values[best.code] as string, precision: best.precision }
  }
  const index = createFeatureIndex()
  const collectFeatures = (
    row: number,
    columnIndex: number,
    contradiction: Contradiction | undefined,
  ): { features: number[]; offset: number } => {
    const key = row * columnCount + columnIndex
    const features = [
      index.getId('all', priorVariances.all),
      index.getId(`${columnIndex} column`, priorVariances.column),
    ]
    const finding = getContextualFinding(key)
    let offset = defaultPriorLogOdds
    if (contradiction) {
      features.push(index.getId(`${columnIndex} contradiction`, priorVariances.kind))
      offset = Math.min(maxPriorLogOdds, contradiction.logOdds)
    } else if (finding) {
      const kind = getKind(key, finding)
      features.push(
        index.getId(`${columnIndex} ${kind}`, priorVariances.kind),
        index.getId(kind, priorVariances.sharedKind),
      )
      offset = getPriorLogOdds(key)
    }
    const cellCode = (rewrittenTable.columns[columnIndex] as EncodedColumn).observedCodes[row] as number
    if (cellCode === 0) {
      const hasPrediction = contradiction !== undefined || predictValue(row, columnIndex) !== undefined
      features.push(
        index.getId(`${columnIndex} empty ${hasPrediction}`, priorVariances.empty),
        index.getId(`empty ${hasPrediction}`, priorVariances.sharedKind),
      )
    }
    // In evaluated columns, conflict resolution has already used the entity's other rows as evidence.
    if (evaluatedColumns.has(columnIndex)) return { features, offset }
    for (const predictor of predictors[columnIndex] as ContextPredictor[]) {
      const { code, share, otherRowCount } = predictor.predict(row)
      if (code === 0 || cellCode === 0 || share < 0.5) continue
      const relation = code === cellCode ? 'like' : 'unlike'
      if (isStrong(share, otherRowCount))
        features.push(
          index.getId(toFeatureName(columnIndex, `strong ${relation}`, predictor), priorVariances.strongPredictor),
        )
      else features.push(index.getId(toFeatureName(columnIndex, relation, predictor), priorVariances.predictor))
    }
    return { features, offset }
  }
  const examples: Example[] = []
  for (const [key, { correctValue, isWrong }] of answeredTable.verdicts) {
    const [row, columnIndex] = [Math.floor(key / columnCount), key % columnCount]
    const column = rewrittenTable.columns[columnIndex] as EncodedColumn
    const text = column.values[column.observedCodes[row] as number] as string
    // Skip wrong values for which no replacement is known.
    const observedCode = (columns[columnIndex] as EncodedColumn).observedCodes[row] as number
    if (text === '' && isWrong && observedCode !== 0) continue
    const isConfirmedFinding = isWrong && getContextualFinding(key) !== undefined
    const isPositive =
      isConfirmedFinding ||
      (correctValue === undefined
        ? isWrong && learnedValues.computeLogOdds(row, columnIndex) <= 0
        : text !== correctValue)
    examples.push({ ...collectFeatures(row, columnIndex, independentContradictions.get(key)), isPositive, weight: 1 })
  }
  const weights = fitLogisticModel(examples, index.variances)
  const getNamedWeight = (name: string, priorVariance: number): number =>
    getWeight(weights, index.getId(name, priorVariance))
  const columnWeights = predictors.map((list, columnIndex): ColumnWeights => ({
    baseWeight:
      getNamedWeight('all', priorVariances.all) + getNamedWeight(`${columnIndex} column`, priorVariances.column),
    contradictionWeight: getNamedWeight(`${columnIndex} contradiction`, priorVariances.kind),
    emptyCellWeights: [false, true].map(
      (hasPrediction) =>
        getNamedWeight(`${columnIndex} empty ${hasPrediction}`, priorVariances.empty) +
        getNamedWeight(`empty ${hasPrediction}`, priorVariances.sharedKind),
    ) as [number, number],
    predictors: list
      .map((predictor) => ({
        predictor,
        weights: ['like', 'unlike', 'strong like', 'strong unlike'].map((relation) =>
          getNamedWeight(toFeatureName(columnIndex, relation, predictor), 1),
        ),
      }))
      .filter((entry) => entry.weights.some((weight) => Math.abs(weight) > minWeight)),
  }))
  const computeLogOdds = (
    row: number,
    columnIndex: number,
    contradiction: Contradiction | undefined,
    finding?: Finding,
  ): number => {
    const {
      baseWeight,
      contradictionWeight,
      emptyCellWeights,
      predictors: columnPredictors,
    } = columnWeights[columnIndex] as ColumnWeights
    const key = row * columnCount + columnIndex
    let logOdds = baseWeight + defaultPriorLogOdds
    if (contradiction) logOdds = baseWeight + contradictionWeight + Math.min(maxPriorLogOdds, contradiction.logOdds)
    else if (finding) {
      const kind = getKind(key, finding)
      logOdds =
        baseWeight +
        getPriorLogOdds(key) +
        getNamedWeight(`${columnIndex} ${kind}`, priorVariances.kind) +
        getNamedWeight(kind, priorVariances.sharedKind)
    }
    const cellCode = (rewrittenTable.columns[columnIndex] as EncodedColumn).observedCodes[row] as number
    if (cellCode === 0 && emptyCellWeights.some((weight) => Math.abs(weight) > minWeight))
      logOdds += emptyCellWeights[contradiction !== undefined || predictValue(row, columnIndex) !== undefined ? 1 : 0]
    if (cellCode === 0 || evaluatedColumns.has(columnIndex)) return logOdds
    for (const { predictor, weights: relationWeights } of columnPredictors) {
      const { code, share, otherRowCount } = predictor.predict(row)
      if (code === 0 || share < 0.5) continue
      logOdds += relationWeights[(isStrong(share, otherRowCount) ? 2 : 0) + (code === cellCode ? 0 : 1)] as number
    }
    return logOdds
  }
  return (row, columnIndex) => {
    const key = row * columnCount + columnIndex
    const contradiction = contradictionByCell.get(key)
    const finding = getContextualFinding(key)
    const logOdds = computeLogOdds(row, columnIndex, contradiction, finding)
    const isEmpty = (rewrittenTable.columns[columnIndex] as EncodedColumn).observedCodes[row] === 0
    if (logOdds <= minReportedLogOdds && !isEmpty) return { logOdds, repair: undefined }
    const repair = contradiction
      ? { text: contradiction.value, precision: Math.max(0.5, toProbability(contradiction.logOdds)) }
      : finding?.repair === undefined
        ? predictValue(row, columnIndex)
        : {
            text: learnedValues.rewrite(finding.repair, columnIndex),
            precision: Math.max(0.5, finding.confidence * 0.95),
          }
    return { logOdds, repair }
  }
}
