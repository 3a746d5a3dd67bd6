import type { Column } from '@aw-flow/schema'
import { compileAggregatedChart, type ChartRequest } from '../chart-step.ts'
import { createClause, readClause, type Clause, type ClauseWords } from '../clauses.ts'
import { findUnusedWords, isStopWord } from '../find-unused-words.ts'
import type { ColumnValues } from '../link-values.ts'
import { findNumericColumn } from '../conditions/compared-columns.ts'
import { bandMarker, isNewName, toBandExpression, type BandSet } from '../query/find-bands.ts'
import { readQuery } from '../query/read-query.ts'
import { markTextUsed, type Segment } from '../query/segment.ts'
import { compileQuery, createQuery, hasUnknownOrder, listNamedColumns, type TableQuery } from '../query/table-query.ts'
import { fold } from '../stem.ts'
import type { StepDraft } from '../step.ts'
import type { Token } from '../words.ts'
import type { PlanBranches } from './plan-branches.ts'
import { courtesies, vocabulary } from './step-rules.ts'

/** An export, chart or message. Outputs come after all other nodes. */
export interface PendingOutput {
  readonly draft?: StepDraft
  chart?: ChartRequest
  readonly text: string
}

/** Clauses of a sentence that are to be read as one query. */
interface PendingSegment {
  readonly clauses: Clause[]
  readonly mentionedColumn: Column | undefined
  /** The chart that the sentence requests, if any. */
  chartOutput?: PendingOutput
}

/** Part of the description from which the current query was read. */
interface QueryPart {
  readonly text: string
  readonly words: ClauseWords
  readonly usedTokens: ReadonlySet<Token>
  readonly unusedWords: readonly string[]
  readonly isUsed: boolean
}

/** The result of reading a sentence into a copy of a query. */
interface ReadResult {
  readonly query: TableQuery
  readonly part: QueryPart
  readonly chart?: ChartRequest
  /** The bands that were added to the query. */
  readonly bands: readonly BandSet[]
}

/** The text being read, and the words of the original description. */
export interface DescriptionText {
  readonly description: string
  /** The text, with spaces in place of words that have already been used. */
  unreadText: string
  readonly allWords: Segment['descriptionWords']
  readonly values: ColumnValues
  /** Start offsets of clauses that a join already expresses. */
  readonly joinedClauses: Set<number>
  /** Bands of numbers that the text defines and that no query uses yet. */
  readonly bands: Set<BandSet>
  /** Parts of the text that were not understood. */
  readonly ignored: string[]
}

/** Reads sentences into queries and appends the nodes of these queries. */
export class QueryReader {
  readonly #text: DescriptionText
  readonly #branches: PlanBranches
  /** Pending exports, charts and messages. */
  outputs: PendingOutput[] = []
  #query: TableQuery | undefined
  #segment: PendingSegment | undefined
  #parts: QueryPart[] = []
  /** Whether the table still has its original rows. */
  #hasOriginalRows = true

  constructor(text: DescriptionText, branches: PlanBranches) {
    this.#text = text
    this.#branches = branches
  }

  /** The columns that the next clause can name. */
  get columns(): readonly Column[] {
    return this.#query ? listNamedColumns(this.#query) : this.#branches.columns
  }

  /** Whether some of the text has been read but not yet turned into nodes. */
  get isPending(): boolean {
    return this.#query !== undefined || this.#segment !== undefined
  }

