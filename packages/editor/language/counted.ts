import { formatCount, usualLanguage } from '@aw-flow/messages'

/** The forms of a word by the plural categories of its language: `{ one: 'row', other: 'rows' }`. @internal */
export type WordForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

const rules = new Map<string, Intl.PluralRules>()

/** Languages with one form for 1 and one for all other numbers (CLDR 46). Creating `Intl.PluralRules` takes some 10 ms. */
const hasOneAndOther = /^(?:en|de)(?:-|$)/

/** Returns the form of a word for a number, by the plural rules of a language. @internal */
export function formFor(count: number, forms: WordForms, language = usualLanguage): string {
  if (hasOneAndOther.test(language)) return (Math.abs(count) === 1 ? forms.one : undefined) ?? forms.other
  let rule = rules.get(language)
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)))
  return forms[rule.select(count)] ?? forms.other
}

/** A number with its word in a language: `1 row`, `1,234 rows`. @internal */
export const counted = (count: number, forms: WordForms, language = usualLanguage): string =>
  `${formatCount(count, language)} ${formFor(count, forms, language)}`
