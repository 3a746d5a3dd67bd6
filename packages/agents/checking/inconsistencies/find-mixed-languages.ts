import { defined } from '@aw-flow/schema'
import { countCells, type DistinctValue, type Inconsistency, type Rewrite } from './inconsistency.ts'

const minRecognizedShare = 0.95
const minMainShare = 0.5
const maxDistinctValues = 200
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'] as const
type Language = (typeof languages)[number]

/** Words for yes and no, in the order of `languages`. */
const answers: readonly (readonly [yes: string, no: string])[] = [
  ['yes', 'no'],
  ['ja', 'nein'],
  ['oui', 'non'],
  ['sí', 'no'],
  ['sì', 'no'],
  ['sim', 'não'],
  ['ja', 'nee'],
  ['tak', 'nie'],
  ['ja', 'nej'],
]

/** Lists of words with equal meaning at equal positions, by language: answers, months and weekdays. */
const wordLists: readonly ReadonlyMap<Language, readonly string[]>[] = [
  new Map(languages.map((language, index) => [language, answers[index] ?? []])),
  listNames(12, { month: 'long' }, (month) => Date.UTC(2024, month, 15)),
  listNames(7, { weekday: 'long' }, (day) => Date.UTC(2024, 0, 1 + day)),
]

function listNames(
  count: number,
  format: Intl.DateTimeFormatOptions,
  getTime: (index: number) => number,
): ReadonlyMap<Language, readonly string[]> {
  return new Map(
    languages.map((language) => {
      const { format: toName } = new Intl.DateTimeFormat(language, { ...format, timeZone: 'UTC' })
      return [language, Array.from({ length: count }, (_, index) => toName(getTime(index)).toLowerCase())]
    }),
  )
}

/**
 * Finds answers, months and weekdays in another language than most of the column: "Juli" beside "August" and "December".
 */
export function findMixedLanguages(values: readonly DistinctValue[]): Inconsistency | undefined {
  if (values.length < 2 || values.length > maxDistinctValues) return undefined
  const total = countCells(values)
  for (const words of wordLists) {
    const findIndex = (language: Language, text: string): number =>
      words.get(language)?.indexOf(text.trim().toLowerCase()) ?? -1
    const isRecognized = ({ text }: DistinctValue): boolean =>
      languages.some((language) => findIndex(language, text) >= 0)
    if (countCells(values.filter(isRecognized)) < minRecognizedShare * total) continue
    const [main] = languages
      .map((language) => ({ language, values: values.filter(({ text }) => findIndex(language, text) >= 0) }))
      .toSorted((a, b) => countCells(b.values) - countCells(a.values))
    if (!main || countCells(main.values) < minMainShare * total) return undefined
    const rewrites = new Map(
      values.flatMap((value): [string, Rewrite][] => {
        if (main.values.includes(value)) return []
        const indexes = new Set(
          languages.map((language) => findIndex(language, value.text)).filter((index) => index >= 0),
        )
        const [index = -1] = indexes
        const replacement = main.values.find(({ text }) => findIndex(main.language, text) === index)?.text
        return indexes.size === 1 ? [[value.text, { ...defined({ replacement }), logOdds: 3 }]] : []
      }),
    )
    const [example] = rewrites
    const canonical = main.values[0]?.text ?? ''
    return example && { kind: 'mixed-language', params: { example: example[0], canonical }, rewrites }
  }
  return undefined
}
