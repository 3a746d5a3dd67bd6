import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isIdentifier } from './conditions/compared-columns.ts'
import type { ColumnValues } from './link-values.ts'
import { fold, stemColumnName } from './stem.ts'
import { tokenize, type Token } from './words.ts'
import { getLastPart } from './trim-end.ts'

/** A pair of columns whose values are equal in matching rows. */
export interface JoinKey {
  readonly left: string
  readonly right: string
}

/** Words that introduce join keys: "on customer no", "by the name", "have the SKU", "same date". */
const keyCuePattern =
  /\b(?:on|by|over|via|through|using|with|matching|where|when|based on|same|equal|common|share|share the|both have(?: the| an?)?|uber|anhand|mit|nach|wo|gleiche[nrms]?|match\w*|link\w*|verknupf\w*)\s+/g
const phraseEnd = /[.;,()\n]|\b(?:then|so that|so|dann|per|for each|for every|count|sum|total|show|list|give|keep)\b/
/** A key that the text assigns to the second file: "(id in the second file)". */
const secondFileKeyPattern =
  /[^,.;(]{1,30}\bin (?:the )?(?:second|other|zweiten|anderen) (?:file|list|table|one|datei|liste|tabelle)\b/g

/** Selects join keys: the columns that the text names or, if it names none, the most similar pair. */
export function chooseJoinKeys(
  text: string,
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues,
): readonly JoinKey[] {
  const folded = fold(text)
  const [leftTokens, rightTokens] = [tokenize(text, left), tokenize(text, right)]
  const namedPairs = listNamedPairs(folded, leftTokens, rightTokens)
  const secondFileKeys = [...folded.matchAll(secondFileKeyPattern)].flatMap((match) =>
    listColumns(rightTokens, match.index, match.index + match[0].length),
  )
  const candidates = left.flatMap((leftColumn) =>
    right.map((rightColumn) => {
      const isNamed = namedPairs.some((pair) => pair.left === leftColumn.name && pair.right === rightColumn.name)
      const similarity = scoreSimilarity(leftColumn, rightColumn, values)
      const mentionCount =
        Number(leftTokens.some(({ column }) => column?.name === leftColumn.name)) +
        Number(rightTokens.some(({ column }) => column?.name === rightColumn.name))
      const isSecondFileKey = secondFileKeys.includes(rightColumn.name) && leftColumn.name !== rightColumn.name
      return {
        key: { left: leftColumn.name, right: rightColumn.name },
        isNamed: isNamed && similarity > -2,
        score: similarity + (isNamed && similarity > -2 ? 8 : 0) + mentionCount / 4 + (isSecondFileKey ? 4 : 0),
      }
    }),
  )
  const sortedCandidates = candidates.toSorted((a, b) => b.score - a.score)
  const [bestCandidate] = sortedCandidates
  if (!bestCandidate) return []
  if (bestCandidate.score < minScore) {
    // If no columns are similar, the named columns are the keys. If only one is named, its partner is the other table's
    // first column.
    const hasColumn = (tokens: readonly Token[], name: string): boolean =>
      tokens.some(({ column }) => column?.name === name)
    const guess = sortedCandidates.find(
      ({ key: { left: leftName, right: rightName }, score }) =>
        score > -2 &&
        (hasColumn(leftTokens, leftName)
          ? hasColumn(rightTokens, rightName) || rightName === right[0]!.name
          : hasColumn(rightTokens, rightName) && leftName === left[0]!.name),
    )
    return guess ? [guess.key] : []
  }
  const explicitCandidates = sortedCandidates.filter(({ isNamed, score }) => isNamed && score >= minScore)
  const chosenKeys: JoinKey[] = []
  for (const { key } of explicitCandidates.length > 0 ? explicitCandidates : [bestCandidate])
    if (!chosenKeys.some((each) => each.left === key.left || each.right === key.right)) chosenKeys.push(key)
  return chosenKeys
}

/** Minimum score at which two columns count as similar. */
const minScore = 1.5

/** Lists the column pairs named after words that introduce keys. */
function listNamedPairs(
  folded: string,
  leftTokens: readonly Token[],
  rightTokens: readonly Token[],
): readonly JoinKey[] {
  return [...folded.matchAll(keyCuePattern)].flatMap((match) => {
    const start = match.index + match[0].length
    const end = start + (phraseEnd.exec(folded.slice(start))?.index ?? folded.length)
    const phrase = folded.slice(start, end)
    const [leftPhraseTokens, rightPhraseTokens] = [leftTokens, rightTokens].map((tokens) =>
      tokens.filter((token) => token.column && token.start >= start && token.end <= end),
    )
    // "by segment and category" groups rows unless a verb such as "join" precedes it.
    const isWeak = /^(?:with|mit|nach|by|where|when|wo|using|match|link|verknupf)/.test(match[0])
    if (
      isWeak &&
      !/^(?:match|link|verknupf)/.test(match[0]) &&
      !joinVerbPattern.test(getLastPart(folded.slice(0, match.index), ['. ', ';', ', ']))
    )
      return []
    const requiresSameWord = /^(?:with|mit|match|link|same|verknupf)/.test(match[0])
    // "on person = name", "customer equals person"
    const equalsMatch = /=+|\b(?:equals?|is equal to|matches|is|with|to|and|und|mit|entspricht|gleich)\b/.exec(phrase)
    const pairs = leftPhraseTokens!.flatMap((token) =>
      rightPhraseTokens!
        .filter((each) => each.start === token.start || (!requiresSameWord && overlaps(each, token)))
        .map((each) => ({ left: token.column!.name, right: each.column!.name })),
    )
    if (pairs.length > 0) return pairs
    if (!equalsMatch) return []
    const operatorPosition = start + equalsMatch.index
    const findColumnName = (tokens: readonly Token[], isBefore: boolean): string | undefined =>
      (isBefore
        ? tokens.findLast((token) => token.end <= operatorPosition)
        : tokens.find((token) => token.start >= operatorPosition)
      )?.column?.name
    return [true, false].flatMap((isBefore) => {
      const [leftName, rightName] = [
        findColumnName(leftPhraseTokens!, isBefore),
        findColumnName(rightPhraseTokens!, !isBefore),
      ]
      return leftName !== undefined && rightName !== undefined ? [{ left: leftName, right: rightName }] : []
    })
  })
}

const joinVerbPattern =
  /\b(?:join|match|link|connect|combine|merge|attach|look|add|put|bring|get|take|enrich|verknupf|verbind|erganz|fuhre|hang)\w*\b/

const overlaps = (a: Token, b: Token): boolean => a.start < b.end && b.start < a.end

const listColumns = (tokens: readonly Token[], start: number, end: number): readonly string[] =>
  tokens.flatMap((token) => (token.column && token.start >= start && token.end <= end ? [token.column.name] : []))

/** Names that are common in unrelated tables. */
const genericNamePattern =
  /^(?:name|title|label|type|category|status|comment|note|price|amount|value|description|count|rate)$/i

/** Returns a similarity score for two columns based on their names, types and values. */
function scoreSimilarity(left: Column, right: Column, values: ColumnValues): number {
  const isKey = isIdentifier(left) || isIdentifier(right) || /sku|mail/i.test(left.name)
  const isSameType = isNumber(left.type) === isNumber(right.type) && isTemporal(left.type) === isTemporal(right.type)
  const isMeasure = [left, right].some(({ type }) => /DOUBLE|FLOAT|DECIMAL/.test(type))
  const [a, b] = [left, right].map(({ name }) => stemColumnName(name).join(' '))
  const isSameName = a === b
  const nameScore = isSameName ? (genericNamePattern.test(left.name) ? 2 : /^id$/i.test(left.name) ? 2.5 : 3.5) : 0
  return (
    nameScore +
    (isKey ? 1 : 0) +
    (left.name === right.name ? 0.5 : 4 * computeOverlap(values[left.name] ?? [], values[right.name] ?? [])) -
    (isSameType ? 0 : 3) -
    (isMeasure ? 3 : 0)
  )
}

/** Value lists of this length may have been truncated. */
const truncatedListLength = 1_000

/**
 * Returns the fraction of common values, relative to the smaller list, or -1 if there are none. Ignores letter case and
 * surrounding spaces.
 */
function computeOverlap(left: readonly string[], right: readonly string[]): number {
  const leftValues = new Set(left.map((value) => value.trim().toLowerCase()))
  const rightValues = new Set(right.map((value) => value.trim().toLowerCase()))
  const smallerSize = Math.min(leftValues.size, rightValues.size)
  if (smallerSize < 2) return 0
  const commonCount = [...rightValues].filter((value) => leftValues.has(value)).length
  const mayBeTruncated = Math.max(leftValues.size, rightValues.size) >= truncatedListLength
  return commonCount === 0 ? (mayBeTruncated ? 0 : -1) : commonCount / smallerSize
}
