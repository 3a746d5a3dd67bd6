import { catalogLoadEvents } from '@aw-flow/editor'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { getSelectedLocale } from './chosen-language.ts'
import { createEnglishStrings, type StudioStrings } from './english.ts'
import { loadStrings } from './load-strings.ts'

let currentStrings: StudioStrings = createEnglishStrings('en-GB')
const languageChanges = new EventTarget()

/** Returns the strings in the current language. Call this when rendering; do not store the result. */
export const getStrings = (): StudioStrings => currentStrings

/** Formats a past time relative to now, such as `5 minutes ago`. */
export function formatTimeAgo(time: number, now: number): string {
  const { formats, common } = currentStrings
  return formats.relativeTime(time, now, common.justNow)
}

/** Calls `listener` after the language has changed. */
export const watchLanguage = (listener: () => void): void => languageChanges.addEventListener('change', listener)

/**
 * Switches to the selected language. The previous language stays in use until the strings are loaded, or if loading
 * fails.
 */
export async function switchLanguage(): Promise<void> {
  const locale = getSelectedLocale()
  try {
    currentStrings = await loadStrings(locale)
  } catch {
    // The studio must remain usable even if the strings cannot be loaded.
    return
  }
  document.documentElement.lang = locale
  languageChanges.dispatchEvent(new Event('change'))
}

/**
 * Re-renders an element after the language changes or its message catalog is loaded. Usage: `this.addController(new
 * LanguageController(this))`.
 */
export class LanguageController implements ReactiveController {
  readonly #requestUpdate: () => void

  constructor(host: ReactiveControllerHost) {
    this.#requestUpdate = () => host.requestUpdate()
  }

  hostConnected(): void {
    languageChanges.addEventListener('change', this.#requestUpdate)
    catalogLoadEvents.addEventListener('load', this.#requestUpdate)
  }

  hostDisconnected(): void {
    languageChanges.removeEventListener('change', this.#requestUpdate)
    catalogLoadEvents.removeEventListener('load', this.#requestUpdate)
  }
}
