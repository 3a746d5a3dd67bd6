import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { withCode } from '../with-code.ts'
import type { InspectorStrings } from './inspector-strings.ts'
import { markdown } from './markdown.ts'

/** What is written about a node's type: in a sentence at once, as a page, which is in English, when somebody opens it. */
export class NodeDocs implements ReactiveController {
  readonly #host: ReactiveControllerHost
  /** Pages by type, as elements; `undefined` where there is none. */
  readonly #pages = new Map<string, TemplateResult[] | 'reading' | undefined>()

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    // What could not be read may be there now.
    for (const [type, page] of this.#pages) if (page === undefined) this.#pages.delete(type)
  }

  view(session: WorkflowSession, type: NodeType, strings: InspectorStrings): TemplateResult {
    const page = this.#pages.get(type.type)
    return html`<section class="about">
      <h3>${strings.about}</h3>
      <p>${withCode(type.description)}</p>
      ${
        session.nodeDocs && !(this.#pages.has(type.type) && page === undefined)
          ? html`<details @toggle=${(event: Event) => this.#onToggle(event, session, type.type)}>
              <summary>${icon('chevron-right')}${strings.docs}</summary>
              ${page === 'reading' ? html`<p class="small">${strings.docsReading}</p>` : html`<div class="docs" lang="en" dir="ltr">${page ?? nothing}</div>`}
            </details>`
          : nothing
      }
      <p class="small">${strings.typeId} <span class="mono">${type.type}</span></p>
    </section>`
  }

  #onToggle(event: Event, session: WorkflowSession, type: string): void {
    if (!(event.target as HTMLDetailsElement).open || this.#pages.has(type)) return
    this.#pages.set(type, 'reading')
    this.#host.requestUpdate()
    void this.#read(session, type)
  }

  async #read(session: WorkflowSession, type: string): Promise<void> {
    const text = await session.nodeDocs?.(type)
    // The title stands above it already.
    this.#pages.set(type, text === undefined ? undefined : markdown(text.replace(/^#\s.*\n+/, '')))
    this.#host.requestUpdate()
  }
}
