import { isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { fold, stemColumnName, stem } from '../stem.ts'
import { listValueForms } from '../synonyms.ts'
import type { Token } from '../words.ts'
import { connectors, copulas, findPhrase } from './comparison-phrases.ts'
import type { ConditionRule, ConditionState } from './condition-state.ts'

/**
 * Words that describe a state before an event (`hasOccurred` is false) or after it (`hasOccurred` is true), and the
 * prefixes of words in the names of time columns that record the event. An open invoice has no `paid_on`; a former
 * employee has an `Exit Date`.
 */
const states: readonly { readonly words: RegExp; readonly events: RegExp; readonly hasOccurred: boolean }[] = [
  {
    words:
      /^(?:open|outstanding|pending|unresolved|unfinished|unsettled|ongoing|offene?[mnrs]?|ausstehende?[mnrs]?|unerledigte?[mnrs]?)$/,
    events:
      /^(?:paid|clos|resolv|complet|finish|settl|solv|bezahlt|geschlossen|abgeschlossen|erledigt|arriv|deliver|ship|return)/,
    hasOccurred: false,
  },
  {
    words: /^(?:active|current|remaining|employed|aktive?[mnrs]?|aktuelle?[mnrs]?)$/,
    events: /^(?:exit|leav|left|terminat|cancel|resign|end$|austritt|kundig)/,
    hasOccurred: false,
  },
  {
    words:
      /^(?:former|left|leavers?|resigned|gone|quit|departed|ehemalige?[mnrs]?|ausgeschiedene?[mnrs]?|ausgetreten\w*)$/,
    events: /^(?:exit|leav|left|terminat|resign|end$|austritt|kundig)/,
    hasOccurred: true,
  },
  {
    words: /^(?:arrived|delivered|received|geliefert|gelieferte[mnrs]?|angekommen\w*|eingetroffen\w*)$/,
    events: /^(?:arriv|deliver|receiv|receipt|liefer|eingang)/,
    hasOccurred: true,
  },
  {
    words: /^(?:paid|settled|bezahlte?[mnrs]?|beglichene?[mnrs]?)$/,
    events: /^(?:paid|pay|settl|bezahlt|zahl)/,
    hasOccurred: true,
  },
  {
    words:
      /^(?:closed|resolved|solved|completed|finished|done|geschlossene?[mnrs]?|abgeschlossene?[mnrs]?|erledigte?[mnrs]?|fertige?[mnrs]?)$/,
    events: /^(?:clos|resolv|solv|complet|finish|geschlossen|abgeschlossen|erledigt)/,
    hasOccurred: true,
  },
  {
    words: /^(?:shipped|sent|dispatched|versendete?[mnrs]?|verschickte?[mnrs]?|versandte?[mnrs]?)$/,
    events: /^(?:ship|sent|dispatch|versand|versend)/,
    hasOccurred: true,
  },
]

const splitWords = (name: string): string[] =>
  fold(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).match(/[\p{L}\p{N}]+/gu) ?? []

/** Returns whether a column's name indicates a planned time instead of an actual one: `due_date`. */
export const isPlannedTimeColumn = ({ name }: Pick<Column, 'name'>): boolean =>
  splitWords(name).some((word) => /^(?:due|promis|plan|planned|expect|target|deadline|fallig|soll)/.test(word))

const negationPattern = /^(?:not|never|nicht|nie|niemals|non|without|ohne)$/
/** Adverbs between "not" and a participle: "not yet been paid". */
const adverbPattern = /^(?:yet|been|fully|still|already|actually|even|ever|noch|schon|bereits|bisher|immer|got|be)$/
const participlePattern = /(?:ed|ee?n|t|te[mnrs]?|aid|ent|old|eft|ost|de)$/

interface RecordedEvent {
  readonly column: Column
  readonly hasOccurred: boolean
}

/** Finds the event to which a word refers, and whether it has occurred: "unpaid", "closed", "offen". */
function findEvent({ columns }: Pick<ConditionState, 'columns'>, token: Token): RecordedEvent | undefined {
  const { folded, column, kind } = token
  if (token.cell || kind === 'text' || kind === 'number') return undefined
  const timeColumns = columns.filter((candidate) => isTemporal(candidate.type) && !isPlannedTimeColumn(candidate))
  if (
    column &&
    !token.flag &&
    token.isPartial &&
    isTemporal(column.type) &&
    participlePattern.test(folded) &&
    !isPlannedTimeColumn(column)
  )
    return { column, hasOccurred: true }
  if (column && !token.isPartial) return undefined
  // "unpaid", "undelivered", "unbezahlte"
  const base = /^(?:un|non)(?=\w{4})/.test(folded) ? folded.replace(/^(?:un|non)-?/, '') : undefined
  if (base !== undefined) {
    const baseStems = new Set([base, ...listValueForms(base)].map(stem))
    const namedColumns = timeColumns.filter(({ name }) => stemColumnName(name).some((word) => baseStems.has(word)))
    const event = namedColumns.length === 1 ? { column: namedColumns[0]! } : findEventByState(base, timeColumns)
    return event && { column: event.column, hasOccurred: false }
  }
  return findEventByState(folded, timeColumns)
}

function findEventByState(folded: string, timeColumns: readonly Column[]): RecordedEvent | undefined {
  const state = states.find(({ words }) => words.test(folded))
  if (!state) return undefined
  const matchingColumns = timeColumns.filter(({ name }) => splitWords(name).some((word) => state.events.test(word)))
  return matchingColumns.length === 1 ? { column: matchingColumns[0]!, hasOccurred: state.hasOccurred } : undefined
}

/** Returns whether a word before a noun is a separate condition: "unpaid" in "more than 3 unpaid invoices". */
export const isRestriction = (token: Token | undefined, columns: readonly Column[]): boolean =>
  token !== undefined &&
  (token.cell !== undefined || token.flag !== undefined || findEvent({ columns }, token) !== undefined)

/** Returns the time column that records the event in a word: `Arrival Date` for "arrived". */
export function findEventColumn(token: Token, columns: readonly Column[]): Column | undefined {
  const event = participlePattern.test(token.folded) ? findEvent({ columns }, token) : undefined
  return event?.hasOccurred ? event.column : undefined
}

/** Finds the boolean column that a word with a negative prefix negates: "unpaid members" for `paid`. */
function findNegatedFlag({ columns }: ConditionState, { folded }: Token): Column | undefined {
  const base = /^(?:un|non|in|dis)(?=\w{4})/.test(folded) ? stem(folded.replace(/^(?:un|non|in|dis)/, '')) : undefined
  const matchingColumns = columns.filter(
    ({ name, type }) => type === 'BOOLEAN' && stemColumnName(name).includes(base ?? ''),
  )
  return matchingColumns.length === 1 ? matchingColumns[0] : undefined
}

/** Returns whether the event is compared with a time that follows: "closed in May", "paid later than the due date". */
function isCompared({ tokens }: ConditionState, index: number): boolean {
  const nextToken = tokens[index + 1]
  if (!nextToken) return false
  // The clause "die noch nicht bezahlt sind" ends with its verb.
  const tokenAfterNext = tokens[index + 2]
  const endsClause =
    tokenAfterNext === undefined || tokenAfterNext.kind === 'comma' || connectors.has(tokenAfterNext.folded)
  if (/^(?:ist|sind|war|waren|wurden?|worden|haben|hat)$/.test(nextToken.folded) && endsClause) return false
  if (nextToken.kind === 'number' || nextToken.kind === 'text' || nextToken.kind === 'operator') return true
  if (
    /^(?:later|earlier|after|before|on|in|within|since|until|by|at|during|between|nach|vor|am|im|seit|bis|late|early|too|than|als|zu|spater|fruher|date|time|datum)$/.test(
      nextToken.folded,
    )
  )
    return !/^(?:in|by|on|at|nach|am|im)$/.test(nextToken.folded) || tokens[index + 2]?.kind !== 'column'
  return findPhrase(tokens, index + 1) !== undefined && nextToken.folded !== 'of'
}

/** Returns whether a word is a predicate or an attribute rather than an item in a column list. */
function isPredicative({ tokens }: ConditionState, index: number): boolean {
  const [previousToken, nextToken] = [tokens[index - 1], tokens[index + 1]]
  if (/^(?:by|per|nach|je|pro|each|sort|sorted|from|between|and|,)$/.test(previousToken?.folded ?? ''))
    return previousToken?.folded === 'and' && nextToken !== undefined && nextToken.kind === 'word'
  if (
    previousToken &&
    (copulas.has(previousToken.folded) ||
      adverbPattern.test(previousToken.folded) ||
      negationPattern.test(previousToken.folded))
  )
    return true
  if (
    previousToken &&
    /^(?:got|get|gets|has|have|had|hat|haben|who|which|that|wurde|wurden|who)$/.test(previousToken.folded)
  )
    return true
  return (
    nextToken !== undefined &&
    (nextToken.kind === 'word' ||
      nextToken.isPartial === true ||
      nextToken.entity !== undefined ||
      nextToken.cell !== undefined)
  )
}

/** Reads "still with us" and "no longer here", which mean that an end date is missing or present. */
function findEndEvent({ tokens, columns }: ConditionState, index: number): RecordedEvent | undefined {
  const [token, nextToken] = [tokens[index]!, tokens[index + 1]]
  const hasStillWord = token.folded === 'still'
  const hasOccurred = token.folded === 'longer' && tokens[index - 1]?.folded === 'no'
  if (
    (!hasStillWord && !hasOccurred) ||
    !/^(?:with|here|there|employed|working|around|active|on)$/.test(nextToken?.folded ?? '')
  )
    return undefined
  const endColumns = columns.filter(
    (column) => isTemporal(column.type) && splitWords(column.name).some((word) => states[1]!.events.test(word)),
  )
  return endColumns.length === 1 ? { column: endColumns[0]!, hasOccurred } : undefined
}

/**
 * Reads a condition on whether an event has happened: "unpaid invoices", "tickets that are not closed yet", "former
 * employees".
 */
const readEvent: ConditionRule = (state, startIndex) => {
  const { tokens, list } = state
  let index = startIndex
  // "are still open"
  if (copulas.has(state.getWord(index)))
    do index++
    while (tokens[index] && (adverbPattern.test(state.getWord(index)) || negationPattern.test(state.getWord(index))))
  const token = tokens[index]
  if (!token) return undefined
  const negatedFlag = token.kind === 'word' && !token.cell ? findNegatedFlag(state, token) : undefined
  if (negatedFlag) {
    list.add(negatedFlag, 'equals', list.isNegated)
    state.usedTokens.add(token)
    return index + 1
  }
  const event = findEvent(state, token) ?? findEndEvent(state, index)
  if (!event || isCompared(state, index)) return undefined
  const isPlainWord = token.kind === 'word'
  if (!isPlainWord && !isPredicative(state, index)) return undefined
  // "not yet been paid"
  let negationIndex = index - 1
  while (tokens[negationIndex] && adverbPattern.test(tokens[negationIndex]!.folded)) negationIndex--
  // "noch nicht", "not yet"
  const isNegated = list.isNegated || negationPattern.test(tokens[negationIndex]?.folded ?? '')
  const hasOccurred = event.hasOccurred !== isNegated
  list.isNegated = false
  list.add(event.column, hasOccurred ? 'is-not-empty' : 'is-empty', '')
  for (const usedToken of tokens.slice(Math.max(0, negationIndex), index + 1)) state.usedTokens.add(usedToken)
  for (let nextIndex = index + 1; /^(?:yet|already|still|noch|schon)$/.test(state.getWord(nextIndex)); nextIndex++)
    state.usedTokens.add(tokens[nextIndex]!)
  state.columnIndex = index
  return index + 1
}

/** The rule for conditions on whether an event has happened. */
export const eventRules: readonly ConditionRule[] = [readEvent]
