import type { Token } from '../words.ts'
import type { Comparison } from './condition.ts'

/** English and German comparison phrases as folded words. Longer phrases are tried first. */
const phrases: readonly (readonly [words: readonly string[], is: Comparison])[] = (
  [
    [
      'at-least',
      'greater than or equal to|at least|no less than|not less than|>=|≥|mindestens|groser oder gleich|minimum of|starting from|from|since|seit|ab',
    ],
    [
      'at-most',
      'less than or equal to|at most|no more than|not more than|up to|<=|≤|hochstens|maximal|kleiner oder gleich|until|bis zu|bis',
    ],
    [
      'more',
      'north of|east of|nordlich von|ostlich von|greater than|more than|larger than|bigger than|higher than|stronger than|longer than|older than|later than|above|over|exceeds|exceeding|after|>|groser als|mehr als|hoher als|alter als|spater als|uber|nach dem|oberhalb von',
    ],
    [
      'less',
      'south of|west of|sudlich von|westlich von|less than|fewer than|smaller than|lower than|younger than|earlier than|cheaper than|below|under|before|<|kleiner als|weniger als|niedriger als|junger als|fruher als|gunstiger als|unter|vor dem|unterhalb von',
    ],
    ['not-equals', 'not equal to|does not equal|other than|different from|!=|<>|≠|ungleich|nicht gleich|ungleich zu'],
    ['contains', 'contains|contain|containing|includes|including|enthalt|enthalten|beinhaltet'],
    [
      'starts-with',
      'starts with|start with|starting with|begins with|beginning with|beginnt mit|beginnen mit|anfangt mit',
    ],
    ['ends-with', 'ends with|end with|ending with|ending in|endet mit|endet auf|enden auf|enden mit'],
    ['is-one-of', 'is one of|one of|any of|in|eines von|eine von|einer von'],
    [
      'is-not-empty',
      'is not empty|not empty|not missing|not null|is known|are known|ist bekannt|is given|is filled|is present|has a value|nicht leer|vorhanden|gefullt',
    ],
    [
      'is-empty',
      'empty|missing|blank|unanswered|unfilled|not answered|not filled in|unbeantwortete|unbeantwortet|null|nan|na|unknown|unspecified|undisclosed|unrecorded|not available|not given|not specified|not set|undefined|not known|has no value|have no value|nicht vorhanden|nicht angegeben|keine angabe|unbekannt|do not know|is unknown|are unknown|is not known|are not known|leer|leere|leerem|leeren|leerer|fehlt|fehlen|fehlende|fehlendem|fehlenden',
    ],
    ['equals', 'equal to|equals|equal|=|==|gleich|is|are|was|were|be|ist|sind|war|sein|lautet|of'],
  ] as const
)
  .flatMap(([is, text]) => text.split('|').map((phrase) => [phrase.split(' '), is] as const))
  .toSorted(([a], [b]) => b.length - a.length)

/** All words that occur in comparison phrases. */
export const comparisonWords: readonly string[] = phrases.flatMap(([words]) => words)

const isWordLike = ({ kind }: Token): boolean => kind === 'word' || kind === 'operator'

export const negationWords = new Set([
  'except',
  'excluding',
  'auser',
  'not',
  'non',
  'nicht',
  'no',
  'kein',
  'keine',
  'keinen',
  'isnt',
  'outside',
  'auserhalb',
])

export const copulas = new Set(['is', 'are', 'was', 'were', 'be', 'ist', 'sind', 'war', 'sein'])

export const absenceWords = new Set(['without', 'ohne', 'lacking', 'lack', 'lacks', 'miss', 'never', 'nie', 'niemals'])

export const connectors = new Set(['and', 'or', 'und', 'oder', 'nor', 'noch'])

export const signs: ReadonlyMap<string, Comparison> = new Map([
  ['positive', 'more'],
  ['positiv', 'more'],
  ['negative', 'less'],
  ['negativ', 'less'],
])

export const lessPattern =
  /^(?:young|poor|cheap|light|thin|narrow|shallow|small|low|short|light|slow|few|earl|cold|weak|jung|klein|niedrig|kurz|leicht|billig|gunstig|fruh)/

interface PhraseMatch {
  readonly is: Comparison
  readonly length: number
}

export function findPhrase(tokens: readonly Token[], index: number): PhraseMatch | undefined {
  const matchingPhrase = phrases.find(([words]) =>
    words.every((word, offset) => {
      const token = tokens[index + offset]
      return token !== undefined && (isWordLike(token) || token.isPartial === true) && token.folded === word
    }),
  )
  return matchingPhrase && { is: matchingPhrase[1], length: matchingPhrase[0].length }
}

export const startsPhrase = (tokens: readonly Token[], index: number): boolean => {
  const { folded } = tokens[index]!
  return (
    findPhrase(tokens, index) !== undefined ||
    copulas.has(folded) ||
    negationWords.has(folded) ||
    folded === 'between' ||
    folded === 'zwischen'
  )
}

export const startsComparison = (tokens: readonly Token[], index: number): boolean =>
  tokens[index] !== undefined && startsPhrase(tokens, index)

/** Returns the index of the first token at or after `index` that is not a negation. */
export function skipNegations(tokens: readonly Token[], index: number): number {
  let next = index
  while (tokens[next] && negationWords.has(tokens[next]!.folded)) next++
  return next
}
