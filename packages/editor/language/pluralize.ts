import { formatCount, defaultLanguage } from '@aw-flow/messages'

/** Forms of a word, keyed by plural category, such as `{ one: 'row', other: 'rows' }`. @internal */
export type WordForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

const rules = new Map<string, Intl.PluralRules>()

/**
 * Languages that have a singular form for 1 and a plural form for all other numbers (CLDR 46). They do not need
 * `Intl.PluralRules`, which takes about 10 ms to create.
 */
const twoFormLanguagePattern = /^(?:en|de)(?:-|$)/

/** Returns the word form for a number, according to the plural rules of a language. @internal */
export function selectForm(count: number, forms: WordForms, language = defaultLanguage): string {
  if (twoFormLanguagePattern.test(language)) return (Math.abs(count) === 1 ? forms.one : undefined) ?? forms.other
  let rule = rules.get(language)
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)))
  return forms[rule.select(count)] ?? forms.other
}

/** Formats a number together with a word, such as `1 row` or `1,234 rows`. @internal */
export const pluralize = (count: number, forms: WordForms, language = defaultLanguage): string =>
  `${formatCount(count, language)} ${selectForm(count, forms, language)}`
