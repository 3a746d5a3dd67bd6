import { languages, type Language } from '@aw-flow/messages'

/** Returns the stored language. Defaults to English if it is not set or not available. */
export const toLanguage = (storedLanguage: string | null | undefined): Language =>
  languages.find((language) => language === storedLanguage) ?? 'en'

/** Selects the preferred available language from an `Accept-Language` header. Defaults to English. */
export function readAcceptedLanguage(header: string | undefined): Language {
  const acceptedLanguages = (header ?? '')
    .slice(0, maxHeaderLength)
    .split(',')
    .map((entry) => {
      const [range = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))
      return { language: range.split('-', 1)[0], quality: quality === undefined ? 1 : Number(quality.slice(2)) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  const bestMatch = acceptedLanguages.find(({ language }) => languages.some((available) => available === language))
  return toLanguage(bestMatch?.language)
}

const maxHeaderLength = 1_000
