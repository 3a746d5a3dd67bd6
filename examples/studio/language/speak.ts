import { textsLoaded } from '@aw-flow/editor'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { chosenLocale } from './chosen-language.ts'
import { english, type StudioWords } from './english.ts'

let words: StudioWords = english('en-GB')
const reported = new EventTarget()

/** The words in which the page speaks now. Read while something is drawn or told, never kept. */
export const say = (): StudioWords => words

/** Lets the page speak the language that was chosen; until its words have come, and where they do not, that before. */
export async function speak(): Promise<void> {
  const locale = chosenLocale()
  try {
    words = locale.startsWith('de') ? await (await import('./german.ts')).german(locale) : english(locale)
  } catch {
    // A file that does not come must not take the studio with it.
    return
  }
  document.documentElement.lang = locale
  reported.dispatchEvent(new Event('change'))
}

/**
 * Draws an element again when the page speaks another language, or when the catalog of its messages has arrived:
 * `this.addController(new SpeechController(this))`.
 */
export class SpeechController implements ReactiveController {
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
