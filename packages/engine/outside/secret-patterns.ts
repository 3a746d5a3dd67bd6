/** The ways in which a service may write a character. */
export interface CharacterForms {
  /** Matched exactly: the character, and its UTF-8 bytes as one character each, as in text that is not decoded. */
  readonly literals: readonly string[]
  /** Escapes in lowercase. They match in any case. */
  readonly escapes: readonly string[]
  /** The first characters of all forms. */
  readonly starts: string
}

/** A form of a secret to search for, character by character. */
export interface SecretPattern {
  /** The name of the secret. */
  readonly name: string
  readonly characters: readonly CharacterForms[]
}

/** Values shorter than this occur in unrelated text, so they are not searched for. */
const minLength = 3
/** Minimum length of a hexadecimal text and of a part of a Base64 text. Shorter ones occur in unrelated text. */
const minPartLength = 8
/** JSON inside a JSON string escapes its backslashes again. */
const backslashes = [1, 2, 3, 4, 7, 8].map((count) => '\\'.repeat(count))
/** The percent sign of a URL that is encoded up to five times. */
const percentSigns = ['%', '%25', '%2525', '%252525', '%25252525']
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '/': '/',
  "'": "'",
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
}
const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** Returns the patterns for a value in plain text, in hexadecimal and in Base64, each with any escapes. */
export function createSecretPatterns(name: string, value: string): SecretPattern[] {
  if (value.length < minLength) return []
  // Header names and host names are in lowercase, variables of CGI are in capitals, and spaces around a header value are
  // not sent.
  const variants = [value, value.trim(), value.toLowerCase(), value.toUpperCase()]
  const texts = new Set(variants.filter(({ length }) => length >= minLength))
  const hex = [...new TextEncoder().encode(value)].map((byte) => toHex(byte, 2)).join('')
  if (hex.length >= minPartLength) texts.add(hex).add(hex.toUpperCase())
  return [
    ...[...texts].map((text) => ({ name, characters: [...text].map((character) => listForms(character, [])) })),
    ...[...listBase64Texts(value)].map((text) => ({
      name,
      // Base64 for URLs replaces two characters.
      characters: [...text].map((character) => listForms(character, { '+': ['-'], '/': ['_'] }[character] ?? [])),
    })),
  ]
}

/** Returns the characters that a value determines in Base64 text, whether or not it begins with the value. */
function* listBase64Texts(value: string): Generator<string> {
  const bytes = new TextEncoder().encode(value)
  for (const offset of [0, 1, 2]) {
    const encoded = btoa(String.fromCharCode(...new Uint8Array(offset), ...bytes))
    if (offset === 0) yield encoded
    if (offset === 0 && encoded.endsWith('=')) yield encoded.replaceAll('=', '')
    const part = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
    if (part.length >= minPartLength) yield part
  }
}

function listForms(character: string, otherLiterals: readonly string[]): CharacterForms {
  const units = Array.from({ length: character.length }, (_, index) => toHex(character.charCodeAt(index), 4))
  const bytes = [...new TextEncoder().encode(character)]
  const codePoint = character.codePointAt(0)!
  const shortEscape = shortEscapes[character]
  const entity = entities[character]
  const escapes = [
    ...backslashes.map((escape) => units.map((unit) => `${escape}u${unit}`).join('')),
    ...(codePoint < 0x100 ? backslashes.map((escape) => `${escape}x${toHex(codePoint, 2)}`) : []),
    ...(shortEscape === undefined ? [] : backslashes.map((escape) => `${escape}${shortEscape}`)),
    ...(character === '\\' ? backslashes.slice(1) : []),
    ...percentSigns.map((percent) => bytes.map((byte) => `${percent}${toHex(byte, 2)}`).join('')),
    ...(character === ' ' ? ['+', ...percentSigns.map((percent) => `${percent}2b`)] : []),
    ...['', '0', '00'].flatMap((zeros) => [`&#${zeros}${codePoint};`, `&#x${zeros}${codePoint.toString(16)};`]),
    ...(entity === undefined ? [] : [`&${entity};`]),
    // CSV and SQL double quotation marks.
    ...(character === '"' || character === "'" ? [character.repeat(2)] : []),
  ]
  const byteText = String.fromCharCode(...bytes)
  const literals = [...new Set([character, byteText, ...otherLiterals])]
  return { literals, escapes, starts: [...literals, ...escapes].map(([start]) => start).join('') }
}

const toHex = (value: number, length: number): string => value.toString(16).padStart(length, '0')

/** Returned by `findPatternEnd` if more text is required to decide whether there is a match. */
export const undecided = -1
/** The first characters of escapes. */
const escapeStarts = '\\%&+"\''
/** Length of the longest escape: a character of four UTF-8 bytes, percent-encoded five times. */
const maxEscapeLength = 4 * 11

/** Returns the end of the pattern that begins at `start`, `undefined` if there is none, or `undecided`. */
export function findPatternEnd({ characters }: SecretPattern, text: string, start: number): number | undefined {
  // Nearly all candidates end here: one character follows that is neither the next one nor an escape.
  let plainLength = 0
  for (; plainLength < characters.length; plainLength++) {
    const character = text[start + plainLength]
    if (character === undefined) return undecided
    const { literals, starts } = characters[plainLength]!
    if (character !== literals[0] || character > '\x7f' || escapeStarts.includes(character)) {
      if (starts.includes(character)) break
      return undefined
    }
  }
  let positions = new Set([start + plainLength])
  let needsMoreText = false
  for (const { literals, escapes } of characters.slice(plainLength)) {
    const nextPositions = new Set<number>()
    for (const position of positions) {
      const match = (form: string, followingText: string): void => {
        if (followingText.startsWith(form)) nextPositions.add(position + form.length)
        else if (form.startsWith(followingText)) needsMoreText = true
      }
      const nextCharacter = text[position]
      if (nextCharacter === undefined) {
        needsMoreText = true
        continue
      }
      for (const literal of literals)
        if (literal[0] === nextCharacter) match(literal, text.slice(position, position + literal.length))
      if (!escapeStarts.includes(nextCharacter)) continue
      const followingText = text.slice(position, position + maxEscapeLength).toLowerCase()
      for (const escape of escapes) match(escape, followingText)
    }
    if (nextPositions.size === 0) return needsMoreText ? undecided : undefined
    positions = nextPositions
  }
  return Math.max(...positions)
}
