import { findLanguage, languages, type Language } from '@aw-flow/messages'
import { storePreference, readPreference } from '../settings/stored-preference.ts'

/** A language that users can select. `auto` follows the browser's language. */
export type SelectedLanguage = 'auto' | Language
export const selectableLanguages: readonly SelectedLanguage[] = ['auto', ...languages]

const storageKey = 'language'

/** Returns the language that the user selected. Defaults to `auto`. */
export function getSelectedLanguage(): SelectedLanguage {
  const storedLanguage = readPreference(storageKey)
  return selectableLanguages.find((language) => language === storedLanguage) ?? 'auto'
}

export const storeSelectedLanguage = (language: SelectedLanguage): boolean => storePreference(storageKey, language)

/**
 * Returns the locale for strings and formats. Prefers one of the browser's locales for the selected language, such as
 * `de-CH`, over the language's default. With `auto`, falls back to English if none of the browser's languages is
 * available.
 */
export function getSelectedLocale(browserLocales: readonly string[] = navigator.languages): string {
  const selectedLanguage = getSelectedLanguage()
  const isAvailable = (locale: string): boolean =>
    selectedLanguage === 'auto' ? findLanguage(locale) !== undefined : findLanguage(locale) === selectedLanguage
  const defaultLocale = selectedLanguage === 'auto' || selectedLanguage === 'en' ? 'en-GB' : selectedLanguage
  return browserLocales.find(isAvailable) ?? defaultLocale
}

/** Returns the UI language, which the server also uses for emails and notifications. */
export const getUiLanguage = (): Language => findLanguage(getSelectedLocale()) ?? 'en'
