/** Languages of the emails and notifications that the server sends. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Returns a stored language; English if none is stored. */
export const toLanguage = (stored: string | null | undefined): Language =>
  languages.find((language) => language === stored) ?? 'en'

/** Returns the preferred language of an Accept-Language header that is available, or English. */
export function readAcceptedLanguage(header: string | undefined): Language {
  const accepted = (header ?? '')
    .slice(0, maxHeaderLength)
    .split(',')
    .map((entry) => {
      const [range = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))
      return { language: range.split('-', 1)[0], quality: quality === undefined ? 1 : Number(quality.slice(2)) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  const found = accepted.find(({ language }) => languages.some((available) => available === language))
  return toLanguage(found?.language)
}

const maxHeaderLength = 1_000
