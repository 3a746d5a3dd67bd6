import type { Catalog } from '@aw-flow/engine'
import type { Column, NodeType, Port, DescriptionPlan, DescriptionPlanRequest } from '@aw-flow/schema'
import { findAbsentRows } from './absent-rows.ts'
import { chartWords, compileChart, compileMeasuredChart, requestsChart, type ChartRequest } from './chart-step.ts'
import {
  collectColumns,
  createClause,
  maskNames,
  maskTokens,
  readClause,
  splitClauses,
  type Clause,
  type ClauseWords,
} from './clauses.ts'
import { joinParts, joinWords, readJoin, unionWords, unmatchedWords } from './combining-steps.ts'
import { columnPatterns, columnRules, renameRule } from './column-steps.ts'
import { comparisonWords } from './conditions/comparison-phrases.ts'
import { findUnusedWords, isFiller, readVocabulary } from './find-unused-words.ts'
import {
  findSchedule,
  flowPatterns,
  outputRules,
  outputWords,
  scheduleRule,
  sourceRules,
  triggerRules,
} from './flow-steps.ts'
import { createPlannedNodes, type Branch } from './planned-nodes.ts'
import { computeWords } from './query/compute-words.ts'
import { groupWords } from './query/read-groups.ts'
import { readQuery } from './query/read-query.ts'
import type { Segment } from './query/segment.ts'
import { compileQuery, createQuery, hasUnknownOrder, listNamedColumns, type TableQuery } from './query/table-query.ts'
import { continuesStep, describesQuery, queryPatterns } from './query/words.ts'
import { castRule, pivotRule, shapingPatterns, shapingRules, textRule } from './shaping-steps.ts'
import { fold } from './stem.ts'
import type { StepDraft, StepRule } from './step.ts'
import { readTokens, type Token } from './words.ts'

/** A description, and the node types that it can refer to. @internal */
export interface DescriptionRequest extends DescriptionPlanRequest {
  readonly catalog: Catalog
}

/** Steps that a query cannot express, one per clause. */
const tableRules: readonly StepRule[] = [...columnRules, ...shapingRules]

const vocabulary = readVocabulary(
  [...queryPatterns, ...shapingPatterns, ...columnPatterns, ...flowPatterns, joinWords, unionWords],
  comparisonWords,
)

/** Maximum number of characters that are read: the time that the rules take is quadratic in the length. */
export const maxCharacters = 2_000

/**
 * Returns a function that tests whether a folded text describes a step. A column named "email" is not a step that sends
 * mail.
 */
export const createStepTest = (columns: readonly Column[]): ((folded: string) => boolean) => {
  const hasMailColumn = columns.some(({ name }) => /mail/i.test(name))
  const rules = [...triggerRules, ...outputRules, ...sourceRules, ...tableRules]
  return (folded) => {
    const text =
      hasMailColumn && !/\b(?:send|sende\w*|schick\w*|versende\w*)\b|@/.test(folded)
        ? folded.replaceAll(/\be-?mails?\b/g, 'x')
        : folded
    return (
      joinWords.test(text) ||
      unionWords.test(text) ||
      requestsChart(text) ||
      describesQuery(text) ||
      rules.some(({ test }) => test.test(text))
    )
  }
}

/** The clauses of a sentence that are read as one query. */
interface PendingSegment {
  readonly clauses: Clause[]
  readonly mentioned: Column | undefined
  /** The chart that the sentence requests. */
  chart?: { chart?: ChartRequest; readonly text: string }
}

/** A part of the description that the current query was read from. */
interface ReadPart {
  readonly text: string
  readonly words: ClauseWords
  readonly used: ReadonlySet<Token>
  readonly unread: readonly string[]
  readonly isUsed: boolean
}

/**
 * Plans the nodes that a text requests, as it is worded.
 *
 * @param context - The original text. It may name the keys of a join and the units of columns.
 */
