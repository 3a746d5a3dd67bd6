import { findPatternError } from '@aw-flow/engine'

/** Patterns and their English and German names, in lower case. */
const namedPatterns: readonly (readonly [names: RegExp, pattern: string])[] = [
  [/\be-?mails?\b|\be-?mail-?adresse\b/, '[^@\\s]+@[^@\\s]+\\.[^@\\s]+'],
  [/\burls?\b|\bweb ?address(es)?\b|\binternetadressen?\b|\blinks?\b/, 'https?://[^\\s]+'],
  [/\buuids?\b|\bguids?\b/, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'],
  [/\bip(v4)?( addresse?s?|-adressen?)\b|\bipv4\b/, '[0-9]{1,3}(\\.[0-9]{1,3}){3}'],
  [/\biban\b/, '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}'],
  [/\bgerman dates?\b|\bdeutsche[sn]? datum\b|\bdd\.mm\.yyyy\b|\btt\.mm\.jjjj\b/, '[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}'],
  [/\bdates?\b|\bdatum\b|\byyyy-mm-dd\b|\bjjjj-mm-tt\b/, '[0-9]{4}-[0-9]{2}-[0-9]{2}'],
  [/\btimes?\b|\buhrzeit\b|\bhh:mm\b/, '[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?'],
  [/\b(german )?(post(al)? ?codes?|zip ?codes?)\b|\bpostleitzahl(en)?\b|\bplz\b/, '[0-9]{5}'],
  [/\bhex(adecimal)? colou?rs?\b|\bfarbwert\b/, '#[0-9a-fA-F]{6}'],
  [/\b(integers?|whole numbers?)\b|\bganze zahl(en)?\b/, '-?[0-9]+'],
  [/\bdecimals?( numbers?)?\b|\bdezimalzahl(en)?\b|\bkommazahl(en)?\b/, '-?[0-9]+\\.[0-9]+'],
]

/** Character classes and their English and German names. */
const characterClasses: readonly (readonly [names: RegExp, pattern: string])[] = [
  [/^(digits?|numbers?|ziffern?|zahlen)$/, '[0-9]'],
  [/^(capital|uppercase|upper-case|grossbuchstaben?|großbuchstaben?|capitals)$/, '[A-Z]'],
  [/^(lowercase|lower-case|small|kleinbuchstaben?)$/, '[a-z]'],
  [/^(letters?|buchstaben?)$/, '[A-Za-z]'],
  [/^(alphanumerics?|alphanumeric|alphanumerische?)$/, '[A-Za-z0-9]'],
  [/^(characters?|chars?|zeichen)$/, '.'],
  [/^(spaces?|blanks?|leerzeichen)$/, ' '],
  [/^(hyphens?|dash(es)?|minus|bindestriche?)$/, '-'],
  [/^(dots?|points?|periods?|punkte?)$/, '\\.'],
  [/^(slash(es)?|schr[äa]gstriche?)$/, '/'],
  [/^(underscores?|unterstriche?)$/, '_'],
  [/^(commas?|kommas?)$/, ','],
  [/^(colons?|doppelpunkte?)$/, ':'],
]

const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  eine: 1,
  einem: 1,
  two: 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
  five: 5,
  fünf: 5,
  six: 6,
  sechs: 6,
  seven: 7,
  sieben: 7,
  eight: 8,
  acht: 8,
  nine: 9,
  neun: 9,
  ten: 10,
  zehn: 10,
}

const stopWords = new Set(
  'the exactly genau only nur of aus von consists bestehend with mit it is are must be values value text texts and und then dann followed by gefolgt from another either has have contains starts start begins starting beginnt beginnen ends end ending endet auf letters letter'.split(
    ' ',
  ),
)

export const escapeLiteral = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** A pattern written from a description, and the words that were not understood. */
export interface WrittenPattern {
  readonly pattern: string | undefined
  readonly unknownWords: readonly string[]
}

/**
 * Writes a regular expression based on a description: a named format such as "email", or a sequence such as "two
 * capital letters, a hyphen and 4 digits".
 */
