import { isNumber, isTemporal } from '@aw-flow/engine'
import { findNumericSynonymColumn } from '../link-columns.ts'
import { quoteName } from '../step.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { isYearColumn } from './periods.ts'
import { findTokenIndex, isUnused, type Segment } from './segment.ts'
import { findTimeColumnName, type RankedValue, type TableQuery } from './table-query.ts'

const nonSuperlatives = new Set(
  'disaster master register minister sister cluster monster poster roster semester trimester plaster booster easter foster tester twister blister canister forest interest request test west harvest rest latest contest guest best least most honest modest arrest invest suggest protest digest erste ersten erster erstes beste besten meisten liste kiste kosten kaste daten'.split(
    ' ',
  ),
)

/** Returns whether a folded word is an English or German superlative. */
export const isSuperlative = (folded: string): boolean =>
  [
    'best',
    'worst',
    'most',
    'least',
    'fewest',
    'latest',
    'beste',
    'besten',
    'bester',
    'meisten',
    'meiste',
    'wenigsten',
    'last',
    'schlechteste',
    'haufigste',
    'haufigsten',
  ].includes(folded) ||
  (!nonSuperlatives.has(folded) &&
    !/(?:kosten|kisten?|listen?|posten|leisten?)$/.test(folded) &&
    (/^[a-z]{4,}most$/.test(folded) || /^[a-z]{3,}est$/.test(folded) || /^[a-z]{3,}st(?:e[nrms]?)$/.test(folded)))

export const lowSuperlativePattern =
  /^(?:lower|smaller|cheaper|shorter|younger|slower|lighter|colder|worse|lowest|smallest|cheapest|shortest|least|fewest|youngest|slowest|lightest|coldest|coolest|weakest|nearest|closest|worst|dry|driest|narrowest|thinnest|poorest|niedrigste|kleinste|gunstigste|billigste|kurzeste|wenigste|jungste|langsamste|leichteste|kalteste|schwachste|schlechteste|geringste|trockenste|armste)/

export const earlyPattern = /^(?:earliest|oldest|fruheste|alteste)/

const latePattern = /^(?:latest|newest|most recent|neueste|spateste|jungste)/

/** Matches the names of columns whose high values are bad. */
export const badColumnPattern =
  /delay|cost|death|killed|injur|error|defect|unemploy|crime|complaint|damage|verspat|kosten|fehler/i

const timeSuperlativePattern = /^(?:earliest|latest|newest|fruheste|neueste|spateste)/

/** Returns whether a comparative requests an order: "the higher one first". */
export const isComparativeFirst = (tokens: Segment['tokens'], index: number): boolean =>
  /^[a-z]{3,}er$/.test(tokens[index]!.folded) &&
  /^(?:one|ones|value|number|wert)?$/.test(
    frontPattern.test(tokens[index + 1]?.folded ?? '') ? '' : (tokens[index + 1]?.folded ?? '-'),
  ) &&
  tokens.slice(index + 1, index + 3).some(({ folded }) => frontPattern.test(folded))

export interface Superlative {
  readonly index: number
  readonly end: number
  readonly value: RankedValue | undefined
  readonly isDescending: boolean
  /** Whether the value is named next to the superlative, so that it can be a measure: "highest price". */
  readonly isNamed: boolean
}

