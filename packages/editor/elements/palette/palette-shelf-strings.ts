/** English UI strings for favorite and recent node types. They are loaded separately from the palette's strings. */
export const paletteShelfStrings = {
  favorites: 'Favorites',
  recent: 'Recent',
  addFavorite: (title: string): string => `Add ${title} to favorites`,
  removeFavorite: (title: string): string => `Remove ${title} from favorites`,
}

/** UI strings for favorite and recent node types. */
export type PaletteShelfStrings = typeof paletteShelfStrings
