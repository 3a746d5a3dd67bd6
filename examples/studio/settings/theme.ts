import { remember, remembered } from './remembered.ts'

export type Theme = 'auto' | 'light' | 'dark'

const place = 'theme'
export const themes: readonly Theme[] = ['auto', 'light', 'dark']

/** The theme that was chosen here before. Storage may be refused; then the system's. */
export function rememberedTheme(): Theme {
  const kept = remembered(place)
  return themes.find((theme) => theme === kept) ?? 'auto'
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // Where it is refused, it is shown all the same, until the tab is closed.
  keepTheme(theme)
}

/** Whether the browser remembers it. */
export const keepTheme = (theme: Theme): boolean => remember(place, theme)

/** The next one in turn: what the system says, light, dark. */
export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
