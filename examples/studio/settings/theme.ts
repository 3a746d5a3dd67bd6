import { storePreference, readPreference } from './stored-preference.ts'

export type Theme = 'auto' | 'light' | 'dark'

const storageKey = 'theme'
export const themes: readonly Theme[] = ['auto', 'light', 'dark']

/** Returns the stored theme. Defaults to `auto`. */
export function getStoredTheme(): Theme {
  const stored = readPreference(storageKey)
  return themes.find((theme) => theme === stored) ?? 'auto'
}

/** Applies a theme and stores it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // If storing fails, the theme applies until the tab is closed.
  storeTheme(theme)
}

/** Stores a theme. Returns whether that succeeded. */
export const storeTheme = (theme: Theme): boolean => storePreference(storageKey, theme)

/** Returns the next theme in the cycle auto, light, dark. */
export const getNextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
