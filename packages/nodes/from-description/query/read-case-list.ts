import { toRowCondition } from '../row-condition-text.ts'
import type { ParsedConditions } from '../conditions/condition.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isKnownName, readColumnName } from './computed-names.ts'
import { readFilters } from './read-filters.ts'
import { isUnused, markUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

const otherwiseWords = /^(?:otherwise|else|sonst|ansonsten|andernfalls)$/
const meaningWords = /^(?:means?|mean|gets?|becomes?|counts|bedeutet|heist|=|:|wird|ergibt)$/
const conditionWords = /^(?:if|when|where|wenn|falls|whenever)$/
const labelCueWords =
  /^(?:as|the|a|an|is|be|then|says?|dann|als|it|should|column|value|->|-|>|to|ist|das|all|alle|rest|everything)$/

interface Item {
  readonly condition: readonly Token[]
  readonly label: readonly Token[]
}

/**
 * Reads a computed column that assigns a label to each of several conditions: "nothing in Paid on means open, paid
 * after the due date means late, otherwise on time", "A if the score is over 90, B if it is over 70, else C". The first
 * matching condition determines the label.
 */
export function readCaseList(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens } = segment
  const otherwiseIndex = tokens.findIndex((token) => otherwiseWords.test(token.folded) && isUnused(segment, token))
  const items = listItems(segment)
  const parsedItems = items.flatMap((item) => {
    const parts = item.every((token) => isUnused(segment, token)) ? splitItem(item) : undefined
    return parts ? [{ item, parts }] : []
  })
  const [first, last] = [parsedItems[0], parsedItems.at(-1)]
  if (!first || !last || (parsedItems.length < 2 && otherwiseIndex < 0)) return []
  // The cases must be adjacent.
  const firstItemIndex = items.indexOf(first.item)
  if (items.indexOf(last.item) - firstItemIndex !== parsedItems.length - 1) return []
  const cases = parsedItems.map(({ parts: { condition, label } }) => ({
    condition: toCondition(segment, query, condition),
    label: toLabel(label),
  }))
  if (cases.some(({ condition, label }) => condition === undefined || label === '')) return []
  const otherwiseItem = otherwiseIndex < 0 ? undefined : items.find((item) => item.includes(tokens[otherwiseIndex]!))
  const otherwiseLabel = otherwiseItem
    ? toLabel(otherwiseItem.filter((token) => !otherwiseWords.test(token.folded)))
    : ''
  if (otherwiseItem && otherwiseLabel === '') return []
  const [start, end] = [tokens.indexOf(first.item[0]!), tokens.indexOf((otherwiseItem ?? last.item).at(-1)!)]
  const name = readColumnName(segment, query, start, end)
  markUsed(segment, ...tokens.slice(start, end + 1))
  const expression = cases.reduceRight(
    (elseExpression, { condition, label }) =>
      `${condition} ? ${JSON.stringify(label)}${elseExpression === '' ? '' : ` : ${elseExpression}`}`,
    otherwiseLabel === '' ? '' : JSON.stringify(otherwiseLabel),
  )
  return [{ name: name === undefined || isKnownName(query, name) ? 'label' : name, type: 'VARCHAR', expression }]
}

/** Splits the tokens at commas, punctuation, and words such as "otherwise". */
function listItems({ tokens, folded }: Segment): readonly (readonly Token[])[] {
  const items: Token[][] = [[]]
  for (const [index, token] of tokens.entries()) {
    const previousToken = tokens[index - 1]
    const gap = folded.slice(previousToken?.end ?? 0, token.start)
    const startsItem = otherwiseWords.test(token.folded) || /[;.:(]/.test(gap)
    if (token.kind === 'comma' || startsItem) items.push([])
    if (token.kind !== 'comma') items.at(-1)!.push(token)
  }
  return items.filter((item) => item.length > 0)
}

/** Splits an item such as "paid late means late", "if x then y" or "y if x" into its condition and label. */
function splitItem(item: readonly Token[]): Item | undefined {
  if (item.some(({ folded }) => otherwiseWords.test(folded))) return undefined
  const conditionIndex = item.findIndex(({ folded }) => conditionWords.test(folded))
  const meaningIndex = item.findLastIndex(
    (token, index) =>
      (meaningWords.test(token.folded) && !(token.folded === '=' && item.length - index > 4)) ||
      (token.raw === '>' && item[index - 1]?.raw === '-'),
  )
  if (meaningIndex > 0 && meaningIndex < item.length - 1 && item.length - meaningIndex <= 5)
    return {
      condition: item.slice(0, meaningIndex).filter(({ folded }) => !conditionWords.test(folded) && folded !== '-'),
      label: item.slice(meaningIndex + 1),
    }
  const thenIndex = item.findIndex(({ folded }) => /^(?:then|dann)$/.test(folded))
  if (conditionIndex >= 0 && conditionIndex <= 1 && thenIndex > conditionIndex)
    return { condition: item.slice(conditionIndex + 1, thenIndex), label: item.slice(thenIndex + 1) }
  const label = item.slice(0, Math.max(conditionIndex, 0)).filter(({ folded }) => !/^(?:and|or|und|oder)$/.test(folded))
  return conditionIndex > 0 && label.length > 0 && label.length <= 4
    ? { condition: item.slice(conditionIndex + 1), label }
    : undefined
}

/** Returns the words as a JSONata row condition, or `undefined` if they do not form one. */
function toCondition(segment: Segment, query: TableQuery, tokens: readonly Token[]): string | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (!first || !last) return undefined
  const namedColumns = new Map(tokens.flatMap(({ column }) => (column ? [[column.name, column] as const] : [])))
  const isAbsence = tokens.some(({ folded }) => /^(?:nothing|nichts|empty|blank|missing|leer|fehlt)$/.test(folded))
  const isNegated = tokens.some(({ folded }) => /^(?:not|nicht|isnt)$/.test(folded))
  if (isAbsence && namedColumns.size === 1) {
    const existsExpression = `$exists(${quoteName([...namedColumns.keys()][0]!)})`
    return isNegated ? existsExpression : `$not(${existsExpression})`
  }
  const scratchQuery: TableQuery = { ...structuredClone(query), filters: [], having: [] }
  const conditionSegment: Segment = {
    ...segment,
    tokens,
    clauses: [{ start: first.start, end: last.end }],
    usedTokens: new Set(),
  }
  readFilters(conditionSegment, scratchQuery, [])
  const conditions = scratchQuery.filters.map(({ type, config }) =>
    type !== 'filter'
      ? undefined
      : typeof config.expression === 'string'
        ? config.expression
        : toRowCondition(config as unknown as ParsedConditions),
  )
  if (conditions.length === 0 || conditions.includes(undefined)) return undefined
  return conditions.length === 1 ? conditions[0] : conditions.map((each) => `(${each})`).join(' and ')
}

/** Returns a label's text without introductory words. */
function toLabel(tokens: readonly Token[]): string {
  const start = tokens.findIndex((token) => !labelCueWords.test(token.folded) && token.kind !== 'operator')
  const end = tokens.findIndex((token, index) => index > start && /^(?:and|und|then|dann)$/.test(token.folded))
  return start < 0
    ? ''
    : tokens
        .slice(start, end < 0 ? tokens.length : end)
        .slice(0, 4)
        .map(({ raw, value, kind }) => (kind === 'text' ? String(value) : raw))
        .join(' ')
}
