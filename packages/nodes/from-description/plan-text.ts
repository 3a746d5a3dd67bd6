import type { Column, DescriptionPlan, DescriptionPlanRequest } from '@aw-flow/schema'
import type { Catalog } from '@aw-flow/engine'
import { chartWords, compileChart, requestsChart } from './chart-step.ts'
import { maskNames, maskTokens, readClause, splitClauses, type Clause } from './clauses.ts'
import { listPlaceholder, resolveItem, type ColumnList } from './column-list.ts'
import { computationWords } from './query/compute-words.ts'
import { findMeasures } from './query/measures.ts'
import type { Rewrite } from './rewriting/read-rewrites.ts'
import { findSchedule, outputRules, outputWords, scheduleRule, triggerRules } from './flow-steps.ts'
import { findBands, replaceBands } from './query/find-bands.ts'
import { continuesStep } from './query/words.ts'
import { ClauseReader } from './reading/clause-reader.ts'
import { blankRange, blankMatches, readJoinClause, joinFiles } from './reading/join-files.ts'
import { PlanBranches } from './reading/plan-branches.ts'
import { hasMeaning, QueryReader, type DescriptionText } from './reading/query-reader.ts'
import { createStepTest } from './reading/step-rules.ts'
import { fold } from './stem.ts'
import { tokenize, type Token } from './words.ts'

/** A description, and the catalog of node types to plan with. @internal */
export interface DescriptionRequest extends DescriptionPlanRequest {
  readonly catalog: Catalog
}

/** Maximum length of the text that is read, in characters. The running time of the rules is quadratic in the length. */
export const maxCharacters = 2_000

/**
 * Plans the nodes that a text requests, without paraphrasing it.
 *
 * @param context - The original text, which may name join keys and units of columns.
 * @param list - The list of result columns. A placeholder in the text stands for it.
 * @param rewrites - Steps that rewrite cells. A placeholder in the text stands for each step.
 */
export function planText(
  { catalog, columns = [], others = [], values = {}, continues = false }: DescriptionRequest,
  description: string,
  context = description,
  rewrites: readonly Rewrite[] = [],
  list?: ColumnList,
): DescriptionPlan {
  const truncatedText = description.slice(0, maxCharacters)
  const allColumns = [...columns, ...others.flat()]
  const bands = findBands(truncatedText, tokenize(truncatedText, allColumns, values))
  const textWithoutBands = bands.reduce(replaceBands, truncatedText)
  const text: DescriptionText = {
    description: textWithoutBands,
    unreadText: textWithoutBands,
    allWords: (fold(context.slice(0, maxCharacters)).match(/[a-z]+/g) ?? []).map((folded) => ({ folded })),
    values,
    joinedClauses: new Set(),
    bands: new Set(bands),
    ignored: rewrites.flatMap(({ ignored }) => ignored),
  }
  const files = { catalog, columns, others, continues }
  const branches = new PlanBranches(files)
  const queryReader = new QueryReader(text, branches)
  const clauseReader = new ClauseReader(text, branches, queryReader, continues)
  const clauses = readTriggers(text, branches, listClauses(textWithoutBands, allColumns, text))
  const placeholderOffsets = [...textWithoutBands.matchAll(/\uE000/g)].map(({ index }) => index)
  const pendingRewrites = rewrites
    .map((rewrite, index) => ({ ...rewrite, start: placeholderOffsets[index] ?? 0 }))
    .filter(({ drafts }) => drafts.length > 0)
  const isJoined = joinFiles(text, branches, files, clauses, context.slice(0, maxCharacters), pendingRewrites)
  if (isJoined) pendingRewrites.splice(0)
  const firstMeasureStart = clauses.find(({ folded }) => findMeasures(folded).length > 0)?.start ?? Infinity
  const listStart = textWithoutBands.indexOf(listPlaceholder)
  let hasSelectedColumns = false
  let previousEnd = 0
  for (const clause of clauses) {
    appendRewrites(pendingRewrites, clause.start >= firstMeasureStart ? Infinity : clause.start, queryReader, branches)
    const startsSentence = previousEnd > 0 && separatesSentences(textWithoutBands.slice(previousEnd, clause.start))
    previousEnd = clause.end
    if (list && clause.start > listStart && distinctRowWords.test(clause.folded) && !hasSelectedColumns) {
      queryReader.flush()
      hasSelectedColumns = selectColumns(list, branches, allColumns, text, textWithoutBands.slice(listStart))
    }
    if (isJoined && readJoinClause(text, files, clause)) continue
    if (!readOutput(text, branches, queryReader, clause)) clauseReader.read(clause, startsSentence)
    else if (startsSentence) queryReader.readSentence()
  }
  if (pendingRewrites.length > 0) appendRewrites(pendingRewrites, Infinity, queryReader, branches)
  queryReader.flush(true)
  if (list && !hasSelectedColumns) selectColumns(list, branches, allColumns, text, textWithoutBands.slice(listStart))
  for (const { start, end } of text.bands) text.ignored.push(truncatedText.slice(start, end))
  if (description.length > maxCharacters) text.ignored.push(description.slice(maxCharacters))
  for (const { draft, chart, text: words } of queryReader.outputs) {
    const request = chart ?? { folded: fold(words), tokens: [], namedColumns: [] }
    branches.append([draft ?? compileChart(request, branches.columns, allColumns)], words)
  }
  branches.complete()
  return { nodes: branches.nodes, edges: branches.edges, ignored: text.ignored }
}

