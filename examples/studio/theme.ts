export type Theme = 'auto' | 'light' | 'dark'

const key = 'aw-studio-theme'
const themes: readonly Theme[] = ['auto', 'light', 'dark']

/** The theme that was chosen here before. Storage may be refused; then the system's. */
export function rememberedTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto'
  } catch {
    return 'auto'
  }
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Shown all the same, until the tab is closed.
  }
}

/** The next one in turn: what the system says, light, dark. */
export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
