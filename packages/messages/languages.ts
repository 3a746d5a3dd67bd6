/**
 * The languages of the user interface, of emails and of notifications. English is in the source. Each other language is
 * a folder of this name in `messages`, `editor/language` and `examples/studio/language`. The type checker lists what
 * else a new language needs.
 *
 * @internal
 */
export const languages = ['en', 'de'] as const

/** @internal */
export type Language = (typeof languages)[number]

/** A language other than English. @internal */
export type TranslatedLanguage = Exclude<Language, 'en'>

/** Returns the available language of a locale: `de` for `de-AT`. `undefined` if there is none. @internal */
export function findLanguage(locale: string): Language | undefined {
  const [tag] = locale.toLowerCase().split('-')
  return languages.find((language) => language === tag)
}

/** Returns the available language of a locale, unless it is English, whose strings are always loaded. @internal */
export function findTranslation(locale: string): TranslatedLanguage | undefined {
  const language = findLanguage(locale)
  return language === 'en' ? undefined : language
}