/**
 * Adds the pending steps that rewrite cells and occur before a position in the text. Measures are computed from
 * rewritten cells, even if the text names them first: "Which category sells most? Write the categories in lower case."
 */
function appendRewrites(
  pendingRewrites: Rewrite[],
  position: number,
  queryReader: QueryReader,
  branches: PlanBranches,
): void {
  const dueRewrites = pendingRewrites.filter(({ start }) => start < position)
  pendingRewrites.splice(0, dueRewrites.length)
  if (dueRewrites.length > 0) queryReader.flush()
  for (const { drafts, text } of dueRewrites) branches.append(drafts, text)
}

/** Words that request distinct rows of the listed columns. */
const distinctRowWords = /\b(?:duplicat\w*|distinct|once|unique|duplikat\w*|doppelt\w*|einmal)\b/

/**
 * Selects the listed columns and any columns that the text after the list computes.
 *
 * @param textAfterList - The text after the list.
 */
function selectColumns(
  { items }: ColumnList,
  branches: PlanBranches,
  sourceColumns: readonly Column[],
  text: DescriptionText,
  textAfterList: string,
): boolean {
  const { columns, nodes } = branches
  const renames = nodes.flatMap(({ type, config }) =>
    type === 'rename_and_cast' ? (config.columns as unknown as { column: string; name?: string }[]) : [],
  )
  const names = items.flatMap((item) => {
    const [source] = resolveItem(item, sourceColumns, sourceColumns)
    const change = renames.find(({ column, name }) => column === source?.name && name)
    const foundNames = change ? [change.name!] : resolveItem(item, columns, sourceColumns).map(({ name }) => name)
    if (foundNames.length === 0) text.ignored.push(item)
    return foundNames
  })
  const computedColumns = columns.filter(
    ({ name }) =>
      sourceColumns.every((source) => source.name !== name) && renames.every((change) => change.name !== name),
  )
  const selectedNames = [
    ...new Set([
      ...names,
      ...(computationWords.test(fold(textAfterList)) ||
      /\b(?:add|append|plus|calculat\w*|comput\w*|berechn\w*|erganz\w*)\b/.test(fold(textAfterList))
        ? computedColumns.map(({ name }) => name)
        : []),
    ]),
  ]
  if (selectedNames.length > 0 && selectedNames.length < columns.length)
    branches.append([{ type: 'select', config: { columns: selectedNames, how: 'keep' } }], items.join(', '))
  else if (
    selectedNames.length === columns.length &&
    selectedNames.some((name, index) => columns[index]!.name !== name)
  )
    branches.append([{ type: 'select', config: { columns: selectedNames, how: 'keep' } }], items.join(', '))
  return true
}

