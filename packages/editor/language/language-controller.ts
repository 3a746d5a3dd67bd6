import { textsLoaded } from './render-text.ts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { hasLanguage } from './languages.ts'

interface LanguageHost<Strings extends object> extends ReactiveControllerHost, HTMLElement {
  strings: Strings
}

/**
 * Gives an element the words of its language: that of the nearest `lang` around it, through shadow roots. Words that a
 * host has set stay; until words have come, and where none can be had, those before stand.
 */
export class LanguageController<Strings extends object> implements ReactiveController {
  readonly #host: LanguageHost<Strings>
  readonly #usual: Strings
  readonly #load: (locale: string) => Promise<Strings>
  /** What was set here last: the host's own words are others. */
  #set: Strings
  #locale = ''
  readonly #observer = new MutationObserver(() => this.#follow())

  /** `usual` are the words that nobody has replaced, `load` answers those of a locale. */
  constructor(host: LanguageHost<Strings>, usual: Strings, load: (locale: string) => Promise<Strings>) {
    this.#host = host
    this.#usual = usual
    this.#load = load
    this.#set = usual
    host.addController(this)
  }

  hostConnected(): void {
    const around = elementsAround(this.#host)
    textsLoaded.addEventListener('load', this.#refresh)
    for (const element of around) this.#observer.observe(element, { attributeFilter: ['lang'] })
    this.#follow()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    textsLoaded.removeEventListener('load', this.#refresh)
  }

  /** Renders again with other words that are the same: everything below is given them. */
  #refresh = (): void => {
    if (this.#host.strings === this.#set) this.#set = this.#host.strings = { ...this.#set }
    else this.#host.requestUpdate()
  }

  #follow(): void {
    const locale = elementsAround(this.#host).find((element) => element.lang !== '')?.lang ?? ''
    if (locale === this.#locale) return
    this.#locale = locale
    if (!hasLanguage(locale)) this.#use(this.#usual)
    else {
      void this.#load(locale).then(
        (words) => this.#locale === locale && this.#use(words),
        // A file that does not come must not take the editor with it; the next change of `lang` tries again.
        () => (this.#locale = ''),
      )
    }
  }

  #use(words: Strings): void {
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
