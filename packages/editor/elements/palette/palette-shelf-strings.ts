import { loadLazyTexts } from '../../language/languages.ts'

/** English UI strings for favorite and recent node types. They are loaded separately from the palette's strings. */
export const paletteShelfStrings = {
  favorites: 'Favorites',
  recent: 'Recent',
  addFavorite: (title: string): string => `Add ${title} to favorites`,
  removeFavorite: (title: string): string => `Remove ${title} from favorites`,
}

/** UI strings for favorite and recent node types. */
export type PaletteShelfStrings = typeof paletteShelfStrings

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export const loadPaletteShelfStrings = (locale: string): Promise<PaletteShelfStrings> =>
  loadLazyTexts(locale, 'paletteShelf', paletteShelfStrings)