function listClauses(description: string, columns: readonly Column[], { values }: DescriptionText): readonly Clause[] {
  const tokens = tokenize(description, columns, values)
  const maskedText = maskTokens(maskNames(fold(description), tokens), tokens, createCellConnectorTest(tokens))
  return splitClauses(description, createStepTest(columns), continuesStep, maskedText)
}

/** Returns whether the text between two clauses starts a new sentence or step. */
const separatesSentences = (separatorText: string): boolean =>
  /[.!?;\n]/.test(separatorText) || /\b(?:then|dann|danach|anschlie\w+|finally|afterwards)\b/i.test(separatorText)

/**
 * Adds the nodes that start the workflow. They come first, even if the text names them last: "… Run this every Monday."
 *
 * @returns The clauses that describe other steps.
 */
function readTriggers(text: DescriptionText, branches: PlanBranches, clauses: readonly Clause[]): readonly Clause[] {
  return clauses.filter((clause) => {
    const schedule = findSchedule(clause.folded)
    if (!schedule) {
      const rule = triggerRules.find(({ test }) => test.test(clause.folded))
      const [draft] = rule?.read({ folded: clause.folded, tokens: [], columns: [] }) ?? []
      return !branches.addTrigger(draft, clause.text)
    }
    const timeText = clause.text.slice(schedule.start, schedule.end)
    const [draft] = scheduleRule.read({ folded: fold(timeText), tokens: [], columns: [] })!
    branches.addTrigger(draft, timeText.trim())
    blankRange(text, clause.start + schedule.start, clause.start + schedule.end)
    const rest = text.unreadText.slice(clause.start, clause.end).trim().replace(/^,\s*/, '')
    return !/^(?:please )?(?:(?:run|repeat|do|start|execute|schedule|fuhre|starte)\b.{0,30}|bitte)?$/i.test(rest)
  })
}

/** Reads a request for an export, message or chart. Returns whether the clause requests nothing else. */
function readOutput(text: DescriptionText, branches: PlanBranches, queryReader: QueryReader, clause: Clause): boolean {
  const words = readClause(clause, branches.columns, text.values)
  // "approved expenses" is a condition, not a request for approval. "by chat or email" can refer to values.
  const requestsSending = /\b(?:send|sende\w*|mail (?:it|them|this|the)|schick\w*|versend\w*)\b|@/.test(clause.folded)
  const isNamed = ({ flag, cell }: Token): boolean => flag !== undefined || (cell !== undefined && !requestsSending)
  const maskedText = maskTokens(clause.folded, words.tokens, isNamed)
  const drafts = outputRules.find(({ test }) => test.test(maskedText))?.read(words)
  if (drafts) {
    queryReader.outputs.push(...drafts.map((draft) => ({ draft, text: clause.text })))
    blankMatches(text, clause, outputWords)
  }
  if (requestsChart(clause.folded)) blankMatches(text, clause, chartWords)
  return drafts !== undefined && !tokenize(text.unreadText.slice(clause.start, clause.end), []).some(hasMeaning)
}

/** Returns a predicate for connectors within lists of values, which do not end a clause: "men and women". */
const createCellConnectorTest =
  (tokens: readonly Token[]) =>
  (token: Token): boolean => {
    const index = tokens.indexOf(token)
    const [previousCell, nextCell] = [tokens[index - 1]?.cell, tokens[index + 1]?.cell]
    return (
      /^(?:and|und)$/.test(token.folded) &&
      previousCell !== undefined &&
      previousCell.column.name === nextCell?.column.name
    )
  }
