import { remember, remembered } from '../settings/remembered.ts'

/** The languages that the studio speaks; `auto` is the browser's, where it is one of them. */
export const languages = ['auto', 'en', 'de'] as const
export type Language = (typeof languages)[number]

const place = 'language'

/** What was chosen here before; the browser's own until somebody chooses. */
export function chosenLanguage(): Language {
  const kept = remembered(place)
  return languages.find((language) => language === kept) ?? 'auto'
}

export const chooseLanguage = (language: Language): boolean => remember(place, language)

/**
 * The locale whose words and numbers are shown: that of the browser which is of the chosen language (`de-CH`), else the
 * language's usual one; English where the browser asks for none that the studio speaks.
 */
export function chosenLocale(browser: readonly string[] = navigator.languages): string {
  const chosen = chosenLanguage()
  const spoken = browser.find((locale) => /^(?:de|en)(?:-|$)/i.test(locale))
  const language = chosen === 'auto' ? (spoken?.slice(0, 2).toLowerCase() ?? 'en') : chosen
  return browser.find((locale) => locale.toLowerCase().startsWith(language)) ?? (language === 'de' ? 'de' : 'en-GB')
}