export function planText(
  { catalog, columns = [], others = [], values = {}, continues = false }: DescriptionRequest,
  description: string,
  context = description,
): DescriptionPlan {
  const { nodes, edges, addNode } = createPlannedNodes(catalog)
  const ignored: string[] = []
  const tablePort: Port = { name: '', type: 'table' }
  let branches: Branch[] = continues ? [{ outputs: [tablePort], columns }] : []
  let triggers: Branch[] = []

  const appendSteps = (drafts: readonly StepDraft[], text: string): boolean => {
    if (branches.length === 0 && !addSource({ type: 'loading', config: {} }, '')) return false
    let branch = branches.at(-1)!
    for (const draft of drafts) {
      const next = addNode(draft, text, [branch])
      if (!next) return false
      branch = next
    }
    branches = [...branches.slice(0, -1), branch]
    return true
  }

  const addSource = (draft: StepDraft, text: string): boolean => {
    const trigger = triggers.at(-1)
    const fileIndex = branches.length
    const source = (trigger && addNode(draft, text, [trigger])) ?? addNode(draft, text, [])
    if (!source) return false
    triggers = []
    const fileColumns = fileIndex === 0 ? columns : others[fileIndex - 1]
    branches = [...branches, fileColumns ? { ...source, columns: fileColumns } : source]
    return true
  }

  const combineBranches = (clause: ClauseWords, text: string): boolean => {
    const [left, right] = branches.slice(-2)
    if (!left || !right) return false
    const draft = joinWords.test(clause.folded)
      ? readJoin(clause, left.columns, right.columns)
      : { type: 'union', config: {} }
    const combined = addNode(draft, text, [left, right])
    if (combined) branches = [...branches.slice(0, -2), combined]
    return combined !== undefined
  }

  let query: TableQuery | undefined
  /** Whether the table has its original rows. */
  let isFirst = true
  /** The parts of the description that the query was read from. */
  let parts: ReadPart[] = []
  let segment: PendingSegment | undefined
  /** Exports, charts and messages, which come last. */
  let outputs: { readonly draft?: StepDraft; chart?: ChartRequest; readonly text: string }[] = []
  const currentColumns = (): readonly Column[] => branches.at(-1)?.columns ?? columns

  /** Appends the nodes of the current query. The only chart of a description computes the measure itself. */
  const flushQuery = (isLast = false): void => {
    readSegment()
    if (!query) return
    const compiled = query
    query = undefined
    if (hasUnknownOrder(compiled)) ignored.push(parts.findLast(({ isUsed }) => isUsed)?.text ?? '')
    const [output] = outputs
    const measured =
      isLast && outputs.length === 1 && output?.chart ? compileMeasuredChart(compiled, output.chart) : undefined
    const drafts = measured ?? compileQuery(compiled)
    if (measured) outputs = []
    const configs = drafts.map(({ config }) => config)
    for (const draft of drafts)
      if (!appendSteps([draft], parts.find(({ isUsed }) => isUsed)?.text ?? parts[0]?.text ?? '')) break
    if (drafts.some(({ type }) => type === 'aggregate')) isFirst = false
    for (const { text, words, used, unread, isUsed } of parts) {
      if (!isUsed) {
        ignored.push(text)
        continue
      }
      const unused = findUnusedWords(words, configs, vocabulary, used)
      ignored.push(
        ...unused,
        ...unread.filter((word) => !unused.some((each) => each.toLowerCase().includes(word.toLowerCase()))),
      )
    }
    parts = []
  }

  /** Reads the pending clauses of a sentence into the current query, or into a new one if it follows from the result. */
  const readSegment = (): void => {
    if (!segment) return
    const { clauses, chart: output, mentioned: earlier } = segment
    segment = undefined
    const [first, last] = [clauses[0]!, clauses.at(-1)!]
    const whole = createClause(readable.slice(0, maxCharacters), first.start, last.end)
    const attempt = (base: TableQuery): { query: TableQuery; part: ReadPart; chart?: ChartRequest } => {
      const next = structuredClone(base)
      const words = readClause(whole, listNamedColumns(next), values)
      const used = new Set<Token>()
      const read: Segment = {
        folded: words.folded,
        tokens: words.tokens,
        columns: words.columns,
        clauses: clauses.map(({ start, end }) => ({ start: start - whole.start, end: end - whole.start })),
        used,
        context: allWords,
        mentioned: earlier,
      }
      let chart: ChartRequest | undefined
      const unread = readQuery(
        read,
        next,
        isFirst,
        output
          ? (named) => (chart = { folded: fold(description.slice(first.start, last.end)), tokens: words.tokens, named })
          : undefined,
      )
      const hasEffect = JSON.stringify(next) !== JSON.stringify(base)
      const hasWords = words.tokens.some(
        ({ kind, folded }) =>
          kind !== 'comma' &&
          kind !== 'operator' &&
          !(kind === 'word' && (isFiller(folded) || courtesies.test(folded))),
      )
      const isRead = clauses.some(({ start }) => joinedClauses.has(start))
      const part = {
        text: whole.text,
        words,
        used,
        unread,
        isUsed: hasEffect || output !== undefined || !hasWords || isRead,
      }
      return { query: next, part, ...(chart ? { chart } : {}) }
    }
    const pivoted = pivotRule.test.test(whole.folded)
      ? pivotRule.read(readClause(whole, currentColumns(), values))
      : undefined
    // "average price per year with one column per symbol" also has the parts of a query.
    const isQuery = pivoted !== undefined && (pivoted[0]?.config.rows as readonly string[]).length === 0
    const asQuery = isQuery ? attempt(query ?? createQuery(currentColumns())) : undefined
    if (pivoted && asQuery?.query.pivot === undefined) {
      flushQuery()
      appendSteps(pivoted, whole.text)
      isFirst = false
      return
    }
    const base = query ?? createQuery(currentColumns())
    let result = attempt(base)
    if (query && startsQuery(query, result.query)) {
      flushQuery()
      result = attempt(createQuery(currentColumns()))
    }
    ;({ query } = result)
    parts.push(result.part)
    if (output && result.chart) output.chart = result.chart
  }

  const allWords = (fold(context.slice(0, maxCharacters)).match(/[a-z]+/g) ?? []).map((folded) => ({ folded }))
  /** Subjects of the last sentences, to which pronouns can refer. */
  let mentioned: Column | undefined
  let mentionedCells: readonly NonNullable<Token['cell']>[] = []
  let mentionsMissing = false

  const fillsLater = fillWords.test(fold(description))

  const addClause = (clause: Clause, startsSentence: boolean): void => {
    if (startsSentence) readSegment()
    const text = readable.slice(clause.start, clause.end)
    const words: ClauseWords = {
      ...readClause({ text, folded: fold(text) }, query ? listNamedColumns(query) : currentColumns(), values),
      mentioned,
    }
    const { folded } = words
    const named = collectColumns(words.tokens)
    const cells = words.tokens.flatMap(({ cell }) => (cell ? [cell] : []))
    const isMissing =
      /\b(?:missing|empty|blank|fehlen|fehlt|leer)\b/.test(folded) ||
      (named.length > 0 && /\b(?:(?:have|has) no|haben keine?n?|hat keine?n?)\b/.test(folded))
    const isRemark =
      (remarkWords.test(folded) && (cells.length > 0 || isMissing)) ||
      (isMissing && missingRemark.test(folded) && fillsLater)
    if (isRemark) {
      mentionedCells = cells
      mentionsMissing = isMissing
      mentioned = named[0] ?? mentioned
      ignored.push(clause.text)
      return
    }
    const antecedent = mentioned
    mentioned = named[0] ?? mentioned
    if (cells.length === 0 && mentionedCells.length > 0 && pronounRemoval.test(folded)) {
      const conditions = mentionedCells.map(({ column, value }) => ({ column: column.name, is: 'not-equals', value }))
      mentionedCells = []
      flushQuery()
      appendSteps([{ type: 'filter', config: { conditions, match: 'all' } }], clause.text)
      return
    }
    if ((joinWords.test(folded) || unionWords.test(folded)) && branches.length > 1) {
      flushQuery()
      if (!combineBranches(words, clause.text)) ignored.push(clause.text)
      return
    }
    for (const rule of sourceRules) {
      if (!rule.test.test(folded)) continue
      const files = words.tokens.filter(({ kind }) => kind === 'file')
      if (continues && files.length === 0) continue
      const [draft] = rule.read(words) ?? []
      const count = Math.max(files.length, 1)
      if (draft === undefined || (branches.length > 0 && files.length === 0 && draft.type === 'loading')) continue
      flushQuery()
      if (!Array.from({ length: count }, () => addSource(draft, clause.text)).every(Boolean)) continue
      if ((joinWords.test(folded) || unionWords.test(folded)) && branches.length > 1)
        combineBranches(words, clause.text)
      // "take the orders from 2016" also filters the rows.
      if (words.tokens.some(({ kind, cell }) => kind === 'number' || cell !== undefined)) break
      return
    }
    // A column named "sample" does not request a sample.
    const nameless = maskTokens(folded, words.tokens, ({ column, isPartial }) => column !== undefined && !isPartial)
    for (const rule of tableRules) {
      // A pivot table is read from a whole sentence.
      if (rule === pivotRule) continue
      // "divide a by b, call it ratio" computes a column.
      if (rule === renameRule && computeWords.test(folded)) continue
      const isMentioned = /\b(?:it|them|that|those|sie|ihn|es|diese)\b/.test(folded)
      const fillsMissing =
        mentionsMissing &&
        (isMentioned
          ? rule.test.test(`${folded} missing`)
          : rule.test.test(folded) && /\b(?:blanks?|gaps?|lucken)\b/.test(folded))
      if (!fillsMissing && !rule.test.test(nameless)) continue
      const hasPronoun = (rule === castRule || rule === textRule) && /\b(?:it|them|sie|es)\b/.test(folded)
      const subject = (fillsMissing || hasPronoun) && named.length === 0 ? antecedent : undefined
      const last = nodes.at(-1)
      // "remove duplicates so that each pair appears only once"
      if (!startsSentence && last?.type === 'deduplicate' && !query && !segment && rule.test.test('only once')) return
      const drafts = rule.read(subject ? withColumn(words, subject) : words)
      if (!drafts) continue
      flushQuery()
      // The query can change the columns.
      const current = readClause({ text, folded: fold(text) }, currentColumns(), values)
      const steps = rule.read(subject ? withColumn(current, subject) : { ...current, mentioned }) ?? drafts
      if (appendSteps(steps, clause.text))
        ignored.push(
          ...findUnusedWords(
            words,
            steps.map(({ config }) => config),
            vocabulary,
          ),
        )
      else ignored.push(clause.text)
      mentionsMissing = false
      return
    }
    segment ??= { clauses: [], mentioned: antecedent }
    segment.clauses.push(clause)
    if (segment.chart || !requestsChart(clause.folded)) return
    segment.chart = { text: clause.text }
    outputs.push(segment.chart)
  }

  /** The starts of clauses that a join expresses. */
  const joinedClauses = new Set<number>()
  const limited = description.slice(0, maxCharacters)
  /** The text, with spaces in place of the words that already have a role. */
  let readable = limited
  const blank = (start: number, end: number): void => {
    readable = readable.slice(0, start) + ' '.repeat(end - start) + readable.slice(end)
  }
  const allTokens = readTokens(limited, [...columns, ...others.flat()], values)
  const masked = maskTokens(maskNames(fold(limited), allTokens), allTokens, isBetweenCells(allTokens))
  const clauses = splitClauses(limited, createStepTest([...columns, ...others.flat()]), continuesStep, masked)

  // The schedule is the first node, although it may be named last: "… Run this every Monday."
  const stepClauses: Clause[] = []
  for (const clause of clauses) {
    const time = findSchedule(clause.folded)
    if (!time) {
      const rule = triggerRules.find(({ test }) => test.test(clause.folded))
      const [draft] = rule?.read({ folded: clause.folded, tokens: [], columns: [] }) ?? []
      const trigger = draft && addNode(draft, clause.text, [])
      if (trigger) triggers = [trigger]
      else stepClauses.push(clause)
      continue
    }
    const timeText = clause.text.slice(time.start, time.end)
    const [draft] = scheduleRule.read({ folded: fold(timeText), tokens: [], columns: [] })!
    const trigger = addNode(draft!, timeText.trim(), [])
    if (trigger) triggers = [trigger]
    blank(clause.start + time.start, clause.start + time.end)
    const rest = readable.slice(clause.start, clause.end).trim().replace(/^,\s*/, '')
    if (!/^(?:please )?(?:(?:run|repeat|do|start|execute|schedule|fuhre|starte)\b.{0,30}|bitte)?$/i.test(rest))
      stepClauses.push(clause)
  }

  const namesFiles = stepClauses.some(
    ({ folded }) => sourceRules.some(({ test }) => test.test(folded)) && !isReference(folded),
  )
  let isJoined = false
  if (!continues && others[0] && !namesFiles) {
    for (let file = 0; file <= others.length; file++) addSource({ type: 'loading', config: {} }, '')
    const isUnion = hasSameColumns(columns, others[0]) && !keyWords.test(fold(limited))
    if (isUnion) combineBranches({ folded: '', tokens: [], columns: [] }, limited)
    else if (!unionWords.test(fold(limited))) {
      const joinText = context.slice(0, maxCharacters)
      const whole = { text: joinText, folded: fold(joinText) }
      const draft = readJoin(readClause(whole, [...columns, ...others[0]]), columns, others[0], values)
      const [left, last] = branches.slice(-2)
      const absentAt = stepClauses.findIndex((clause) => findAbsentRows(clause, columns, others[0]!, values))
      const absent = absentAt < 0 ? undefined : findAbsentRows(stepClauses[absentAt]!, columns, others[0], values)
      const right = absent?.filter && last ? addNode(absent.filter, limited, [last]) : last
      const join = absent ? { ...draft, config: { ...draft.config, kind: 'anti' } } : draft
      const joined = left && right && addNode(join, limited, [left, right])
      if (absent) joinedClauses.add(stepClauses[absentAt]!.start)
      for (const { start, end } of absent?.words ?? [])
        blank(stepClauses[absentAt]!.start + start, stepClauses[absentAt]!.start + end)
      if (joined) {
        branches = [...branches.slice(0, -2), joined]
        isJoined = true
      }
    }
  }

  /** Whether a clause only adds columns of the second file: "add the email to every invoice". */
  const addsColumns = (clause: Clause): boolean => {
    if (!additionWords.test(clause.folded) || computeWords.test(clause.folded)) return false
    const { tokens } = readClause(clause, others[0] ?? [])
    const cells = readClause(clause, columns, values).tokens.some(({ cell }) => cell)
    return tokens.some(({ column }) => column) && !cells && !/\d/.test(clause.folded)
  }

  // "from the second file" says where a column comes from.
  if (isJoined)
    for (const match of fold(readable).matchAll(fileReference)) blank(match.index, match.index + match[0].length)

  let previousEnd = 0
  for (const clause of stepClauses) {
    const gap = limited.slice(previousEnd, clause.start)
    const startsSentence =
      previousEnd > 0 && (/[.!?;\n]/.test(gap) || /\b(?:then|dann|danach|anschlie\w+|finally|afterwards)\b/i.test(gap))
    previousEnd = clause.end
    // "If nothing matches, leave the income blank."
    if (isJoined && (unmatchedWords.test(clause.folded) || bothWords.test(clause.folded))) continue
    if (isJoined && (joinWords.test(clause.folded) || addsColumns(clause))) {
      // The clause may only say how the files belong together.
      const otherWords = clause.folded.replaceAll(new RegExp(joinWords, 'g'), '')
      if (addsColumns(clause) || !(describesQuery(otherWords, true) || groupWords.test(otherWords))) continue
      for (const match of clause.folded.matchAll(joinParts))
        blank(clause.start + match.index, clause.start + match.index + match[0].length)
      for (const match of clause.folded.matchAll(new RegExp(joinWords, 'g')))
        blank(clause.start + match.index, clause.start + match.index + match[0].length)
    }
    const outputWordsOfClause = readClause(clause, currentColumns(), values)
    const flagless = maskTokens(clause.folded, outputWordsOfClause.tokens, ({ flag }) => flag !== undefined)
    const output = outputRules.find(({ test }) => test.test(flagless))
    const outputDrafts = output?.read(outputWordsOfClause)
    if (output && outputDrafts) {
      outputs.push(...outputDrafts.map((draft) => ({ draft, text: clause.text })))
      for (const match of clause.folded.matchAll(outputWords))
        blank(clause.start + match.index, clause.start + match.index + match[0].length)
    }
    if (requestsChart(clause.folded))
      for (const match of clause.folded.matchAll(chartWords))
        blank(clause.start + match.index, clause.start + match.index + match[0].length)
    const rest = readTokens(readable.slice(clause.start, clause.end), [])
    const isEmpty = rest.every(
      ({ kind, folded }) =>
        kind === 'comma' || kind === 'operator' || (kind === 'word' && (isFiller(folded) || courtesies.test(folded))),
    )
    if (isEmpty && outputDrafts) {
      if (startsSentence) readSegment()
      continue
    }
    addClause(clause, startsSentence)
  }
  readSegment()
  flushQuery(true)
  if (description.length > maxCharacters) ignored.push(description.slice(maxCharacters))
  for (const { draft, chart, text: words } of outputs)
    appendSteps(
      [
        draft ??
          compileChart(chart ?? { folded: fold(words), tokens: [], named: [] }, currentColumns(), [
            ...columns,
            ...others.flat(),
          ]),
      ],
      words,
    )
  if (triggers.length > 0 && branches.length === 0) appendSteps([], '')
  if (!continues && nodes.length > 0) {
    const last = branches.at(-1)
    const lastNode = nodes.find(({ id }) => id === last?.node)
    if (last && lastNode && !isOutput(catalog, lastNode.type) && last.outputs.some(({ type }) => type === 'table')) {
      addNode({ type: 'table', config: {} }, '', [last])
    }
  }
  return { nodes, edges, ignored }
}