  /** Adds a clause to the pending sentence. */
  addClause(clause: Clause, mentionedColumn: Column | undefined, isChart: boolean): void {
    this.#segment ??= { clauses: [], mentionedColumn }
    this.#segment.clauses.push(clause)
    if (this.#segment.chartOutput || !isChart) return
    this.#segment.chartOutput = { text: clause.text }
    this.outputs.push(this.#segment.chartOutput)
  }

  /**
   * Appends the current query's nodes. If the description requests a single chart, the chart computes the measure
   * itself.
   */
  flush(isLast = false): void {
    this.readSentence()
    const query = this.#query
    if (!query) return
    this.#query = undefined
    const { ignored } = this.#text
    const usedParts = this.#parts.filter(({ isUsed }) => isUsed)
    if (hasUnknownOrder(query)) ignored.push(usedParts.at(-1)?.text ?? '')
    const [output] = this.outputs
    const isOnlyOutput = isLast && this.outputs.length === 1
    const chartDrafts = isOnlyOutput && output?.chart ? compileAggregatedChart(query, output.chart) : undefined
    const drafts = chartDrafts ?? compileQuery(query)
    if (chartDrafts) this.outputs = []
    const text = usedParts[0]?.text ?? this.#parts[0]?.text ?? ''
    for (const draft of drafts) if (!this.#branches.append([draft], text)) break
    if (drafts.some(({ type }) => type === 'aggregate')) this.#hasOriginalRows = false
    this.#reportUnusedWords(drafts)
    this.#parts = []
  }

  /** Adds words that the nodes do not use to `ignored`. */
  #reportUnusedWords(drafts: readonly StepDraft[]): void {
    const configs = drafts.map(({ config }) => config)
    for (const { text, words, usedTokens, unusedWords, isUsed } of this.#parts) {
      const unusedPhrases = isUsed ? findUnusedWords(words, configs, vocabulary, usedTokens) : [text]
      const isReported = (word: string): boolean =>
        unusedPhrases.some((each) => each.toLowerCase().includes(word.toLowerCase()))
      this.#text.ignored.push(...unusedPhrases, ...(isUsed ? unusedWords.filter((word) => !isReported(word)) : []))
    }
  }

  /** Reads the pending clauses into the current query. Starts a new query if they refer to its result. */
  readSentence(): void {
    const segment = this.#segment
    if (!segment) return
    this.#segment = undefined
    const wholeClause = createClause(this.#text.unreadText, segment.clauses[0]!.start, segment.clauses.at(-1)!.end)
    const baseQuery = this.#query ?? createQuery(this.#branches.columns)
    let result = this.#tryRead(segment, wholeClause, baseQuery)
    if (this.#query && startsNewQuery(this.#query, result.query)) {
      this.flush()
      result = this.#tryRead(segment, wholeClause, createQuery(this.#branches.columns))
    }
    this.#query = result.query
    for (const bands of result.bands) this.#text.bands.delete(bands)
    this.#parts.push(result.part)
    if (segment.chartOutput && result.chart) segment.chartOutput.chart = result.chart
  }

  /** Adds label columns for the bands that a sentence defines. Returns these bands. */
  #addBands(query: TableQuery, wholeClause: Clause): readonly BandSet[] {
    return [...this.#text.bands].filter((bands) => {
      const column = isInside(bands, wholeClause) ? findBandColumn(query, bands.column) : undefined
      if (column === undefined) return false
      const columns = listNamedColumns(query)
      const name = bands.name !== undefined && isNewName(columns, bands.name) ? bands.name : `${column}_group`
      query.computedColumns.push({
        name,
        type: 'VARCHAR',
        expression: toBandExpression(bands, column),
        requestsGrouping: bands.requestsGrouping,
      })
      return true
    })
  }

  /** Reads a sentence into a copy of a query, so that the original remains unchanged. */
  #tryRead(
    { clauses, chartOutput: output, mentionedColumn }: PendingSegment,
    wholeClause: Clause,
    baseQuery: TableQuery,
  ): ReadResult {
    const { description, values, allWords, joinedClauses } = this.#text
    const query = structuredClone(baseQuery)
    const bands = this.#addBands(query, wholeClause)
    const words = readClause(wholeClause, listNamedColumns(query), values)
    const usedTokens = new Set<Token>()
    const segment: Segment = {
      folded: words.folded,
      tokens: words.tokens,
      columns: words.columns,
      clauses: clauses.map(({ start, end }) => ({ start: start - wholeClause.start, end: end - wholeClause.start })),
      usedTokens,
      descriptionWords: allWords,
      mentionedColumn,
    }
    let chart: ChartRequest | undefined
    const onChart = (namedColumns: readonly Column[]): void => {
      const folded = fold(description.slice(clauses[0]!.start, clauses.at(-1)!.end))
      chart = { folded, tokens: words.tokens, namedColumns }
    }
    for (const { start } of bands)
      markTextUsed(segment, start - wholeClause.start, start - wholeClause.start + bandMarker.length)
    const unusedWords = readQuery(segment, query, this.#hasOriginalRows, output ? onChart : undefined)
    const isUsed =
      JSON.stringify(query) !== JSON.stringify(baseQuery) ||
      output !== undefined ||
      !words.tokens.some(hasMeaning) ||
      clauses.some(({ start }) => joinedClauses.has(start))
    return {
      query,
      bands,
      part: { text: wholeClause.text, words, usedTokens, unusedWords, isUsed },
      ...(chart ? { chart } : {}),
    }
  }
}

const isInside = ({ start }: { start: number }, clause: Clause): boolean => start >= clause.start && start < clause.end

/**
 * Returns the column to divide into bands: a measure of the named column, the named column, or the only numeric one.
 */
function findBandColumn(query: TableQuery, namedColumn: Column | undefined): string | undefined {
  const { columns, computedColumns } = query
  const measures = query.measures.filter(({ column, function: fn }) =>
    namedColumn === undefined ? !fn.startsWith('count') : column === namedColumn.name,
  )
  if (measures.length === 1) return measures[0]!.as
  if (namedColumn === undefined)
    return computedColumns.findLast(({ type }) => type === 'DOUBLE')?.name ?? findNumericColumn(columns)?.name
  const isNamed = ({ name }: { readonly name: string }): boolean => name === namedColumn.name
  return (
    [...columns, ...computedColumns].find(isNamed) ?? columns.find(({ name }) => name.endsWith(`_${namedColumn.name}`))
  )?.name
}

/** Whether a token is relevant to a plan. */
export const hasMeaning = ({ kind, folded }: Token): boolean =>
  kind !== 'comma' && kind !== 'operator' && !(kind === 'word' && (isStopWord(folded) || courtesies.test(folded)))

/** Whether a sentence refers to the result of the current query instead of extending the query. */
function startsNewQuery(currentQuery: TableQuery, nextQuery: TableQuery): boolean {
  const isAggregated = currentQuery.measures.length > 0
  const hasMeasures = nextQuery.measures.length > currentQuery.measures.length
  const hasGroups = nextQuery.groups.length > currentQuery.groups.length
  const changesRows =
    nextQuery.filters.length > currentQuery.filters.length ||
    nextQuery.computedColumns.length > currentQuery.computedColumns.length
  // "Take the first 100 rows. Then keep …"
  if (currentQuery.limit && currentQuery.order.length === 0 && (hasMeasures || changesRows)) return true
  if (isAggregated && nextQuery.computedColumns.length > currentQuery.computedColumns.length) return true
  return (
    isAggregated &&
    currentQuery.groups.length > 0 &&
    hasMeasures &&
    (hasGroups || currentQuery.limit !== undefined || currentQuery.having.length > 0)
  )
}
