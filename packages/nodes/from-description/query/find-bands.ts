import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { fold } from '../stem.ts'
import { quoteName } from '../step.ts'
import { trimEnd } from '../trim-end.ts'
import type { Token } from '../words.ts'
import { findMeasures, isMeasurable } from './measures.ts'

/** A labeled range of numbers. A band without limits contains all remaining numbers. */
interface Band {
  readonly label: string
  readonly limit: Limit
}

interface Limit {
  readonly low?: number
  readonly high?: number
  readonly excludesLow?: boolean
  readonly excludesHigh?: boolean
}

/** Bands of numbers that a description defines: "under 40000 is low, 40000 up to 65000 is medium, above that high". */
export interface BandSet {
  readonly start: number
  readonly end: number
  readonly bands: readonly Band[]
  /**
   * The column that contains the numbers. If `undefined`, the bands apply to the measure or column to which the
   * preceding text refers.
   */
  readonly column: Column | undefined
  /** Whether the preceding words request groups: "group the stops by length: …". */
  readonly requestsGrouping: boolean
  /** The name for the column of labels, or `undefined` if the text does not name it. */
  readonly name: string | undefined
}

/** Units after a number. They are removed before limits are matched. */
const unitPattern =
  /^(?:%|percent|prozent|euros?|eur|dollars?|usd|pounds?|gbp|kg|g|km|m|cm|mm|t|k|mg|ml|l|kilos?|grams?|gramm|miles?|years?|jahre?n?|days?|tage?n?|hours?|stunden?|h|minutes?|minuten|min|points?|punkte?n?|units?|pieces?|stuck)$/
