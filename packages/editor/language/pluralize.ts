import { formatCount, defaultLanguage } from '@aw-flow/messages'

/** The forms of a word by plural category: `{ one: 'row', other: 'rows' }`. @internal */
export type WordForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

const rules = new Map<string, Intl.PluralRules>()

/**
 * Languages with one form for 1 and one for all other numbers (CLDR 46). They do not need `Intl.PluralRules`, which takes
 * about 10 ms to create.
 */
const twoFormLanguages = /^(?:en|de)(?:-|$)/

/** Returns the form of a word for a number, according to the plural rules of a language. @internal */
export function selectForm(count: number, forms: WordForms, language = defaultLanguage): string {
  if (twoFormLanguages.test(language)) return (Math.abs(count) === 1 ? forms.one : undefined) ?? forms.other
  let rule = rules.get(language)
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)))
  return forms[rule.select(count)] ?? forms.other
}

/** Formats a number with its word: `1 row`, `1,234 rows`. @internal */
export const pluralize = (count: number, forms: WordForms, language = defaultLanguage): string =>
  `${formatCount(count, language)} ${selectForm(count, forms, language)}`