/** Whether new words refer to the result of the current query instead of completing it. */
function startsQuery(current: TableQuery, next: TableQuery): boolean {
  const isAggregated = current.measures.length > 0
  const hasMeasures = next.measures.length > current.measures.length
  const hasGroups = next.groups.length > current.groups.length
  const hasRows = next.filters.length > current.filters.length || next.computed.length > current.computed.length
  // "Take the first 100 rows. Then keep …"
  if (current.limit && current.order.length === 0 && (hasMeasures || hasRows)) return true
  if (isAggregated && next.computed.length > current.computed.length) return true
  return (
    isAggregated &&
    current.groups.length > 0 &&
    hasMeasures &&
    (hasGroups || current.limit !== undefined || current.having.length > 0)
  )
}

/** Adds a column to the words of a clause, which refer to it by a pronoun. */
const withColumn = (words: ClauseWords, column: Column): ClauseWords => ({
  ...words,
  tokens: [
    ...words.tokens,
    {
      kind: 'column',
      raw: column.name,
      folded: column.name,
      start: words.folded.length,
      end: words.folded.length,
      column,
    },
  ],
})

/** Words that add columns of another table: "add the name to each order". */
const additionWords =
  /\b(?:add|append|attach|bring in|pull in|look up|include)\b.{3,80}?\b(?:to|for|of|from|into|in)\b|\b(?:erganz\w*|fuge\b.*\bhinzu|hinzufugen|spiele\b.*\bdazu|nachschlagen|schlage\b.*\bnach)\b/

