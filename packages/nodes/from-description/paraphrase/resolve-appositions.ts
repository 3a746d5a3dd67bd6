import type { Column } from '@aw-flow/schema'
import { isStopWord } from '../find-unused-words.ts'
import type { ColumnValues } from '../link-values.ts'
import { findMeasures } from '../query/measures.ts'
import { groupWords } from '../query/read-groups.ts'
import { fold } from '../stem.ts'
import { tokenize, type Token } from '../words.ts'

/** Maximum number of words before parentheses that are replaced by the name in them. */
const maxNounWords = 3

const parenthesesPattern = / ?\(([^()]{1,60})\)/g
/** A comparison with a number that precedes a name: "warmer than 25 degrees (temp_max)". */
const comparisonPattern =
  /\b(?:(?:\w+er|more|less|fewer) than|over|above|below|under|at least|at most|mindestens|hochstens|uber|unter|\w+er als|mehr als|weniger als) [\d.,]+(?: (?:%|[a-z]+))?$/

/** Replaces nouns with the columns or values in the parentheses after them: "industries (series)" becomes "series". */
export function resolveAppositions(text: string, columns: readonly Column[], values: ColumnValues): string {
  let result = ''
  let copiedEnd = 0
  for (const match of text.matchAll(parenthesesPattern)) {
    const textBefore = result + text.slice(copiedEnd, match.index)
    const enclosedText = match[1]!
    copiedEnd = match.index + match[0].length
    result =
      replaceNoun(textBefore, enclosedText, columns, values) ??
      (isRemark(enclosedText) ? textBefore : textBefore + match[0])
  }
  return replaceAliases(result + text.slice(copiedEnd), text, columns)
}

/** Replaces other uses of a noun that is explained in parentheses: "share (pct) of the group, highest share first". */
function replaceAliases(resolvedText: string, text: string, columns: readonly Column[]): string {
  let result = resolvedText
  for (const [, noun = '', name = ''] of text.matchAll(/\b([\p{L}]{4,}) \(([\p{L}_]+)\)/gu)) {
    const isAlias =
      columns.some((column) => column.name === name) &&
      columns.every((column) => !fold(column.name).includes(fold(noun))) &&
      !isStopWord(fold(noun))
    if (isAlias) result = result.replaceAll(new RegExp(String.raw`(?<![\p{L}_])${noun}(?![\p{L}_])`, 'gu'), name)
  }
  return result
}

/**
 * Returns whether the text in parentheses is a remark: "(the first year stays empty)", "(0 to 23)". "(1 to 12)" is not,
 * because it refers to calendar months.
 */
const isRemark = (enclosedText: string): boolean =>
  /^(?:the|its|so|der|die|das|also) .*\b(?:stays?|remains?|bleibt|bleiben|is fine|are fine|will be)\b|^0 (?:to|bis|-) \d+$/.test(
    fold(enclosedText),
  )

/**
 * Replaces the noun before parentheses with the name in them. Returns `undefined` if the parentheses contain anything
 * else.
 */
function replaceNoun(
  precedingText: string,
  enclosedText: string,
  columns: readonly Column[],
  values: ColumnValues,
): string | undefined {
  const tokens = tokenize(enclosedText, columns, values)
  const [firstToken] = tokens
  if (!firstToken) return undefined
  const isColumn =
    tokens.length === 1 && columns.some(({ name }) => fold(name) === fold(enclosedText.replaceAll(/["'`]/g, '').trim()))
  const hasOnlyCells =
    tokens.every(({ cell, kind }) => cell !== undefined || kind === 'comma') && firstToken.cell !== undefined
  if (!isColumn && !hasOnlyCells) return undefined
  const comparisonMatch = isColumn ? comparisonPattern.exec(fold(precedingText)) : null
  if (comparisonMatch)
    return `${precedingText.slice(0, comparisonMatch.index)}${enclosedText} ${precedingText.slice(comparisonMatch.index)}`
  const tokensBefore = tokenize(precedingText, columns, values)
  // "Illinois (IL)"
  if (hasOnlyCells && tokensBefore.at(-1)?.cell?.column.name === firstToken.cell!.column.name) return undefined
  const nounStart = findNounStart(tokensBefore, hasOnlyCells ? firstToken.cell!.column : undefined)
  return nounStart === undefined ? undefined : `${precedingText.slice(0, nounStart).trimEnd()} ${enclosedText}`
}

/**
 * Returns the offset of the noun at the end of the tokens. Words that play another role in the sentence end the noun.
 */
function findNounStart(tokens: readonly Token[], cellColumn: Column | undefined): number | undefined {
  const isNoun = (token: Token): boolean => {
    if (cellColumn !== undefined)
      return (
        token.cell !== undefined ||
        (token.kind === 'word' && /^\p{Lu}/u.test(token.raw)) ||
        /^(?:or|and|oder|und|,)$/.test(token.folded)
      )
    return (
      (token.kind === 'word' || token.kind === 'column') &&
      !token.cell &&
      !isStopWord(token.folded) &&
      !groupWords.test(token.folded) &&
      findMeasures(token.folded).length === 0
    )
  }
  let start: number | undefined
  for (const token of tokens.slice(-maxNounWords).toReversed()) {
    if (!isNoun(token)) break
    start = token.start
  }
  return start ?? (cellColumn === undefined ? tokens.at(-1)?.end : undefined)
}
