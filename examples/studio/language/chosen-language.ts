import { storePreference, readPreference } from '../settings/stored-preference.ts'

/** Available languages; `auto` uses the browser's language if it is available. */
export const languages = ['auto', 'en', 'de'] as const
export type Language = (typeof languages)[number]

const storageKey = 'language'

/** Returns the stored choice; `auto` by default. */
export function getChosenLanguage(): Language {
  const stored = readPreference(storageKey)
  return languages.find((language) => language === stored) ?? 'auto'
}

export const storeChosenLanguage = (language: Language): boolean => storePreference(storageKey, language)

/**
 * Returns the locale for strings and numbers: the browser's locale for the chosen language (`de-CH`), or that language's
 * default. English is used if the browser prefers no available language.
 */
export function getChosenLocale(browserLocales: readonly string[] = navigator.languages): string {
  const chosen = getChosenLanguage()
  const preferredLocale = browserLocales.find((locale) => /^(?:de|en)(?:-|$)/i.test(locale))
  const language = chosen === 'auto' ? (preferredLocale?.slice(0, 2).toLowerCase() ?? 'en') : chosen
  return (
    browserLocales.find((locale) => locale.toLowerCase().startsWith(language)) ?? (language === 'de' ? 'de' : 'en-GB')
  )
}

/** Returns the language of the strings, which the server uses for emails and notifications. */
export const getTextLanguage = (): 'en' | 'de' => (getChosenLocale().startsWith('de') ? 'de' : 'en')
