import { textsLoaded } from './render-text.ts'
import { copyGroups } from './with-language.ts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { hasLanguage } from './languages.ts'

interface LanguageHost<Strings extends object> extends ReactiveControllerHost, HTMLElement {
  strings: Strings
}

/**
 * Keeps the strings of an element in its language: that of the nearest `lang` around it, through shadow roots. Strings
 * that a host has set are not replaced. The previous strings stay until the language is loaded, or if loading fails.
 */
export class LanguageController<Strings extends object> implements ReactiveController {
  readonly #host: LanguageHost<Strings>
  readonly #english: Strings
  readonly #load: (locale: string) => Promise<Strings>
  /** The strings that were set here last; other strings are the host's. */
  #set: Strings
  #locale = ''
  readonly #observer = new MutationObserver(() => this.#follow())

  /**
   * @param english The default strings.
   * @param load Loads the strings of a locale.
   */
  constructor(host: LanguageHost<Strings>, english: Strings, load: (locale: string) => Promise<Strings>) {
    this.#host = host
    this.#english = english
    this.#load = load
    this.#set = english
    host.addController(this)
  }

  hostConnected(): void {
    textsLoaded.addEventListener('load', this.#refresh)
    for (const element of ancestors(this.#host)) this.#observer.observe(element, { attributeFilter: ['lang'] })
    this.#follow()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    textsLoaded.removeEventListener('load', this.#refresh)
  }

  /** Renders again with a copy of all strings, so that all child elements render too. */
  #refresh = (): void => {
    if (this.#host.strings === this.#set) this.#set = this.#host.strings = copyGroups(this.#set)
    else this.#host.requestUpdate()
  }

  #follow(): void {
    const locale = ancestors(this.#host).find((element) => element.lang !== '')?.lang ?? ''
    if (locale === this.#locale) return
    this.#locale = locale
    if (!hasLanguage(locale)) this.#use(this.#english)
    else {
      void this.#load(locale).then(
        (strings) => this.#locale === locale && this.#use(strings),
        // The next change of `lang` loads it again.
        () => (this.#locale = ''),
      )
    }
  }

  #use(strings: Strings): void {
    if (this.#host.strings === this.#set) this.#host.strings = strings
    this.#set = strings
  }
}

/** An element and all elements around it, through shadow roots. */
function ancestors(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  let node: Node | null = element
  while (node) {
    if (node instanceof HTMLElement) found.push(node)
    node = node instanceof ShadowRoot ? node.host : node.parentNode
  }
  return found
}
