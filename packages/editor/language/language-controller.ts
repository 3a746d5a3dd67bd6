import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { editorStrings, type EditorStrings } from '../elements/editor-strings.ts'
import { hasLanguage, loadLanguage } from './languages.ts'

interface LanguageHost extends ReactiveControllerHost, HTMLElement {
  strings: EditorStrings
}

/**
 * Gives an element the words of its language: that of the nearest `lang` around it, through shadow roots. Words that a
 * host has set stay; until words have come, and where none can be had, those before stand.
 */
export class LanguageController implements ReactiveController {
  readonly #host: LanguageHost
  /** What was set here last: the host's own words are others. */
  #set: EditorStrings = editorStrings
  #locale = ''
  readonly #observer = new MutationObserver(() => this.#follow())

  constructor(host: LanguageHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    const around = elementsAround(this.#host)
    for (const element of around) this.#observer.observe(element, { attributeFilter: ['lang'] })
    this.#follow()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  #follow(): void {
    const locale = elementsAround(this.#host).find((element) => element.lang !== '')?.lang ?? ''
    if (locale === this.#locale) return
    this.#locale = locale
    if (!hasLanguage(locale)) this.#use(editorStrings)
    else {
      void loadLanguage(locale).then(
        (words) => this.#locale === locale && this.#use(words),
        // A file that does not come must not take the editor with it; the next change of `lang` tries again.
        () => (this.#locale = ''),
      )
    }
  }

  #use(words: EditorStrings): void {
    if (this.#host.strings === this.#set) this.#host.strings = words
    this.#set = words
  }
}

/** An element and all around it, through shadow roots. */
function elementsAround(from: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  let at: Node | null = from
  while (at) {
    if (at instanceof HTMLElement) found.push(at)
    at = at instanceof ShadowRoot ? at.host : at.parentNode
  }
  return found
}
