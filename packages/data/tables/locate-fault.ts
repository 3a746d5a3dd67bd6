import type { StatementFault } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Maximum number of occurrences of a word that are checked to locate a syntax error. */
const maxAttempts = 40

/**
 * Returns the range of characters of a statement that a problem is about. DuckDB names the word but not its position:
 * for a syntax error it is the first occurrence up to which the statement cannot be parsed, for other problems the
 * first occurrence.
 *
 * @param check Returns the problem of another statement.
 */
export async function locateFault(
  { code, params = {} }: Problem,
  statement: string,
  check: (statement: string) => Promise<Problem | undefined>,
): Promise<StatementFault['place']> {
  const reason = String(params['reason'] ?? '')
  const near = / at or near "([^]*)"$/.exec(reason)?.[1]
  if (near !== undefined) {
    const places = placesOf(statement, near).slice(0, maxAttempts)
    for (const place of places.slice(0, -1)) {
      const before = await check(statement.slice(0, place.offset + place.length))
      if (before?.code === code && before.params?.['reason'] === reason) return place
    }
    return places.at(-1)
  }
  if (/syntax error at end of input/.test(reason)) {
    const end = statement.trimEnd().length
    return end === 0 ? undefined : { offset: end - 1, length: 1 }
  }
  const named = /"([^"]+)"/.exec(reason) ?? /\b(?:name|column) (\S+) /.exec(reason)
  const word = params['table'] ?? params['name'] ?? named?.[1]
  return typeof word === 'string' && word !== '' ? placesOf(statement, word)[0] : undefined
}

/** The occurrences of a word outside of texts and comments; of other characters, all occurrences. */
function placesOf(statement: string, word: string): { offset: number; length: number }[] {
  const isWord = /^[\p{L}\p{N}_$.]+$/u.test(word)
  const masked = isWord
    ? statement.replaceAll(/--[^\n]*|'(?:[^']|'')*'|\/\*[^]*?\*\//g, (text) => ' '.repeat(text.length))
    : statement
  const places: { offset: number; length: number }[] = []
  const [text, searched] = [masked.toLowerCase(), word.toLowerCase()]
  // Lowercasing changes the length of some texts; the position is then unknown.
  if (text.length !== statement.length) return []
  for (let offset = text.indexOf(searched); offset >= 0; offset = text.indexOf(searched, offset + 1)) {
    const isPart = (character: string | undefined): boolean =>
      character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
    if (isWord && (isPart(text[offset - 1]) || isPart(text[offset + searched.length]))) continue
    places.push({ offset, length: searched.length })
  }
  return places
}
