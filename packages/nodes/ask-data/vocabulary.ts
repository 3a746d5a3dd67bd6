import meaningPhrases from './phrases.json' with { type: 'json' }

/** The meaning of a word or phrase in a description. */
export type Meaning =
  | 'count'
  | 'count-distinct'
  | 'sum'
  | 'mean'
  | 'median'
  | 'min'
  | 'max'
  | 'share'
  | 'group'
  | 'over-time'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'daily'
  | 'weekly'
  | 'monthly'
  | 'quarterly'
  | 'yearly'
  | 'more'
  | 'less'
  | 'at-least'
  | 'at-most'
  | 'equal'
  | 'between'
  | 'contains'
  | 'starts-with'
  | 'ends-with'
  | 'empty'
  | 'filled'
  | 'without'
  | 'since'
  | 'after'
  | 'before'
  | 'until'
  | 'in'
  | 'top'
  | 'bottom'
  | 'maxCount'
  | 'minCount'
  | 'which'
  | 'list'
  | 'compare'
  | 'and'
  | 'or'
  | 'not'
  | 'bar'
  | 'line'
  | 'chart'
  | 'sort'
  | 'descending'
  | 'ascending'
  | 'unsupported'
  | 'filler'

type MeaningPhrases = Readonly<Record<Meaning, string>>

/**
 * Phrases in lowercase and without diacritics, separated by `|`. A word that ends with `*` matches every word with that
 * prefix.
 */
const phrasesByLanguage: Readonly<Record<'english' | 'german', MeaningPhrases>> = meaningPhrases

const monthNames = [
  'january|jan|januar',
  'february|feb|februar',
  'march|mar|marz',
  'april|apr',
  'may|mai',
  'june|jun|juni',
  'july|jul|juli',
  'august|aug',
  'september|sep|sept',
  'october|oct|oktober|okt',
  'november|nov',
  'december|dec|dezember|dez',
]

/** A phrase of one or more words, and its meaning. */
export interface Phrase {
  readonly words: readonly string[]
  readonly meaning: Meaning
}

/** All phrases, longest first. Among phrases of equal length, English ones come before German ones. */
export const phrases: readonly Phrase[] = [phrasesByLanguage.english, phrasesByLanguage.german]
  .flatMap((phrasesByMeaning) =>
    (Object.entries(phrasesByMeaning) as [Meaning, string][]).flatMap(([meaning, alternatives]) =>
      alternatives.split('|').map((phrase) => ({ words: phrase.split(' '), meaning })),
    ),
  )
  .toSorted((a, b) => b.words.length - a.words.length)

/** Month numbers from 1 to 12, keyed by folded month name. */
export const months: ReadonlyMap<string, number> = new Map(
  monthNames.flatMap((alternatives, index) => alternatives.split('|').map((name) => [name, index + 1] as const)),
)
