import { loadLanguage, loadSourceFormat, overrideTexts, type TextOverrides } from '@aw-flow/editor'
import { findTranslation, registerMessages, type TranslatedLanguage } from '@aw-flow/messages'
import type { Catalog } from '@aw-flow/messages/catalogs'
import { createEnglishStrings, type StudioStrings } from './english.ts'

/** The studio's strings in a language, and the messages that only pages of a server show. */
export interface StudioTranslation {
  readonly texts: TextOverrides<Omit<StudioStrings, 'editor' | 'formats'>>
  readonly messages: Catalog
}

/** Load the strings of each language. */
export const translationLoaders: Readonly<Record<TranslatedLanguage, () => Promise<StudioTranslation>>> = {
  de: async () => (await import('./de/index.ts')).translation,
}

/** Loads the strings for a locale such as `de-CH`, with its number formats. Falls back to English. */
export async function loadStrings(locale: string): Promise<StudioStrings> {
  const english = createEnglishStrings(locale)
  const language = findTranslation(locale)
  if (!language) return english
  const [{ texts, messages }, editor, formatSource] = await Promise.all([
    translationLoaders[language](),
    loadLanguage(locale, false),
    loadSourceFormat(locale),
  ])
  registerMessages({ [language]: messages })
  return { ...overrideTexts<StudioStrings>(english, texts, formatSource), editor }
}