export function writePatternFromDescription(description: string): WrittenPattern {
  const text = description.trim().toLowerCase()
  const namedPattern = namedPatterns.find(([names]) => names.test(text))
  const tokens =
    description.match(/"[^"]*"|'[^']*'|„[^“”]*[“”]|“[^”]*”|[\p{L}-]{2,}|[\p{L}]|[0-9]+|[^\s\p{L}0-9]/gu) ?? []
  const sequence = readSequence(tokens)
  if (sequence.pattern !== undefined && sequence.unknownWords.length === 0) return sequence
  return namedPattern ? { pattern: namedPattern[1], unknownWords: [] } : sequence
}

function readSequence(tokens: readonly string[]): WrittenPattern {
  const lowercaseTokens = tokens.map((token) => token.toLowerCase())
  const unknownWords: string[] = []
  let pattern = ''
  let minimum: number | undefined
  let maximum: number | undefined
  let isOptional = false
  let isUnbounded = false
  let hasPart = false
  const appendPart = (part: string): void => {
    const [low, high] = [minimum, maximum]
    const hasNoCount = low === undefined && high === undefined && !isUnbounded
    const quantifier = hasNoCount
      ? part.startsWith('[') || part === '.'
        ? '+'
        : ''
      : low === 1 && high === 1
        ? ''
        : low === high
          ? `{${low}}`
          : high === undefined
            ? low === undefined || low === 1
              ? '+'
              : `{${low},}`
            : `{${low ?? 0},${high}}`
    const quantifiedPart = `${part}${quantifier}`
    pattern += isOptional ? `(${quantifiedPart})?` : quantifiedPart
    minimum = maximum = undefined
    isOptional = isUnbounded = false
    hasPart = true
  }
  const matchesStart = lowercaseTokens.some((word) =>
    /^(starts?|starting|begins?|beginnt|beginnen|anfangen)$/.test(word),
  )
  const matchesEnd = lowercaseTokens.some((word) => /^(ends?|ending|endet|enden)$/.test(word))
  const matchesSubstring = lowercaseTokens.some((word) => /^(contains?|containing|enth[äa]lt|enthalten)$/.test(word))
  for (let index = 0; index < tokens.length; index++) {
    const [token, word] = [tokens[index]!, lowercaseTokens[index]!]
    const next = lowercaseTokens[index + 1]
    const number = /^\d+$/.test(word) ? Number(word) : numberWords[word]
    const isRange = next === 'to' || next === 'bis' || next === '-' || next === 'or' || next === 'oder'
    const maximumWord = lowercaseTokens[index + 2] ?? ''
    const maximumNumber = /^\d+$/.test(maximumWord) ? Number(maximumWord) : numberWords[maximumWord]
    if (number !== undefined && isRange && maximumNumber !== undefined) {
      ;[minimum, maximum] = [number, maximumNumber]
      index += 2
    } else if (number !== undefined && isRange && (maximumWord === 'more' || maximumWord === 'mehr')) {
      ;[minimum, isUnbounded] = [number, true]
      index += 2
    } else if (number !== undefined) {
      if (isUnbounded) minimum = number
      else if (maximum === -1) [minimum, maximum] = [0, number]
      else minimum = maximum = number
    } else if (/^["'„“]/.test(token) && token.length > 1) appendPart(escapeLiteral(token.slice(1, -1)))
    else if (word === 'optional' || word === 'optionally' || word === 'optionale' || word === 'optionalen')
      isOptional = true
    else if ((word === 'at' && next === 'least') || word === 'mindestens') {
      isUnbounded = true
      if (word === 'at') index++
    } else if ((word === 'at' && next === 'most') || word === 'höchstens') {
      maximum = -1
      if (word === 'at') index++
    } else if (word === 'any' || word === 'beliebig' || word === 'beliebige') isUnbounded = true
    else {
      const characterClass = characterClasses.find(([names]) => names.test(word))
      // "capital letters" is a single class.
      if (characterClass) {
        appendPart(characterClass[1])
        if (next !== undefined && /^(letters?|buchstaben?|characters?|zeichen)$/.test(next)) index++
      } else if (/^[A-Z]{1,5}$/.test(token) && token.length > 1) appendPart(escapeLiteral(token))
      else if (/^[^\p{L}0-9\s]$/u.test(token) && token !== ',' && token !== ';' && token !== '.')
        appendPart(escapeLiteral(token))
      else if (!stopWords.has(word) && !/^[,;.]$/.test(word)) unknownWords.push(token)
    }
  }
  if (!hasPart) return { pattern: undefined, unknownWords: unknownWords.length > 0 ? unknownWords : [...tokens] }
  // "starts with AB" does not restrict the rest.
  const hasRest =
    lowercaseTokens.includes('then') || lowercaseTokens.includes('dann') || lowercaseTokens.includes('followed')
  const prefix = matchesSubstring || (matchesEnd && !matchesStart) ? '.*' : ''
  const suffix = matchesSubstring || (matchesStart && !matchesEnd && !hasRest) ? '.*' : ''
  const fullPattern = `${prefix}${pattern}${suffix}`
  return { pattern: findPatternError(fullPattern) === undefined ? fullPattern : undefined, unknownWords }
}

interface CharacterRun {
  readonly kind: 'digits' | 'upper' | 'lower' | 'letters' | 'other'
  readonly text: string
}

const kindPatterns = { digits: '[0-9]', upper: '[A-Z]', lower: '[a-z]', letters: '\\p{L}', other: '' } as const

function readRuns(text: string, mergesLetterCases: boolean): CharacterRun[] {
  const runPattern = mergesLetterCases ? /[0-9]+|\p{L}+|[^\p{L}0-9]/gu : /[0-9]+|[A-Z]+|[a-z]+|\p{L}+|[^\p{L}0-9]/gu
  return (text.match(runPattern) ?? []).map((run): CharacterRun => {
    if (/^[0-9]/.test(run)) return { kind: 'digits', text: run }
    if (mergesLetterCases && /^\p{L}/u.test(run)) return { kind: 'letters', text: run }
    if (/^[A-Z]/.test(run)) return { kind: 'upper', text: run }
    if (/^[a-z]/.test(run)) return { kind: 'lower', text: run }
    return { kind: /^\p{L}/u.test(run) ? 'letters' : 'other', text: run }
  })
}

/** Maximum number of distinct shapes that a pattern can list. */
const maxShapes = 6

/**
 * Learns regular expressions from strings. The patterns consist of runs of digits and letters with their lengths, and
 * of characters that all strings share. Strings of different shapes become alternatives.
 *
 * @returns Candidates, fewest alternatives first. The caller selects one that does not match any other strings.
 */
export function learnPatterns(matches: readonly string[]): string[] {
  const strings = [...new Set(matches)]
  if (strings.length === 0) return []
  const candidates = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].flatMap(([mergesLetterCases, limitsLengths]) => {
    const runsByShape = new Map<string, CharacterRun[][]>()
    for (const text of strings) {
      const runs = readRuns(text, mergesLetterCases!)
      const shape = runs.map(({ kind, text: run }) => (kind === 'other' ? run : kind)).join(' ')
      runsByShape.set(shape, [...(runsByShape.get(shape) ?? []), runs])
    }
    if (runsByShape.size > maxShapes) return []
    const shapes = [...runsByShape.values()].map((runLists) => generalize(runLists, limitsLengths!))
    return [{ count: shapes.length, pattern: shapes.length === 1 ? shapes[0]! : `(${shapes.join('|')})` }]
  })
  const orderedPatterns = candidates.toSorted((a, b) => a.count - b.count).map(({ pattern }) => pattern)
  const literal = strings.map(escapeLiteral).join('|')
  return [...new Set([...orderedPatterns, strings.length === 1 ? literal : `(${literal})`])]
}

/** Creates a pattern that matches all strings of one shape, run by run. */
function generalize(runLists: readonly (readonly CharacterRun[])[], limitsLengths: boolean): string {
  return runLists[0]!
    .map(({ kind, text }, index) => {
      const runs = runLists.map((row) => row[index]!.text)
      const isConstant = runs.every((run) => run === text)
      if (kind === 'other' || (isConstant && kind !== 'digits' && runLists.length > 1)) return escapeLiteral(text)
      const lengths = runs.map((run) => [...run].length)
      const [low, high] = [Math.min(...lengths), Math.max(...lengths)]
      const part = kindPatterns[kind]
      if (low === high) return low === 1 ? part : `${part}{${low}}`
      return limitsLengths ? `${part}{${low},${high}}` : `${part}+`
    })
    .join('')
}