/** Whether a clause refers to a file of the request instead of loading one: "add the name from the second file". */
const isReference = (folded: string): boolean =>
  /\b(?:first|second|other|both|erste[nr]?|zweite[nr]?|andere[nr]?|beide[nr]?|(?:the|from|in|with|use) (?:the )?\w+) (?:file|files|table|tables|list|dataset|datei\w*|tabelle\w*|liste\w*)\b/.test(
    folded,
  ) && !/\b(?:load|read|open|upload|lade\w*|lies|offne\w*)\b|\.(?:csv|xlsx?|json|parquet)\b/.test(folded)

/** Returns a test for the connectors of lists of values, which do not end a clause: "men and women". */
const isBetweenCells =
  (tokens: readonly Token[]) =>
  (token: Token): boolean => {
    const index = tokens.indexOf(token)
    const [before, after] = [tokens[index - 1]?.cell, tokens[index + 1]?.cell]
    return /^(?:and|und)$/.test(token.folded) && before !== undefined && before.column.name === after?.column.name
  }

const fileReference =
  /\b(?:from|in|of|using|with) (?:the )?(?:first|second|other) (?:file|table|list|dataset|sheet)\b|\b(?:aus|in) der (?:ersten|zweiten|anderen) (?:datei|tabelle|liste)\b/g

