import { isStopWord } from '../find-unused-words.ts'
import type { Token } from '../words.ts'
import { isSuperlative } from './superlatives.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { findClause, findTokenIndex, isStopWordToken, markUsed, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

/**
 * Reads the name of a computed column before or after its expression: "called tax", "tax as …", "as a new column tax".
 */
export function readColumnName(
  segment: Segment,
  query: TableQuery,
  startIndex: number,
  endIndex: number,
): string | undefined {
  const { tokens } = segment
  const isName = (token: Token | undefined): token is Token =>
    token !== undefined &&
    !isSuperlative(token.folded) &&
    !/^(?:add|create|make|called|named|namens|genannt|percent|prozent|share|new|neue\w?|years?|days?|hours?|minutes?|seconds?|weeks?|months?|jahre?|tage?|stunden?)$/.test(
      token.folded,
    ) &&
    (token.kind === 'text' ||
      (token.kind === 'word' &&
        !isStopWord(token.folded) &&
        !(token.folded.endsWith('er') && /^(?:than|als)$/.test(tokens[tokens.indexOf(token) + 1]?.folded ?? ''))) ||
      (token.kind === 'column' && !isColumnName(token)))
  const toName = (token: Token): string => {
    markUsed(segment, token)
    return String(token.value ?? token.raw)
  }
  // Names after the expression.
  for (let index = endIndex + 1; index < Math.min(tokens.length, endIndex + 9); index++) {
    const { folded } = tokens[index]!
    const next = tokens[index + 1]
    if (/^(?:called|named|call|name|namens|genannt|nenne|heist)$/.test(folded)) {
      const target = tokens.slice(index + 1, index + 4).find(isName)
      if (target) return toName(target)
    }
    if (/^(?:column|spalte)$/.test(folded) && isName(next)) return toName(next)
    if (
      /^(?:as|als|into)$/.test(folded) &&
      isName(next) &&
      !/^(?:neue\w?|extra|csv|excel|percent\w*|prozent\w*|chart|line|bar)$/.test(next.folded)
    )
      return toName(next)
  }
  // Names before the expression.
  const clause = findClause(segment, tokens[startIndex]!.start)
  const start = Math.max(0, startIndex - 12, findTokenIndex(segment, clause.start))
  const columnWordIndex = tokens.findIndex(
    (token, index) =>
      index >= start && index < startIndex && /^(?:column|spalte|called|named|namens)$/.test(token.folded),
  )
  // "a margin column which is …"
  const wordBeforeColumn = tokens[columnWordIndex - 1]
  if (
    columnWordIndex > 0 &&
    /^(?:column|spalte)$/.test(tokens[columnWordIndex]!.folded) &&
    isName(wordBeforeColumn) &&
    !/^(?:extra|additional|further|another|zusatzliche|weitere|second|last|first|computed|calculated)$/.test(
      wordBeforeColumn.folded,
    )
  )
    return toName(wordBeforeColumn)
  const nameAfterColumn = columnWordIndex < 0 ? undefined : tokens.slice(columnWordIndex + 1, startIndex).find(isName)
  if (nameAfterColumn && !/^(?:with|mit|that|which|for)$/.test(tokens[columnWordIndex + 1]?.folded ?? ''))
    return toName(nameAfterColumn)
  const tokensBefore = tokens.slice(start, startIndex)
  const definitionIndex = tokensBefore.findLastIndex(
    ({ folded, raw }) => /^(?:as|als|is|ist|from|aus)$/.test(folded) || raw === '=',
  )
  const opening = /[(:]\s*$/.exec(
    segment.folded
      .slice(0, tokens[startIndex]!.start)
      .replace(/(?<=[(:])\s*(?:the|i\.e\.|that is|der|die|das)\s*$/, ''),
  )
  const definedTokens = definitionIndex >= 0 ? tokensBefore.slice(0, definitionIndex) : opening ? tokensBefore : []
  const verbIndex = definedTokens.findLastIndex(({ folded }) =>
    /^(?:comput|calculat|berechn|add$|creat|work$|out$)/.test(folded),
  )
  const clauseNouns = definedTokens.slice(verbIndex + 1)
  // "the number of engineers for each state (…)"
  const isRate = (nounIndex: number): boolean =>
    /^(?:per|je|pro)$/.test(clauseNouns[nounIndex]?.folded ?? '') &&
    clauseNouns[nounIndex + 1]?.column !== undefined &&
    isMeasurable(clauseNouns[nounIndex + 1]!.column!)
  const scopeIndex = clauseNouns.findIndex(
    ({ folded }, nounIndex) => /^(?:for|per|je|pro|in|by|fur)$/.test(folded) && !isRate(nounIndex),
  )
  const nouns = scopeIndex > 0 ? clauseNouns.slice(0, scopeIndex) : clauseNouns
  const noun = nouns.findLast((token) => token.kind !== 'comma' && (isName(token) || isColumnName(token)))
  // In "wants to know where the engineers are: …", the words before the colon do not name a column.
  if (nouns.some(({ folded }) => /^(?:where|who|know|wants?|wo|wer)$/.test(folded))) return undefined
  if (!noun || noun.cell || /^(?:comput|calculat|berechn|add|creat)/.test(noun.folded)) return undefined
  const rateIndex = nouns.findIndex((_, nounIndex) => isRate(nounIndex))
  if (rateIndex > 0) {
    // "cost per click (spend / clicks)"
    const phrase = nouns.slice(rateIndex - 1, rateIndex + 2)
    markUsed(segment, ...phrase)
    return phrase.map(({ raw }) => raw).join('_')
  }
  if (isColumnName(noun)) {
    // In "the number of engineers (…)", the phrase names a new column, not the existing one.
    markUsed(segment, ...nouns)
    const name = nouns
      .slice(Math.max(0, nouns.indexOf(noun) - 2))
      .filter(({ kind }) => kind !== 'comma')
      .map(({ raw }) => raw)
      .join('_')
    return isKnownName(query, name) ? undefined : name
  }
  // In "click rate = …", the word before the noun is part of the name.
  const precedingToken = nouns[nouns.indexOf(noun) - 1]
  const isPhrase =
    (noun.kind === 'word' || noun.isPartial) &&
    precedingToken !== undefined &&
    (precedingToken.kind === 'column' || isName(precedingToken))
  if (isPhrase && precedingToken.end + 1 === noun.start && !isStopWordToken(precedingToken)) {
    const name = `${precedingToken.raw}_${noun.raw}`
    if (
      !verbPattern.test(precedingToken.folded) &&
      findMeasures(precedingToken.folded).length === 0 &&
      !isKnownName(query, name)
    ) {
      markUsed(segment, precedingToken, noun)
      return name
    }
  }
  return toName(noun)
}

const verbPattern =
  /^(?:comput|calculat|berechn|add$|creat|work$|out$|new$|extra$|additional$|then$|dann$|total$|define|derive|show|compute|make|neue)/

export const isKnownName = ({ columns, computedColumns }: TableQuery, name: string): boolean =>
  [...columns, ...computedColumns].some((column) => column.name.toLowerCase() === name.toLowerCase())

const isColumnName = ({ kind, isPartial }: Token): boolean => kind === 'column' && isPartial !== true
