import { textsLoaded } from './render-text.ts'
import { copyGroups } from './with-language.ts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { hasLanguage } from './languages.ts'

interface LanguageHost<Strings extends object> extends ReactiveControllerHost, HTMLElement {
  strings: Strings
}

/**
 * Keeps an element's strings in its language, which is the nearest `lang` of its ancestors, across shadow roots. Does
 * not replace strings that a host has set. The previous strings stay until the language is loaded, or if loading fails.
 */
export class LanguageController<Strings extends object> implements ReactiveController {
  readonly #host: LanguageHost<Strings>
  readonly #english: Strings
  readonly #load: (locale: string) => Promise<Strings>
  /** The strings that this controller set last. Any other strings are the host's. */
  #appliedStrings: Strings
  #locale = ''
  readonly #observer = new MutationObserver(() => this.#updateLocale())

  /**
   * @param english The default strings.
   * @param load Loads the strings of a locale.
   */
  constructor(host: LanguageHost<Strings>, english: Strings, load: (locale: string) => Promise<Strings>) {
    this.#host = host
    this.#english = english
    this.#load = load
    this.#appliedStrings = english
    host.addController(this)
  }

  hostConnected(): void {
    textsLoaded.addEventListener('load', this.#refresh)
    for (const element of listAncestors(this.#host)) this.#observer.observe(element, { attributeFilter: ['lang'] })
    this.#updateLocale()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    textsLoaded.removeEventListener('load', this.#refresh)
  }

  /** Re-renders with a copy of all strings, so that all child elements re-render too. */
  #refresh = (): void => {
    if (this.#host.strings === this.#appliedStrings)
      this.#appliedStrings = this.#host.strings = copyGroups(this.#appliedStrings)
    else this.#host.requestUpdate()
  }

  #updateLocale(): void {
    const locale = listAncestors(this.#host).find((element) => element.lang !== '')?.lang ?? ''
    if (locale === this.#locale) return
    this.#locale = locale
    if (!hasLanguage(locale)) this.#applyStrings(this.#english)
    else {
      void this.#load(locale).then(
        (strings) => this.#locale === locale && this.#applyStrings(strings),
        // The next change of `lang` retries.
        () => (this.#locale = ''),
      )
    }
  }

  #applyStrings(strings: Strings): void {
    if (this.#host.strings === this.#appliedStrings) this.#host.strings = strings
    this.#appliedStrings = strings
  }
}

/** Returns an element and all its ancestors, across shadow roots. */
function listAncestors(element: HTMLElement): HTMLElement[] {
  const elements: HTMLElement[] = []
  let node: Node | null = element
  while (node) {
    if (node instanceof HTMLElement) elements.push(node)
    node = node instanceof ShadowRoot ? node.host : node.parentNode
  }
  return elements
}