/** Words that compare the rows of two files by a key. */
const keyWords =
  /\b(?:join|match\w*|look ?up|compar\w*|differ\w*|in both|not in|missing (?:in|from)|only in|new in|chang\w*|vergleich\w*|fehl\w*|beiden)\b/

const hasSameColumns = (columns: readonly Column[], others: readonly Column[]): boolean =>
  columns.length > 1 &&
  columns.length === others.length &&
  columns.every(({ name }) => others.some((other) => other.name === name))

/** Words for the rows that both files have, which an inner join keeps. */
const bothWords =
  /\b(?:appear|exist|occur|are|is|found|present|listed|vorkommen|vorhanden)\b.{0,10}\bin (?:both|beiden)\b/

const courtesies = /^(?:please|thanks|thank|thx|bitte|danke|hi|hello|hey|hallo|great|cheers)$/

/** Remarks about the data, which the next sentence may refer to. */
const remarkWords =
  /^(?:in [^,]{1,30} )?(?:there (?:is|are)|some|a lot of|a few|several|many|one|es gibt|einige|manche|viele)\b(?!.*\b(?:remove|keep|only|show|sort|how)\b)/
/** A remark that a later clause refers to: "Wages are missing for the last years, carry the last value forward." */
const missingRemark =
  /^(?:the |die |der |das )?\w+(?: \w+)? (?:(?:is|are|were|sind|ist) (?:often |sometimes |teils )?(?:missing|empty|blank|leer)|fehlen|fehlt|(?:have|has|haben|hat) (?:no|keine?n?))\b/
const fillWords = /\b(?:fill|carry|replace|impute|interpolate|fulle|ersetze)\b/

/** A clause that removes the rows that the previous sentence mentions. */
const pronounRemoval =
  /^(?:please )?(?:leave|throw|take|filter|kick|drop|remove|ignore|skip|exclude|get rid of|lass|entferne|ignoriere) ?(?:it|that|this|them|those|these|das|die|diese|sie)?(?: out| away| weg)?$/

const isOutput = (catalog: Catalog, type: string): boolean =>
  catalog
    .list()
    .some((candidate: NodeType) => candidate.type === type && ['views', 'actions'].includes(candidate.family))
