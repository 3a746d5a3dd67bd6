import type { NodeTypeDocs, WorkflowSession } from '@aw-flow/client'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import type { InspectorStrings } from './inspector-strings.ts'
import { renderMarkdown } from '../report/markdown.ts'

interface LoadedPage {
  readonly content: readonly TemplateResult[]
  readonly language: string
}

/**
 * Renders a node type's documentation: a one-sentence description, and a page that is loaded when the user opens it.
 */
export class NodeDocs implements ReactiveController {
  readonly #host: ReactiveControllerHost
  /** Pages keyed by requested language and node type; `undefined` for a type without a page. */
  readonly #pages = new Map<string, LoadedPage | 'reading' | undefined>()
  #isOpen = false

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    // Retry pages that could not be loaded.
    for (const [key, page] of this.#pages) if (page === undefined) this.#pages.delete(key)
  }

  render(session: WorkflowSession, type: NodeType, strings: InspectorStrings): TemplateResult {
    const key = `${strings.language} ${type.type}`
    const hasDocs = session.engine.readNodeDocs !== undefined || strings.nodeDocs !== undefined
    if (this.#isOpen && hasDocs && !this.#pages.has(key)) {
      this.#pages.set(key, 'reading')
      void this.#loadPage(key, session, type.type, strings)
    }
    const page = this.#pages.get(key)
    const loadedPage = page === 'reading' ? undefined : page
    return html`<section class="about">
      <h3 aria-level="2">${strings.about}</h3>
      <p>${renderCode(type.description)}</p>
      ${
        hasDocs && !(this.#pages.has(key) && page === undefined)
          ? html`<details .open=${live(this.#isOpen)} @toggle=${this.#onToggle}>
              <summary @click=${this.#onClick}>
                ${icon('chevron-right')}${loadedPage && !isSameLanguage(loadedPage.language, strings.language) ? strings.docsInLanguage(loadedPage.language) : strings.docs}
              </summary>
              ${page === 'reading' ? html`<p class="small">${strings.docsLoading}</p>` : html`<div class="docs" lang=${loadedPage?.language ?? nothing} dir="auto">${loadedPage?.content}</div>`}
            </details>`
          : nothing
      }
      <p class="small">${strings.typeId} <span class="mono">${type.type}</span></p>
    </section>`
  }

  /**
   * Toggles the page on click, because the `toggle` event fires later and an update in between would undo the click.
   */
  readonly #onClick = (event: Event): void => {
    event.preventDefault()
    this.#isOpen = !this.#isOpen
    this.#host.requestUpdate()
  }

  readonly #onToggle = (event: Event): void => {
    this.#isOpen = (event.target as HTMLDetailsElement).open
    this.#host.requestUpdate()
  }

  async #loadPage(key: string, session: WorkflowSession, type: string, strings: InspectorStrings): Promise<void> {
    const page = await readPage(session, type, strings)
    // Remove the title: the inspector already shows it.
    const content = page && renderMarkdown(page.markdown.replace(/^#\s.*\n+/, ''))
    this.#pages.set(key, page && content && { content, language: page.language })
    this.#host.requestUpdate()
  }
}

async function readPage(
  session: WorkflowSession,
  type: string,
  { nodeDocs, language }: InspectorStrings,
): Promise<NodeTypeDocs | undefined> {
  // If the localized page cannot be loaded, fall back to the session's page.
  const localizedPage = await nodeDocs?.(type).catch(() => undefined)
  return localizedPage === undefined
    ? session.engine.readNodeDocs?.(type, language)
    : { markdown: localizedPage, language }
}

/** Returns whether two language tags have the same primary language, regardless of the region. */
const isSameLanguage = (a: string, b: string): boolean =>
  a.split('-', 1)[0]!.toLowerCase() === b.split('-', 1)[0]!.toLowerCase()
