import { textsLoaded } from '@aw-flow/editor'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { chosenLocale } from './chosen-language.ts'
import { english, type StudioStrings } from './english.ts'

let words: StudioStrings = english('en-GB')
const reported = new EventTarget()

/** The texts of the current language. Read them when rendering and do not store them. */
export const strings = (): StudioStrings => words

/** Switches to the chosen language; the previous one stays until its texts are loaded, or if they cannot be. */
export async function switchLanguage(): Promise<void> {
  const locale = chosenLocale()
  try {
    words = locale.startsWith('de') ? await (await import('./german.ts')).german(locale) : english(locale)
  } catch {
    // The studio must work even if the texts cannot be loaded.
    return
  }
  document.documentElement.lang = locale
  reported.dispatchEvent(new Event('change'))
}

/**
 * Updates an element when the language changes or its message catalog has loaded: `this.addController(new
 * LanguageController(this))`.
 */
export class LanguageController implements ReactiveController {
  readonly #draw: () => void

  constructor(host: ReactiveControllerHost) {
    this.#draw = () => host.requestUpdate()
  }

  hostConnected(): void {
    reported.addEventListener('change', this.#draw)
    textsLoaded.addEventListener('load', this.#draw)
  }

  hostDisconnected(): void {
    reported.removeEventListener('change', this.#draw)
    textsLoaded.removeEventListener('load', this.#draw)
  }
}
