import { storePreference, readPreference } from './stored-preference.ts'

export type Theme = 'auto' | 'light' | 'dark'

const storageKey = 'theme'
export const themes: readonly Theme[] = ['auto', 'light', 'dark']

/** Returns the stored theme; `auto` if none is stored or storage is not available. */
export function getStoredTheme(): Theme {
  const stored = readPreference(storageKey)
  return themes.find((theme) => theme === stored) ?? 'auto'
}

/** Applies and stores a theme. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // Without storage, the theme applies until the tab is closed.
  storeTheme(theme)
}

/** Stores a theme and returns whether that succeeded. */
export const storeTheme = (theme: Theme): boolean => storePreference(storageKey, theme)

/** Returns the next theme in the order system, light, dark. */
export const getNextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
