import type { Finding } from '@aw-flow/schema/internal'
import { resolveConflicts, type Contradiction } from '../conflicts/resolve-conflicts.ts'
import { encodeText, createColumn, writeCell, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import type { AnsweredTable } from './answered-table.ts'
import { createFeatureIndex, type FeatureIndex } from './feature-index.ts'
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

/** Weights with a smaller absolute value are ignored. */
const minWeight = 0.02
const isStrong = (fraction: number, otherRowCount: number): boolean => fraction >= 0.8 && otherRowCount >= 3
const relations = ['like', 'unlike', 'strong like', 'strong unlike'] as const
const toFeatureName = (columnIndex: number, relation: string, { sourceIndex }: ContextPredictor): string =>
  `${columnIndex} ${relation} ${sourceIndex}`

/** Computes the log odds that a cell contradicts other cells, and the value that those cells suggest. */
export type EvaluateContext = (
  row: number,
  columnIndex: number,
) => { logOdds: number; repair: RepairCandidate | undefined }

/** The tables and relations from which answers are generalized. */
interface Context {
  readonly table: EncodedTable
  /** The table without values that are wrong regardless of their row. */
  readonly rewrittenTable: EncodedTable
  readonly prior: Prior
  readonly conflicts: Conflicts
  /** The predictors of each column. */
  readonly predictors: readonly (readonly ContextPredictor[])[]
  readonly predictValue: (row: number, columnIndex: number) => RepairCandidate | undefined
}

/** The contradictions between rows, keyed by cell. */
interface Conflicts {
  readonly contradictions: ReadonlyMap<number, Contradiction>
  /** Those that are found without the answers, so that the answered rows show how reliable they are. */
  readonly independentContradictions: ReadonlyMap<number, Contradiction>
  readonly evaluatedColumns: ReadonlySet<number>
}

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
  const rewrittenTable = rewriteWrongValues(table, learnedValues)
  yield 0.55
  const conflicts = findConflicts(rewrittenTable, answeredTable, prior)
  yield 0.6
  const predictors = findContextPredictors(rewrittenTable)
  yield 0.65
  const predictValue = createValuePredictor(rewrittenTable, predictors, answeredTable)
  const context = { table, rewrittenTable, prior, conflicts, predictors, predictValue }
  const index = createFeatureIndex()
  const examples = createExamples(context, answeredTable, learnedValues, index)
  const weights = fitLogisticModel(examples, index.variances)
  const getWeight = (feature: number): number => weights[feature] ?? 0
  // Most predictors of most columns have learned nothing, and need not be evaluated for every cell.
  const hasWeight = (predictor: ContextPredictor, columnIndex: number): boolean =>
    relations.some((relation) => {
      const feature = index.getId(toFeatureName(columnIndex, relation, predictor), priorVariances.predictor)
      return Math.abs(getWeight(feature)) > minWeight
    })
  const weightedPredictors = predictors.map((list, columnIndex) =>
    list.filter((predictor) => hasWeight(predictor, columnIndex)),
  )
  const weightedContext = { ...context, predictors: weightedPredictors }
  return (row, columnIndex) => {
    const key = row * table.columns.length + columnIndex
    const contradiction = conflicts.contradictions.get(key)
    const finding = getContextualFinding(context, key)
    const { features, offset } = collectFeatures(weightedContext, row, columnIndex, contradiction, index)
    const logOdds = features.reduce((sum, feature) => sum + getWeight(feature), offset)
    const isEmpty = getCode(rewrittenTable, row, columnIndex) === 0
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

const getCode = ({ columns }: EncodedTable, row: number, columnIndex: number): number =>
  (columns[columnIndex] as EncodedColumn).observedCodes[row] as number

const getText = ({ columns }: EncodedTable, columnIndex: number, code: number): string =>
  (columns[columnIndex] as EncodedColumn).values[code] as string

function rewriteWrongValues(table: EncodedTable, learnedValues: LearnedValues): EncodedTable {
  const { rows, columns } = table
  const rewrittenTable: EncodedTable = { rows, columns: columns.map(({ name }) => createColumn(name, rows)) }
  for (const [columnIndex, target] of rewrittenTable.columns.entries()) {
    for (let row = 0; row < rows; row++) {
      const isWrong = learnedValues.computeLogOdds(row, columnIndex) > 0
      const text = isWrong
        ? (learnedValues.findRepair(row, columnIndex)?.text ?? '')
        : getText(table, columnIndex, getCode(table, row, columnIndex))
      writeCell(target, row, text)
    }
  }
  return rewrittenTable
}

function findConflicts(
  table: EncodedTable,
  { verdicts }: AnsweredTable,
  { findings, evaluatedColumns }: Prior,
): Conflicts {
  const columnCount = table.columns.length
  const knownValues = new Map<number, number>()
  for (const [key, { correctValue }] of verdicts)
    if (correctValue !== undefined)
      knownValues.set(key, encodeText(table.columns[key % columnCount] as EncodedColumn, correctValue))
  // The initial check has already scored these columns' dependencies, so their conflicts are not resolved again.
  const scoredColumns = new Set<number>()
  for (const [key, { rule }] of findings)
    if (rule === 'dependency' && !evaluatedColumns.has(key % columnCount)) scoredColumns.add(key % columnCount)
  const isNew = (columnIndex: number): boolean => !scoredColumns.has(columnIndex)
  const indexByCell = (items: readonly Contradiction[]): Map<number, Contradiction> =>
    new Map(items.filter(({ column }) => isNew(column)).map((item) => [item.row * columnCount + item.column, item]))
  const resolution = resolveConflicts(table, knownValues)
  return {
    contradictions: indexByCell(resolution.contradictions),
    independentContradictions: indexByCell(resolveConflicts(table).contradictions),
    evaluatedColumns: new Set([...resolution.evaluatedColumns].filter(isNew)),
  }
}

/** Creates a function that predicts the value of a cell from other rows, by predictors that the answers confirm. */
function createValuePredictor(
  table: EncodedTable,
  predictors: Context['predictors'],
  answeredTable: AnsweredTable,
): Context['predictValue'] {
  const reliabilities = measureReliability(table, predictors, answeredTable)
  return (row, columnIndex) => {
    const votes = new Map<number, { logOdds: number; precision: number }>()
    for (const predictor of predictors[columnIndex] as readonly ContextPredictor[]) {
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
    return best && { text: getText(table, columnIndex, best.code), precision: best.precision }
  }
}

/** Returns the share of values that each predictor would have predicted correctly, in all rows and in answered ones. */
function measureReliability(
  table: EncodedTable,
  predictors: Context['predictors'],
  { verdicts }: AnsweredTable,
): Map<ContextPredictor, number> {
  const columnCount = table.columns.length
  const tallies = new Map(predictors.flat().map((predictor) => [predictor, { correctCount: 0, total: 0 }]))
  for (const [key, { correctValue }] of verdicts) {
    const [row, columnIndex] = [Math.floor(key / columnCount), key % columnCount]
    if (correctValue === undefined || correctValue === '') continue
    for (const predictor of predictors[columnIndex] as readonly ContextPredictor[]) {
      const { code, share } = predictor.predict(row)
      const tally = tallies.get(predictor)
      if (!tally || code === 0 || share < 0.5) continue
      tally.total++
      if (getText(table, columnIndex, code) === correctValue) tally.correctCount++
    }
  }
  return new Map(
    [...tallies].map(([predictor, { correctCount, total }]) => [
      predictor,
      (correctCount + 5 * predictor.agreement) / (total + 5),
    ]),
  )
}

function getContextualFinding({ table, prior }: Context, key: number): Finding | undefined {
  const columnCount = table.columns.length
  const finding = prior.findings.get(key)
  const isEmpty = getCode(table, Math.floor(key / columnCount), key % columnCount) === 0
  if (!finding || !(isCausedByOtherCells(finding) || isEmpty) || finding.kind === 'contradiction') return undefined
  return finding
}

/** Creates the examples of the model from the answered cells. */
function createExamples(
  context: Context,
  { verdicts }: AnsweredTable,
  learnedValues: LearnedValues,
  index: FeatureIndex,
): Example[] {
  const { table, rewrittenTable, conflicts } = context
  const columnCount = table.columns.length
  return [...verdicts].flatMap(([key, { correctValue, isWrong }]) => {
    const [row, columnIndex] = [Math.floor(key / columnCount), key % columnCount]
    const text = getText(rewrittenTable, columnIndex, getCode(rewrittenTable, row, columnIndex))
    // Skip wrong values for which no replacement is known.
    if (text === '' && isWrong && getCode(table, row, columnIndex) !== 0) return []
    const isConfirmedFinding = isWrong && getContextualFinding(context, key) !== undefined
    const isPositive =
      isConfirmedFinding ||
      (correctValue === undefined
        ? isWrong && learnedValues.computeLogOdds(row, columnIndex) <= 0
        : text !== correctValue)
    const contradiction = conflicts.independentContradictions.get(key)
    return [{ ...collectFeatures(context, row, columnIndex, contradiction, index), isPositive, weight: 1 }]
  })
}

/** Collects the features of a cell, and its log odds without answers. */
function collectFeatures(
  context: Context,
  row: number,
  columnIndex: number,
  contradiction: Contradiction | undefined,
  index: FeatureIndex,
): Pick<Example, 'features' | 'offset'> {
  const { table, rewrittenTable, prior, conflicts, predictors, predictValue } = context
  const key = row * table.columns.length + columnIndex
  const features = [index.getId('all', priorVariances.all), index.getId(`${columnIndex} column`, priorVariances.column)]
  const finding = getContextualFinding(context, key)
  let offset = defaultPriorLogOdds
  if (contradiction) {
    features.push(index.getId(`${columnIndex} contradiction`, priorVariances.kind))
    offset = Math.min(maxPriorLogOdds, contradiction.logOdds)
  } else if (finding) {
    const kind = prior.getKind(key, finding)
    features.push(
      index.getId(`${columnIndex} ${kind}`, priorVariances.kind),
      index.getId(kind, priorVariances.sharedKind),
    )
    offset = prior.getPriorLogOdds(key)
  }
  const cellCode = getCode(rewrittenTable, row, columnIndex)
  if (cellCode === 0) {
    const hasPrediction = contradiction !== undefined || predictValue(row, columnIndex) !== undefined
    features.push(
      index.getId(`${columnIndex} empty ${hasPrediction}`, priorVariances.empty),
      index.getId(`empty ${hasPrediction}`, priorVariances.sharedKind),
    )
  }
  // In evaluated columns, conflict resolution has already used the entity's other rows as evidence.
  if (cellCode === 0 || conflicts.evaluatedColumns.has(columnIndex)) return { features, offset }
  for (const predictor of predictors[columnIndex] as readonly ContextPredictor[]) {
    const { code, share, otherRowCount } = predictor.predict(row)
    if (code === 0 || share < 0.5) continue
    const relation = code === cellCode ? 'like' : 'unlike'
    const isStrongRelation = isStrong(share, otherRowCount)
    const variance = isStrongRelation ? priorVariances.strongPredictor : priorVariances.predictor
    features.push(
      index.getId(toFeatureName(columnIndex, isStrongRelation ? `strong ${relation}` : relation, predictor), variance),
    )
  }
  return { features, offset }
}
