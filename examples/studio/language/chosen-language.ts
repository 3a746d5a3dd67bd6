import { storeChoice, readChoice } from '../settings/stored-choice.ts'

/** Available languages; `auto` uses the browser's language if it is available. */
export const languages = ['auto', 'en', 'de'] as const
export type Language = (typeof languages)[number]

const place = 'language'

/** The stored choice; `auto` by default. */
export function chosenLanguage(): Language {
  const kept = readChoice(place)
  return languages.find((language) => language === kept) ?? 'auto'
}

export const chooseLanguage = (language: Language): boolean => storeChoice(place, language)

/**
 * The locale for texts and numbers: the browser's locale of the chosen language (`de-CH`), or the default one of that
 * language; English if the browser prefers no available language.
 */
export function chosenLocale(browser: readonly string[] = navigator.languages): string {
  const chosen = chosenLanguage()
  const spoken = browser.find((locale) => /^(?:de|en)(?:-|$)/i.test(locale))
  const language = chosen === 'auto' ? (spoken?.slice(0, 2).toLowerCase() ?? 'en') : chosen
  return browser.find((locale) => locale.toLowerCase().startsWith(language)) ?? (language === 'de' ? 'de' : 'en-GB')
}
