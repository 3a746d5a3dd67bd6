import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import type { AwLoadPlan } from './aw-load-plan.ts'
import { LoadPlanOpenEvent } from './load-plan-open-event.ts'
import type { LoadPlanStrings } from './load-plan-strings.ts'

/** An element that shows load plans: it renders `view()`, and has `dialogStyles` among its styles. */
export interface LoadPlanDialogHost extends ReactiveControllerHost, EventTarget {
  readonly shownSession: WorkflowSession | undefined
  readonly locked: boolean
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly strings: { loadPlan: LoadPlanStrings }
}

/**
 * Shows a Load node's plan in a window over its host when it is asked for by a `LoadPlanOpenEvent` from anywhere
 * inside. Closing it asks first where changes are not kept; the keyboard goes back to where it was.
 */
export class LoadPlanDialog implements ReactiveController {
  #host: LoadPlanDialogHost
  /** Whose node it is: an id may stand for another one in the next session. */
  #session: WorkflowSession | undefined
  #node: string | undefined
  #asking = false

  constructor(host: LoadPlanDialogHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.addEventListener(LoadPlanOpenEvent.type, this.#onOpen)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener(LoadPlanOpenEvent.type, this.#onOpen)
    this.#node = undefined
  }

  hostUpdated(): void {
    const dialog = this.#dialog
    if (dialog && !dialog.open) dialog.showModal()
  }

  /** The window; nothing while it is closed. */
  view(): TemplateResult | typeof nothing {
    const { shownSession: session, locked, strings } = this.#host
    const node = session?.document.nodes.find(({ id }) => id === this.#node)
    if (!session || session !== this.#session || !node) return nothing
    const words = strings.loadPlan
    return html`<dialog class="plan" aria-labelledby="plan-title" @cancel=${this.#onCancel} @close=${this.#onClosed}>
      <div class="plan-bar">
        <h2 id="plan-title">${words.label}: ${node.data.label || node.type}</h2>
        ${
          this.#asking
            ? html`<div class="ask" role="alert">
                <span class="warn">${icon('triangle-alert')}${words.unkept}</span>
                <button type="button" class="danger" @click=${() => this.#close()}>${words.discard}</button>
                <button type="button" class="stay" @click=${this.#stay}>${words.goOn}</button>
              </div>`
            : html`<button
                type="button"
                class="quiet icon"
                aria-label=${words.close}
                title=${words.close}
                @click=${this.#tryClose}
              >
                ${icon('x')}
              </button>`
        }
      </div>
      <aw-load-plan
        exportparts="text: load-plan-text, table: load-plan-table"
        .session=${session}
        .node=${node.id}
        .strings=${words}
        ?readonly=${locked}
        @aw-load-plan-keep=${this.#onKept}
      ></aw-load-plan>
    </dialog>`
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector<HTMLDialogElement>('dialog.plan')
  }

  #onOpen = (event: Event): void => {
    if (!(event instanceof LoadPlanOpenEvent)) return
    this.#session = this.#host.shownSession
    this.#session?.warmUp()
    this.#node = event.node
    this.#asking = false
    this.#host.requestUpdate()
  }

  #onCancel = (event: Event): void => {
    event.preventDefault()
    this.#tryClose()
  }

  #tryClose = (): void => {
    const isChanged = this.#dialog?.querySelector<AwLoadPlan>('aw-load-plan')?.isChanged === true
    if (!isChanged || this.#asking) {
      this.#close()
      return
    }
    this.#asking = true
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(() => this.#dialog?.querySelector<HTMLElement>('.stay')?.focus())
  }

  #stay = (): void => {
    this.#asking = false
    this.#host.requestUpdate()
  }

  #onKept = (): void => {
    if (this.#asking) this.#stay()
  }

  /** Closed first, so that the browser puts the keyboard back, and only then taken away. */
  #close(): void {
    this.#dialog?.close()
  }

  #onClosed = (): void => {
    this.#node = undefined
    this.#asking = false
    this.#host.requestUpdate()
  }
}
