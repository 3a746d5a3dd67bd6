import { findScript, type Language, type Script } from './alphabets.ts'

/**
 * Cost of an ASCII character, in nats. ASCII characters are the same in all encodings, except where their byte is the
 * second byte of another character.
 */
const asciiCost = 3
const commonSymbols = new Set('°ºª©®€§£«»“”‘’„–—…•·²³½¼¾±µ№×\u00a0')
/** Symbols that may follow a letter or number, for example as an ordinal indicator or exponent. */
const letterSuffixes = new Set('ºª°²³’‘·\u00ad')
/**
 * Costs of unexpected characters, in nats. They are finite because correctly decoded text also contains a few such
 * characters.
 */
const unexpectedCosts = { unlistedLetter: 8, otherScript: 11, symbol: 8.5, control: 14, boxDrawing: 12, privateUse: 14 }

/**
 * Computes the cost of decoded text in the most likely of several languages: the negative natural logarithm of its
 * probability, in nats. Costs are comparable for strings decoded from the same bytes. The model takes into account
 * how frequent letters are in each language, and in which positions capitals, symbols and other scripts are unusual.
 */
export function computeTextCost(text: string, languages: readonly Language[]): { cost: number; unlikelyCount: number } {
  let asciiCount = text.length
  let otherCost = 0
  let unlikelyCount = 0
  const letterCounts = new Map<string, number>()
  for (const { 0: character, index } of text.matchAll(nonAsciiPattern)) {
    const codePoint = character.codePointAt(0) as number
    const next = text[index + character.length] ?? ''
    asciiCount -= character.length
    const positionCost = computePositionCost(character, codePoint, text[index - 1] ?? '', text[index - 2] ?? '', next)
    otherCost += positionCost
    if (positionCost >= 5) unlikelyCount++
    if (next !== '' && isAsciiLetter(next.charCodeAt(0)) && isNonLatinLetter(character)) otherCost += 6
    if (isScriptCharacter(codePoint)) letterCounts.set(character, (letterCounts.get(character) ?? 0) + 1)
    else otherCost += computeSymbolCost(character, codePoint)
  }
  const bestLetterCost = Math.min(...languages.map((language) => computeTotalLetterCost(letterCounts, language)))
  return { cost: asciiCost * asciiCount + otherCost + bestLetterCost, unlikelyCount }
}

const nonAsciiPattern = /[^\0-\u007f]/gu
const isAsciiLetter = (codeUnit: number): boolean =>
  (codeUnit >= 65 && codeUnit <= 90) || (codeUnit >= 97 && codeUnit <= 122)
const isScriptCharacter = (codePoint: number): boolean => codePoint > 127 && findScript(codePoint) !== ''
const isLetter = (character: string): boolean =>
  character !== '' && findScript(character.codePointAt(0) as number) !== ''
const isUpper = (character: string): boolean => character !== character.toLowerCase()
const isLower = (character: string): boolean => character !== character.toUpperCase()
const isNonLatinLetter = (character: string): boolean => {
  const script: Script = character === '' ? '' : findScript(character.codePointAt(0) as number)
  return script === 'greek' || script === 'cyrillic' || script === 'hebrew' || script === 'arabic' || script === 'thai'
}

/** Returns the additional cost that a character incurs because of the characters next to it. */
function computePositionCost(
  character: string,
  codePoint: number,
  previous: string,
  characterBeforePrevious: string,
  next: string,
): number {
  if (!isScriptCharacter(codePoint)) {
    if (commonSymbols.has(character) && letterSuffixes.has(character)) return 0
    return isLetter(previous) && isLetter(next) ? (character === '–' ? 2.5 : 5) : 0
  }
  let cost = 0
  const script = findScript(codePoint)
  const previousScript = previous === '' ? '' : findScript(previous.codePointAt(0) as number)
  if (isAlphabet(script)) {
    if (/\d/.test(previous)) cost += 4
    if (!isLetter(previous) && !isLetter(next)) cost += oneLetterWords.has(character) ? 1 : 4
  }
  if (previousScript !== '' && previousScript !== script && !canFollow(script, previousScript)) cost += 6
  if (isUpper(character)) {
    if (isLower(previous) && isLetter(previous)) cost += 6
    else if (isUpper(previous)) cost += isLower(next) ? 3 : 0.5
    else if (isLetter(next) && isUpper(next)) cost += 0.5
    else cost += 1.5
  } else if (isLower(character) && isUpper(previous) && isUpper(characterBeforePrevious)) cost += 3
  return cost
}

