import { catalogLoadEvents } from './render-text.ts'
import { copyGroups } from './with-language.ts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { hasLanguage } from './languages.ts'

interface LanguageHost<Strings extends object> extends ReactiveControllerHost, HTMLElement {
  strings: Strings
}

/**
 * Sets an element's strings to those of its language, which is determined by the nearest `lang` attribute on the
 * element or its ancestors, across shadow roots. Strings that the application has set are not replaced. The previous
 * strings stay in use until the language is loaded, or if loading fails.
 */
export class LanguageController<Strings extends object> implements ReactiveController {
  readonly #host: LanguageHost<Strings>
  readonly #englishStrings: Strings
  readonly #load: (locale: string) => Promise<Strings>
  /** The strings that this controller set last. If the element has others, the application has set them. */
  #appliedStrings: Strings
  #locale = ''
  readonly #observer = new MutationObserver(() => this.#updateLocale())

  /**
   * @param englishStrings - The default strings.
   * @param load - Loads the strings for a locale.
   */
  constructor(host: LanguageHost<Strings>, englishStrings: Strings, load: (locale: string) => Promise<Strings>) {
    this.#host = host
    this.#englishStrings = englishStrings
    this.#load = load
    this.#appliedStrings = englishStrings
    host.addController(this)
  }

  hostConnected(): void {
    catalogLoadEvents.addEventListener('load', this.#refresh)
    for (const element of listSelfAndAncestors(this.#host))
      this.#observer.observe(element, { attributeFilter: ['lang'] })
    this.#updateLocale()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    catalogLoadEvents.removeEventListener('load', this.#refresh)
  }

  /** Replaces the strings with a copy, so that the element and all its child elements are rendered again. */
  #refresh = (): void => {
    if (this.#host.strings === this.#appliedStrings)
      this.#appliedStrings = this.#host.strings = copyGroups(this.#appliedStrings)
    else this.#host.requestUpdate()
  }

  #updateLocale(): void {
    const locale = listSelfAndAncestors(this.#host).find((element) => element.lang !== '')?.lang ?? ''
    if (locale === this.#locale) return
    this.#locale = locale
    if (!hasLanguage(locale)) this.#applyStrings(this.#englishStrings)
    else {
      void this.#load(locale).then(
        (strings) => this.#locale === locale && this.#applyStrings(strings),
        // Retry on the next change to a `lang` attribute.
        () => (this.#locale = ''),
      )
    }
  }

  #applyStrings(strings: Strings): void {
    if (this.#host.strings === this.#appliedStrings) this.#host.strings = strings
    this.#appliedStrings = strings
  }
}

/** Returns an element and all of its ancestors, across shadow roots. */
function listSelfAndAncestors(element: HTMLElement): HTMLElement[] {
  const elements: HTMLElement[] = []
  let node: Node | null = element
  while (node) {
    if (node instanceof HTMLElement) elements.push(node)
    node = node instanceof ShadowRoot ? node.host : node.parentNode
  }
  return elements
}
