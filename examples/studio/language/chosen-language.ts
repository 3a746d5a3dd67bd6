import { storePreference, readPreference } from '../settings/stored-preference.ts'

/** Languages that users can select. `auto` follows the browser's language. */
export const languages = ['auto', 'en', 'de'] as const
export type Language = (typeof languages)[number]

const storageKey = 'language'

/** Returns the language that the user selected. Defaults to `auto`. */
export function getSelectedLanguage(): Language {
  const storedLanguage = readPreference(storageKey)
  return languages.find((language) => language === storedLanguage) ?? 'auto'
}

export const storeSelectedLanguage = (language: Language): boolean => storePreference(storageKey, language)

/**
 * Returns the locale for strings and formats. Prefers one of the browser's locales for the selected language, such as
 * `de-CH`, over the language's default. With `auto`, falls back to English if none of the browser's languages is
 * available.
 */
export function getSelectedLocale(browserLocales: readonly string[] = navigator.languages): string {
  const selectedLanguage = getSelectedLanguage()
  const preferredLocale = browserLocales.find((locale) => /^(?:de|en)(?:-|$)/i.test(locale))
  const language = selectedLanguage === 'auto' ? (preferredLocale?.slice(0, 2).toLowerCase() ?? 'en') : selectedLanguage
  return (
    browserLocales.find((locale) => locale.toLowerCase().startsWith(language)) ?? (language === 'de' ? 'de' : 'en-GB')
  )
}

/** Returns the UI language, which the server also uses for emails and notifications. */
export const getUiLanguage = (): 'en' | 'de' => (getSelectedLocale().startsWith('de') ? 'de' : 'en')
