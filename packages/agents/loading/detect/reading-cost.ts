import { scriptOf, type Language, type Script } from './alphabets.ts'

/** Any character of ASCII; the same in all readings, but for those that take it for half of another character. */
const asciiCost = 3
const usualSymbols = new Set('°ºª©®€§£«»“”‘’„–—…•·²³½¼¾±µ№×\u00a0')
/** Symbols that stand behind a letter or a number as the sign of an ordinal or a power. */
const behindLetters = new Set('ºª°²³’‘·\u00ad')
/** A wrong reading has a few right characters by chance, and a right one a few odd ones. */
const rare = { letterOfScript: 8, otherScript: 11, symbol: 8.5, control: 14, drawing: 12, private: 14 }

/**
 * How unlikely a text is as writing in the most likely of some languages, in nats (-ln of its probability): what a
 * reading of bytes in one encoding costs. Readings of the same bytes compare, since every byte is paid for. Known are
 * which letters a language has, which of them are frequent, and where capitals, symbols and other scripts do not stand.
 */
export function readingCost(text: string, languages: readonly Language[]): { cost: number; oddities: number } {
  let ascii = text.length
  let shared = 0
  let oddities = 0
  const letters = new Map<string, number>()
  for (const { 0: character, index } of text.matchAll(beyondAscii)) {
    const code = character.codePointAt(0) as number
    const after = text[index + character.length] ?? ''
    ascii -= character.length
    const place = placeCost(character, code, text[index - 1] ?? '', text[index - 2] ?? '', after)
    shared += place
    if (place >= 5) oddities++
    if (after !== '' && isAsciiLetter(after.charCodeAt(0)) && isForeign(character)) shared += 6
    if (isWritten(code)) letters.set(character, (letters.get(character) ?? 0) + 1)
    else shared += symbolCost(character, code)
  }
  const best = Math.min(...languages.map((language) => lettersCost(letters, language)))
  return { cost: asciiCost * ascii + shared + best, oddities }
}

const beyondAscii = /[^\0-\u007f]/gu
const isAsciiLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isWritten = (code: number): boolean => code > 127 && scriptOf(code) !== ''
const isLetter = (character: string): boolean => character !== '' && scriptOf(character.codePointAt(0) as number) !== ''
const isUpper = (character: string): boolean => character !== character.toLowerCase()
const isLower = (character: string): boolean => character !== character.toUpperCase()
const isForeign = (character: string): boolean => {
  const script: Script = character === '' ? '' : scriptOf(character.codePointAt(0) as number)
  return script === 'greek' || script === 'cyrillic' || script === 'hebrew' || script === 'arabic' || script === 'thai'
}

/** What it costs that a character stands where it does. */
function placeCost(character: string, code: number, before: string, before2: string, after: string): number {
  if (!isWritten(code)) {
    if (usualSymbols.has(character) && behindLetters.has(character)) return 0
    return isLetter(before) && isLetter(after) ? (character === '–' ? 2.5 : 5) : 0
  }
  let cost = 0
  const script = scriptOf(code)
  const last = before === '' ? '' : scriptOf(before.codePointAt(0) as number)
  if (isAlphabet(script)) {
    if (/\d/.test(before)) cost += 4
    if (!isLetter(before) && !isLetter(after)) cost += wordsOfOne.has(character) ? 1 : 4
  }
  if (last !== '' && last !== script && !isWrittenWith(script, last)) cost += 6
  if (isUpper(character)) {
    if (isLower(before) && isLetter(before)) cost += 6
    else if (isUpper(before)) cost += isLower(after) ? 3 : 0.5
    else if (isLetter(after) && isUpper(after)) cost += 0.5
    else cost += 1.5
  } else if (isLower(character) && isUpper(before) && isUpper(before2)) cost += 3
  return cost
}

/** Accented letters that are a word: French and Portuguese "à", Italian "è", Spanish "ó", Russian "и". */
const wordsOfOne = new Set('àèéóòáâôиваоуяієйюиωηοήóöåéiøæ')
const isAlphabet = (script: Script): boolean => script === 'latin' || script === 'greek' || script === 'cyrillic'

const isWrittenWith = (one: Script, other: Script): boolean => {
  const asian = (script: Script): boolean =>
    script === 'han' || script === 'kana' || script === 'hangul' || script === 'half-width kana'
  return asian(one) && (asian(other) || other === 'latin')
}

function symbolCost(character: string, code: number): number {
  if (usualSymbols.has(character)) return 4.5
  if (code < 0xa0) return rare.control
  if (code >= 0xe000 && code < 0xf900) return rare.private
  if (code >= 0x2500 && code < 0x2600) return rare.drawing
  if ((code >= 0x3000 && code < 0x3040) || code === 0x30fb) return 5
  if (code >= 0xff00 && code < 0xff66) return 5.5
  return rare.symbol
}

const shares = new Map<Language, Map<string, number>>()

/** The cost of each letter of a language by its rank: the second is half as frequent as the first, and so on. */
function costsOf(language: Language): Map<string, number> {
  const known = shares.get(language)
  if (known) return known
  const letters = [...new Set(language.letters)]
  const flat = language.script === 'han' || language.script === 'hangul' || language.script === 'kana' ? 40 : 2
  const total = letters.reduce((sum, _, rank) => sum + 1 / (rank + flat), 0)
  // Of a script with thousands of characters the list is about a half of what is written.
  const listed = flat === 2 ? 0.98 : 0.55
  const costs = new Map(letters.map((letter, rank) => [letter, -Math.log((listed * 1) / (rank + flat) / total)]))
  shares.set(language, costs)
  return costs
}

function lettersCost(letters: ReadonlyMap<string, number>, language: Language): number {
  const costs = costsOf(language)
  let cost = language.prior ?? 0
  for (const [letter, count] of letters) cost += count * letterCost(letter, costs, language.script)
  return cost
}

function letterCost(letter: string, costs: ReadonlyMap<string, number>, script: Script): number {
  const known = costs.get(letter) ?? costs.get(letter.toLowerCase())
  if (known !== undefined) return known
  const own = scriptOf(letter.codePointAt(0) as number)
  if (own === 'kana' && script === 'kana') return 4.5
  if (own === 'half-width kana' && script === 'kana') return 5
  if (own === 'han') return script === 'han' || script === 'kana' ? 9.3 : 10.5
  if (own === 'hangul') return script === 'hangul' ? 8 : rare.otherScript
  if (own === 'thai' && script === 'thai') return 5
  return own === script || own === 'latin' ? rare.letterOfScript : rare.otherScript
}