const limitPatterns: readonly (readonly [RegExp, (first: number, second: number) => Limit])[] = [
  [
    /^(?:from |between |von |zwischen )?# (?:to|up to|until|and|bis|bis zu|und)? ?(?:less than|just under|under|below|unter) #/,
    (low, high) => ({ low, high, excludesHigh: true }),
  ],
  [
    /^(?:from |von )?# (?:to|up to|until|till|through|bis|bis zu|-|–) #(?: (?:inclusive|inklusive))?/,
    (low, high) => ({ low, high }),
  ],
  [/^(?:between|zwischen) # (?:and|und) #/, (low, high) => ({ low, high })],
  [
    /^(?:# (?:\+|plus|(?:or|and|und|oder) (?:more|above|up|over|higher|older|longer|upwards|mehr|daruber|hoher|alter)|onwards?|upwards?|aufwarts)|(?:from|at least|starting at|starting from|ab|mindestens|>=|≥|> =) #(?: (?:on|onwards?|upwards?|and up|and more|and above|and over|aufwarts))?)/,
    (low) => ({ low }),
  ],
  [
    /^(?:# (?:or|and|und|oder) (?:less|below|fewer|lower|under|younger|shorter|weniger|darunter|junger)|(?:up to|at most|no more than|not more than|bis zu|bis|hochstens|maximal|<=|≤) #)/,
    (high) => ({ high }),
  ],
  [/^(?:under|below|(?:\w+er|less) than|unter|(?:weniger|\w+er) als|<) #/, (high) => ({ high, excludesHigh: true })],
  [/^#(?= (?:is|are|means|=|:|ist|->|→)\b)/, (only) => ({ low: only, high: only })],
  [/^(?:over|above|beyond|more than|exceeding|uber|mehr als|>) #/, (low) => ({ low, excludesLow: true })],
]
/** Comparatives for values above a limit. */
const highComparativePattern =
  /^(?:greater|higher|larger|bigger|older|longer|heavier|taller|faster|groser|hoher|alter|langer|schwerer|schneller) (?:than|als)/
/** Words for all remaining numbers. */
const restWords =
  /^(?:(?:everything|anything|all|anyone|everyone|whatever|those|alles|alle) (?:else|above|over|below|under|higher|lower|more|beyond|others?|andere\w*|daruber|darunter|ubrige\w*)(?: (?:that|this|it))?|(?:above|over|below|under|beyond|more than|higher than|less than) (?:that|this|it)|(?:the |der |all )?(?:rest|others|remaining ones|remainder)|otherwise|else|sonst|ansonsten|andernfalls|daruber|darunter|(?:above|over|more|higher|older|beyond)(?= ,|$| is\b| are\b| =| :))/

interface FoundLimit {
  readonly limit: Limit
  readonly start: number
  readonly end: number
  readonly isOtherwise: boolean
}

/**
 * Finds definitions of bands. The label of a band is before or after its limits. The limits of adjacent bands must be
 * equal or nearly equal ("1 to 9", "10 to 19"); otherwise, the text contains separate comparisons.
 */
export function findBands(text: string, unsplitTokens: readonly Token[]): BandSet[] {
  const tokens = unsplitTokens.flatMap((token, index) => splitRange(token, unsplitTokens[index - 1]))
  const bandSets: BandSet[] = []
  let adjacentLimits: FoundLimit[] = []
  const closeRun = (): void => {
    const bandSet = createBands(text, tokens, adjacentLimits)
    if (bandSet) bandSets.push(bandSet)
    adjacentLimits = []
  }
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const lastLimit = adjacentLimits.at(-1)
    if (
      lastLimit &&
      (/[.!?](?=\s|$)|\n/.test(text.slice(lastLimit.end, token.start)) || token.start - lastLimit.end > 60)
    )
      closeRun()
    const match = readLimit(tokens, index, adjacentLimits.length > 0)
    if (!match) continue
    adjacentLimits.push({ ...match, start: token.start, end: tokens[index + match.length - 1]!.end })
    index += match.length - 1
  }
  closeRun()
  return bandSets
}

/** Splits the token "-65000" in "40000-65000" into an operator and a number. */
function splitRange(token: Token, previousToken: Token | undefined): readonly Token[] {
  if (
    token.kind !== 'number' ||
    !token.raw.startsWith('-') ||
    previousToken?.kind !== 'number' ||
    previousToken.end !== token.start
  )
    return [token]
  const [raw, splitOffset] = [token.raw.slice(1), token.start + 1]
  return [
    { kind: 'operator', raw: '-', folded: '-', start: token.start, end: splitOffset },
    { ...token, raw, folded: raw, start: splitOffset, value: Math.abs(Number(token.value)) },
  ]
}

function readLimit(
  tokens: readonly Token[],
  startIndex: number,
  isRestAllowed: boolean,
): { readonly limit: Limit; readonly length: number; readonly isOtherwise: boolean } | undefined {
  const nextTokens = tokens.slice(startIndex, startIndex + 8)
  const isUnit = ({ folded }: Token, index: number): boolean =>
    nextTokens[index - 1]?.kind === 'number' && unitPattern.test(folded)
  const tokensWithoutUnits = nextTokens.filter((token, index) => !isUnit(token, index))
  const words = tokensWithoutUnits.map(({ kind, folded }) => (kind === 'number' ? '#' : folded)).join(' ')
  const numbers = nextTokens.flatMap(({ kind, value }) => (kind === 'number' ? [Number(value)] : []))
  /** Returns the number of tokens in a match, including the unit after its last number. */
  const countTokens = (match: string): number => {
    const end = nextTokens.indexOf(tokensWithoutUnits[match.trim().split(' ').length - 1]!) + 1
    return nextTokens[end] && isUnit(nextTokens[end], end) ? end + 1 : end
  }
  const highMatch = highComparativePattern.exec(words)
  if (highMatch && words.startsWith(`${highMatch[0]} #`))
    return {
      limit: { low: numbers[0]!, excludesLow: true },
      length: countTokens(`${highMatch[0]} #`),
      isOtherwise: false,
    }
  for (const [pattern, toLimit] of limitPatterns) {
    const match = pattern.exec(words)
    if (match) return { limit: toLimit(numbers[0]!, numbers[1]!), length: countTokens(match[0]), isOtherwise: false }
  }
  const restMatch = isRestAllowed ? restWords.exec(words) : null
  return restMatch
    ? {
        limit: {},
        length: countTokens(restMatch[0]),
        isOtherwise: /^(?:otherwise|else|sonst|ansonsten)/.test(restMatch[0]),
      }
    : undefined
}

/** Returns whether the limits are contiguous and therefore divide all numbers into bands. */
function areContiguous(run: readonly FoundLimit[]): boolean {
  const numericLimits = run.map(({ limit }) => limit).filter(({ low, high }) => low !== undefined || high !== undefined)
  const orderedLimits = numericLimits.toSorted((a, b) => (a.low ?? -Infinity) - (b.low ?? -Infinity))
  const areNeighbors = orderedLimits.slice(1).every(({ low }, index) => {
    const { high } = orderedLimits[index]!
    return low !== undefined && high !== undefined && Math.abs(low - high) <= Math.max(1, Math.abs(high) * 1e-4)
  })
  // A single condition with "otherwise" does not define bands.
  return (
    areNeighbors &&
    run.length > 1 &&
    (numericLimits.length > 1 || (numericLimits.length === 1 && !run.at(-1)!.isOtherwise))
  )
}

const labelSeparatorPattern = /[,;()\n]|[.!?](?=\s|$)|(?<![\p{L}\p{N}])(?:and|or|und|oder)(?![\p{L}\p{N}])/gu
const labelPrefixPattern =
  /^(?:[\s:=–>→-]|(?:is|are|was|counts? as|means?|gets?|as|called|be|becomes?|should be|to be|will be|ist|sind|als|heis(?:s|ß|st)t?|heißt|gilt als|for|the|a|an|label|labelled)\s)+/i
const labelSuffixPattern =
  /(?:[\s:=–-]|\s(?:is|are|if|when|where|for|with|at|ist|wenn|bei|mit|from|von|value|values)(?=\s*$))+$/i

/** Splits text at separators and returns the labels. */
const listLabels = (text: string): string[] =>
  text
    .split(labelSeparatorPattern)
    .map((part) => cleanLabel(part))
    .filter((part) => part !== '')

const cleanLabel = (part: string): string =>
  ` ${part} `
    .replace(labelPrefixPattern, '')
    .replace(labelSuffixPattern, '')
    .replaceAll(/["“”„'`]/g, '')
    .trim()

function createBands(text: string, tokens: readonly Token[], run: readonly FoundLimit[]): BandSet | undefined {
  if (!areContiguous(run)) return undefined
  const [first, last] = [run[0]!, run.at(-1)!]
  const textWithoutColumns = tokens
    .filter(({ column, isPartial, kind }) => kind === 'column' && column && !isPartial && isNumber(column.type))
    .reduce((masked, { start, end }) => masked.slice(0, start) + ' '.repeat(end - start) + masked.slice(end), text)
  const sentenceStart = findSentenceStart(text, first.start)
  const gaps = run.slice(1).map(({ start }, index) => textWithoutColumns.slice(run[index]!.end, start))
  const labelsPrecedeLimits = gaps.every((gap) => /^\s*(?:[,;)]|(?:and|or|und|oder)\b)/.test(gap))
  const gapLabels = gaps.map((gap) => listLabels(gap))
  const outerLabel = labelsPrecedeLimits
    ? readLabelBefore(textWithoutColumns, sentenceStart, first.start)
    : readLabelAfter(textWithoutColumns, last.end)
  if (!outerLabel || gapLabels.some((labels) => labels.length !== 1)) return undefined
  const innerLabels = gapLabels.map(([label]) => label!)
  const labels = labelsPrecedeLimits ? [outerLabel.label, ...innerLabels] : [...innerLabels, outerLabel.label]
  if (labels.some((label) => label.split(/\s+/).length > 4)) return undefined
  const [start, end] = labelsPrecedeLimits
    ? [outerLabel.position, last.end + (/^\s*\)/.exec(text.slice(last.end))?.[0].length ?? 0)]
    : [first.start, outerLabel.position]
  const isNamed = ({ column, start: tokenStart }: Token): boolean =>
    column !== undefined && isMeasurable(column) && tokenStart >= sentenceStart
  const columnToken =
    tokens.find((token) => isNamed(token) && token.start >= start && token.end <= end) ??
    tokens.findLast((token) => isNamed(token) && token.end <= start)
  const leadStart = findLeadStart(text, tokens, sentenceStart, start)
  const name = readBandName(text.slice(leadStart, start))
  const isColumnName = tokens.some(
    ({ column }) =>
      column &&
      name !== undefined &&
      fold(column.name)
        .split(/[^\p{L}]+/u)
        .includes(fold(name)),
  )
  return {
    start: leadStart,
    end,
    requestsGrouping: /^\W*(?:please )?(?:group|gruppier|count|zahle|per|by|for each|in each|je|pro|nach)\b/.test(
      fold(text.slice(leadStart, start)),
    ),
    bands: run.map(({ limit }, index) => ({ label: labels[index]!, limit })),
    column: columnToken?.column,
    name: isColumnName ? undefined : name,
  }
}

/** Returns the offset of the words that only introduce the bands: "Put salaries in bands:". */
function findLeadStart(text: string, tokens: readonly Token[], sentenceStart: number, start: number): number {
  const textBefore = text.slice(sentenceStart, start)
  const stops = [...textBefore.matchAll(/,(?=\s)|(?<![\p{L}])(?:and|then|und|dann)(?![\p{L}])/gu)]
  const leadStart = sentenceStart + (stops.length > 0 ? stops.at(-1)!.index + stops.at(-1)![0].length : 0)
  // "people per income class: …"
  const groupMatch = /(?<![\p{L}])(?:per|by|for each|in each|je|pro|nach)(?= [^.,]{0,40}[:(][^.,:(]{0,30}$)/u.exec(
    text.slice(leadStart, start),
  )
  if (groupMatch) return leadStart + groupMatch.index
  const isIntroduction =
    findMeasures(fold(text.slice(leadStart, start))).every(({ fn }) => fn === 'count') &&
    tokens.every((token) => !token.cell || token.start < leadStart || token.end > start)
  return isIntroduction ? leadStart + (/^\s*/.exec(text.slice(leadStart))?.[0].length ?? 0) : start
}

function findSentenceStart(text: string, position: number): number {
  const sentenceEndMatches = [...text.slice(0, position).matchAll(/[.!?;](?=\s)|\n/g)]
  return sentenceEndMatches.length > 0 ? sentenceEndMatches.at(-1)!.index + 1 : 0
}

function readLabelBefore(text: string, start: number, end: number): { label: string; position: number } | undefined {
  const textBefore = trimEnd(
    trimEnd(text.slice(start, end), /[\s(:=]/).replace(/\s(?:is|are|if|when|for|ist|wenn|with)$/, ''),
    /\s/,
  )
  const quotedMatch = /["“„]([^"“”„]+)["“”]$/.exec(textBefore)
  if (quotedMatch) return { label: quotedMatch[1]!, position: start + quotedMatch.index }
  const introducedMatch =
    /(?:[:=,(]|\s(?:as|into|in|als|called|either))\s+([\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)?)$/u.exec(textBefore)
  const labelMatch = introducedMatch ?? /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_-]+)$/u.exec(textBefore)
  return labelMatch ? { label: labelMatch[1]!, position: start + textBefore.length - labelMatch[1]!.length } : undefined
}

function readLabelAfter(text: string, start: number): { label: string; position: number } | undefined {
  const textAfter = text.slice(start).replace(/^\s*\(/, (match) => ' '.repeat(match.length))
  const quotedMatch = /^[\s:=–>→-]*(?:is |are |as |means |ist |sind )*["“„]([^"“”„]+)["“”]/.exec(textAfter)
  if (quotedMatch) return { label: quotedMatch[1]!, position: start + quotedMatch[0].length }
  const stop = /[,;()\n]|[.!?](?=\s|$)|\s(?:and|or|und|then|dann|per|by|pro|je|in a|with)\s|$/.exec(textAfter)!
  const label = cleanLabel(textAfter.slice(0, stop.index))
  const closingLength = textAfter[stop.index] === ')' ? 1 : 0
  return label === '' ? undefined : { label, position: start + stop.index + closingLength }
}

/** Reads the name for the column of labels: "a column size class:", "Gewichtsklasse:". */
function readBandName(textBefore: string): string | undefined {
  const name =
    /(?:column|spalte|field|called|named|namens)\s+(?!(?:with|for|that|which|mit|of)\b)["“„]?([\p{L}_][\p{L}\p{N}_ ]{0,30}?)["“”]?\s*(?:[:=(,]|\s(?:with|mit|that|which|as|where|based)\s|$)/iu.exec(
      textBefore,
    )?.[1] ??
    /(?<![\p{L}_])([\p{L}_]+) (?:column|spalte|field)\b/iu.exec(textBefore)?.[1] ??
    /(?:^|\s)([\p{L}_]{4,}(?: (?:class|group|band|level|category|bracket|type|tier))?)\s*[:(=]\s*$/iu.exec(
      textBefore,
    )?.[1]
  return name !== undefined && /^(?:new|extra|additional|another|neue?|add|label|mark|classify|bands?)$/i.test(name)
    ? undefined
    : name
}

/** Returns a JSONata expression that maps a number to its band's label. */
export function toBandExpression({ bands }: BandSet, column: string): string {
  const cell = quoteName(column)
  const cases = bands.map(({ label, limit: { low, high, excludesLow, excludesHigh } }) => {
    const conditions = [
      ...(low === undefined ? [] : [`${cell} ${excludesLow ? '>' : '>='} ${low}`]),
      ...(high === undefined ? [] : [`${cell} ${excludesHigh ? '<' : '<='} ${high}`]),
    ]
    return { label: JSON.stringify(label), condition: conditions.join(' and ') }
  })
  return cases.reduceRight(
    (rest, { label, condition }) =>
      condition === '' ? label : `${condition} ? ${label}${rest === '' ? '' : ` : ${rest}`}`,
    '',
  )
}

export const bandMarker = 'new column'

/** Replaces the words that define bands with words that request a column, padded to the same length. */
export function replaceBands(text: string, { start, end }: Pick<BandSet, 'start' | 'end'>): string {
  return text.slice(0, start) + bandMarker.padEnd(end - start) + text.slice(end)
}

export const isNewName = (columns: readonly { readonly name: string }[], name: string): boolean =>
  columns.every((column) => fold(column.name) !== fold(name))
