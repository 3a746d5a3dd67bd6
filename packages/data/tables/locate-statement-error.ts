import type { StatementError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Maximum number of occurrences of a word to check when locating a syntax error. */
const maxAttempts = 40

/**
 * Returns the range of characters in a statement that a problem refers to. DuckDB reports the word but not its
 * position. For a syntax error, the position is the first occurrence where parsing the statement up to and including
 * the word fails; for other problems, it is the first occurrence.
 *
 * @param check Returns the problem in a statement, if any.
 */
export async function locateStatementError(
  { code, params = {} }: Problem,
  statement: string,
  check: (statement: string) => Promise<Problem | undefined>,
): Promise<StatementError['range']> {
  const reason = String(params['reason'] ?? '')
  const nearStart = reason.indexOf(nearPrefix) + nearPrefix.length
  const nearText = nearStart >= nearPrefix.length && reason.endsWith('"') ? reason.slice(nearStart, -1) : undefined
  if (nearText !== undefined) {
    const occurrences = findOccurrences(statement, nearText).slice(0, maxAttempts)
    for (const occurrence of occurrences.slice(0, -1)) {
      const prefixProblem = await check(statement.slice(0, occurrence.offset + occurrence.length))
      if (prefixProblem?.code === code && prefixProblem.params?.['reason'] === reason) return occurrence
    }
    return occurrences.at(-1)
  }
  if (/syntax error at end of input/.test(reason)) {
    const end = statement.trimEnd().length
    return end === 0 ? undefined : { offset: end - 1, length: 1 }
  }
  const nameMatch = /"([^"]+)"/.exec(reason) ?? /\b(?:name|column) (\S+) /.exec(reason)
  const word = params['table'] ?? params['name'] ?? nameMatch?.[1]
  return typeof word === 'string' && word !== '' ? findOccurrences(statement, word)[0] : undefined
}

/** The text in DuckDB's message before the token where parsing failed. */
const nearPrefix = ' at or near "'

/**
 * Returns all occurrences of a string in a statement. If the string is a word, string literals and comments are
 * skipped.
 */
function findOccurrences(statement: string, word: string): { offset: number; length: number }[] {
  const isWord = /^[\p{L}\p{N}_$.]+$/u.test(word)
  const maskedStatement = isWord
    ? statement.replaceAll(/--[^\n]*|'(?:[^']|'')*'|\/\*[^]*?\*\//g, (text) => ' '.repeat(text.length))
    : statement
  const occurrences: { offset: number; length: number }[] = []
  const [text, searchedWord] = [maskedStatement.toLowerCase(), word.toLowerCase()]
  // Lowercasing changes the length of some strings. In that case, the position is unknown.
  if (text.length !== statement.length) return []
  for (let offset = text.indexOf(searchedWord); offset >= 0; offset = text.indexOf(searchedWord, offset + 1)) {
    const isWordCharacter = (character: string | undefined): boolean =>
      character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
    if (isWord && (isWordCharacter(text[offset - 1]) || isWordCharacter(text[offset + searchedWord.length]))) continue
    occurrences.push({ offset, length: searchedWord.length })
  }
  return occurrences
}