/** Single letters that are words, such as French and Portuguese "à", Italian "è", Spanish "ó" and Russian "и". */
const oneLetterWords = new Set('àèéóòáâôиваоуяієйюиωηοήóöåéiøæ')
const isAlphabet = (script: Script): boolean => script === 'latin' || script === 'greek' || script === 'cyrillic'

const canFollow = (script: Script, otherScript: Script): boolean => {
  const isAsian = (script: Script): boolean =>
    script === 'han' || script === 'kana' || script === 'hangul' || script === 'half-width kana'
  return isAsian(script) && (isAsian(otherScript) || otherScript === 'latin')
}

function computeSymbolCost(character: string, codePoint: number): number {
  if (commonSymbols.has(character)) return 4.5
  if (codePoint < 0xa0) return unexpectedCosts.control
  if (codePoint >= 0xe000 && codePoint < 0xf900) return unexpectedCosts.privateUse
  if (codePoint >= 0x2500 && codePoint < 0x2600) return unexpectedCosts.boxDrawing
  if ((codePoint >= 0x3000 && codePoint < 0x3040) || codePoint === 0x30fb) return 5
  if (codePoint >= 0xff00 && codePoint < 0xff66) return 5.5
  return unexpectedCosts.symbol
}

const costsByLanguage = new Map<Language, Map<string, number>>()

/** Returns the cost of each letter in a language, derived from its rank with Zipf's law. */
function getLetterCosts(language: Language): Map<string, number> {
  const cachedCosts = costsByLanguage.get(language)
  if (cachedCosts) return cachedCosts
  const letters = [...new Set(language.letters)]
  const rankOffset = language.script === 'han' || language.script === 'hangul' || language.script === 'kana' ? 40 : 2
  const total = letters.reduce((sum, _, rank) => sum + 1 / (rank + rankOffset), 0)
  // For scripts with thousands of characters, the listed ones account for about half of a typical text.
  const listedShare = rankOffset === 2 ? 0.98 : 0.55
  const costs = new Map(letters.map((letter, rank) => [letter, -Math.log(listedShare / (rank + rankOffset) / total)]))
  costsByLanguage.set(language, costs)
  return costs
}

function computeTotalLetterCost(letterCounts: ReadonlyMap<string, number>, language: Language): number {
  const costs = getLetterCosts(language)
  let cost = language.prior ?? 0
  for (const [letter, count] of letterCounts) cost += count * computeLetterCost(letter, costs, language.script)
  return cost
}

function computeLetterCost(letter: string, costs: ReadonlyMap<string, number>, script: Script): number {
  const cost = costs.get(letter) ?? costs.get(letter.toLowerCase())
  if (cost !== undefined) return cost
  const letterScript = findScript(letter.codePointAt(0) as number)
  if (letterScript === 'kana' && script === 'kana') return 4.5
  if (letterScript === 'half-width kana' && script === 'kana') return 5
  if (letterScript === 'han') return script === 'han' || script === 'kana' ? 9.3 : 10.5
  if (letterScript === 'hangul') return script === 'hangul' ? 8 : unexpectedCosts.otherScript
  if (letterScript === 'thai' && script === 'thai') return 5
  return letterScript === script || letterScript === 'latin'
    ? unexpectedCosts.unlistedLetter
    : unexpectedCosts.otherScript
}