/** Reads a superlative and the value next to it: "highest average price", "most expensive", "oldest". */
export function readSuperlative(segment: Segment, query: TableQuery, index: number, endOffset: number): Superlative {
  const { tokens } = segment
  const token = tokens[index]!
  const { folded } = token
  // The worst delay is the highest one.
  const isWorstHigh =
    /^(?:worst|worse|schlechteste)/.test(folded) &&
    tokens.some(({ column }) => column && isNumber(column.type) && badColumnPattern.test(column.name))
  const isLow = lowSuperlativePattern.test(folded) && !isWorstHigh
  const isCountWord = /^(?:most|least|fewest|meisten?|wenigsten?)$/.test(folded)
  if (token.column && isMeasurable(token.column))
    return {
      index,
      end: tokens[index + 1]?.column?.name === token.column.name ? index + 2 : index + 1,
      value: { column: token.column.name },
      isDescending: !isLow,
      isNamed: tokens[index + 1]?.column?.name === token.column.name,
    }
  const timeColumn = findTimeColumnName(query.columns)
  const refersToTime =
    timeSuperlativePattern.test(folded) ||
    (earlyPattern.test(folded) && !query.columns.some(({ name }) => /age|alter/i.test(name)))
  let end = index + 1
  let hasOtherSuperlatives = false
  let fn: string | undefined
  for (let nextIndex = index + 1; nextIndex < tokens.length && nextIndex <= index + 6; nextIndex++) {
    const nextToken = tokens[nextIndex]!
    if (nextToken.end > endOffset || nextToken.kind === 'operator' || !isUnused(segment, nextToken)) break
    const measure = findMeasures(segment.folded.slice(nextToken.start, endOffset)).find(({ start }) => start === 0)
    // "lowest, highest and median price"
    if (measure && hasOtherSuperlatives && !nextToken.column) {
      nextIndex = findTokenIndex(segment, nextToken.start + measure.end) - 1
      continue
    }
    if (measure && fn === undefined && measure.fn !== 'min' && measure.fn !== 'max' && !nextToken.column) {
      ;({ fn } = measure)
      end = findTokenIndex(segment, nextToken.start + measure.end)
      nextIndex = end - 1
      continue
    }
    if (nextToken.column) {
      const { column } = nextToken
      if (isMeasurable(column) && !isYearColumn(column)) {
        // "the most engineers" after "population times the engineers share" refers to the product.
        const product = isCountWord
          ? query.computedColumns.findLast(
              ({ expression }) => expression.includes(`${quoteName(column.name)}`) && / \* /.test(expression),
            )
          : undefined
        if (product)
          return { index, end: nextIndex + 1, value: { column: product.name }, isDescending: !isLow, isNamed: true }
        return {
          index,
          end: hasOtherSuperlatives ? index + 1 : nextIndex + 1,
          value: {
            ...(fn !== undefined && fn !== 'count' ? { fn } : {}),
            column: column.name,
            ...(nextToken.isPartial ? { isPartial: true } : {}),
          },
          isDescending: !isLow,
          isNamed: true,
        }
      }
      if (isTemporal(column.type) && (refersToTime || earlyPattern.test(folded) || latePattern.test(folded)))
        return {
          index,
          end: nextIndex + 1,
          value: { column: column.name },
          isDescending: !earlyPattern.test(folded) && !isLow,
          isNamed: true,
        }
      // "most orders" and "fewest cities" count rows.
      if (isCountWord) return { index, end: nextIndex + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
      break
    }
    // In "lowest and highest price", both superlatives refer to the price.
    const isValueShared =
      (nextToken.kind === 'comma' || /^(?:and|und|or|oder)$/.test(nextToken.folded)) &&
      startsValue(segment, nextIndex + 1, endOffset)
    if (/^(?:loss|losses|verluste?n?|defizit)$/.test(nextToken.folded)) {
      // "the biggest loss" means the lowest profit.
      const profitColumn = query.columns.find(({ name, type }) => isNumber(type) && /profit|gain|gewinn/i.test(name))
      if (profitColumn)
        return { index, end: nextIndex + 1, value: { column: profitColumn.name }, isDescending: isLow, isNamed: true }
    }
    if (isValueShared || (nextIndex > index + 1 && isSuperlative(nextToken.folded))) {
      hasOtherSuperlatives = true
      continue
    }
    if (
      /^(?:by|per|in|for|with|has|first|on|at|nach|mit|je|pro|from|and|und|zuerst|oben|hat|haben|is|are|to)$/.test(
        nextToken.folded,
      )
    )
      break
    // "the most rain" refers to an amount, not to the value "rain".
    const amountColumn =
      isCountWord && nextToken.cell ? findNumericSynonymColumn(nextToken.folded, query.columns) : undefined
    if (amountColumn)
      return { index, end: nextIndex + 1, value: { column: amountColumn.name }, isDescending: !isLow, isNamed: true }
    // "most recent" and "most expensive" are not counts.
    if (isCountWord && nextToken.folded === 'recent' && timeColumn !== undefined)
      return { index, end: nextIndex + 1, value: { column: timeColumn }, isDescending: !isLow, isNamed: true }
    const isAdjective = /^[a-z]{3,}(?:ive|ful|ous|able|ible|ic|ent|ant|ar|ed)$/.test(nextToken.folded)
    if (isCountWord && isAdjective && nextToken.kind === 'word') {
      end = nextIndex + 1
      break
    }
    if (isCountWord && nextToken.kind === 'word' && !/^(?:of|the|number)$/.test(nextToken.folded) && fn === undefined) {
      return { index, end: nextIndex + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
    }
  }
  if (refersToTime && timeColumn !== undefined)
    return {
      index,
      end: index + 1,
      value: { column: timeColumn },
      isDescending: latePattern.test(folded),
      isNamed: false,
    }
  // "the highest site" is ranked by elevation.
  const refersToMeasure = frontPattern.test(tokens[index + 1]?.folded ?? '') && findMeasures(segment.folded).length > 0
  const isPlain =
    !refersToMeasure &&
    fn === undefined &&
    query.measures.length + query.groups.length + query.computedColumns.length === 0
  const dimensionColumn = isPlain
    ? findNumericSynonymColumn(folded.replace(/(?:est|ste[nrms]?)$/, ''), query.columns)
    : undefined
  if (dimensionColumn)
    return { index, end: index + 1, value: { column: dimensionColumn.name }, isDescending: !isLow, isNamed: false }
  // "who spent the most"
  const verbToken = tokens[index - 1]?.folded === 'the' ? tokens[index - 2] : tokens[index - 1]
  if (
    isCountWord &&
    fn === undefined &&
    verbToken?.column &&
    isMeasurable(verbToken.column) &&
    isUnused(segment, verbToken)
  )
    return {
      index,
      end,
      value: { fn: 'sum', column: verbToken.column.name },
      isDescending: !isLow,
      isNamed: true,
    }
  const value = fn === undefined ? undefined : { fn }
  return { index, end, value, isDescending: earlyPattern.test(folded) ? true : !isLow, isNamed: value !== undefined }
}

/**
 * Returns whether a superlative or measure follows, optionally after an article: "the lowest and the highest price".
 */
function startsValue({ tokens, folded }: Segment, startIndex: number, endOffset: number): boolean {
  const token =
    tokens[/^(?:the|der|die|das|den|dem)$/.test(tokens[startIndex]?.folded ?? '') ? startIndex + 1 : startIndex]
  return (
    token !== undefined &&
    (isSuperlative(token.folded) || findMeasures(folded.slice(token.start, endOffset)).some(({ start }) => start === 0))
  )
}

/** Words after a superlative that request an order: "newest first". */
export const frontPattern = /^(?:first|top|zuerst|oben|zuoberst|voran)$/
