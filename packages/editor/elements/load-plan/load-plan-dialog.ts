import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AwLoadPlan } from './aw-load-plan.ts'
import { LoadPlanOpenEvent } from './load-plan-open-event.ts'
import type { LoadPlanStrings } from './load-plan-strings.ts'
import { NodeDialog, type NodeDialogHost } from '../editor/node-dialog.ts'

/** An element that shows load plans: it renders `view()`, and has `dialogStyles` among its styles. */
export interface LoadPlanDialogHost extends NodeDialogHost {
  readonly strings: { loadPlan: LoadPlanStrings }
}

/**
 * Shows a Load node's plan in a window over its host when it is asked for by a `LoadPlanOpenEvent` from anywhere
 * inside. Closing it asks first where changes are not kept; the keyboard goes back to where it was.
 */
export class LoadPlanDialog extends NodeDialog<LoadPlanDialogHost, LoadPlanOpenEvent> {
  /** Whose node it is: an id may stand for another one in the next session. */
  #session: WorkflowSession | undefined
  #asking = false

  constructor(host: LoadPlanDialogHost) {
    super(host, { event: LoadPlanOpenEvent, dialog: 'dialog.plan' })
  }

  /** The window; nothing while it is closed. */
  view(): TemplateResult | typeof nothing {
    const { shownSession: session, locked, strings } = this.host
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    if (!session || session !== this.#session || !node) return nothing
    const words = strings.loadPlan
    return html`<dialog class="plan" aria-labelledby="plan-title" @cancel=${this.#onCancel} @close=${this.onClosed}>
      <div class="plan-bar">
        <h2 id="plan-title">${words.label}: ${node.data.label || node.type}</h2>
        ${
          this.#asking
            ? html`<div class="ask" role="alert">
                <span class="warn">${icon('triangle-alert')}${words.unkept}</span>
                <button type="button" class="danger" @click=${() => this.close()}>${words.discard}</button>
                <button type="button" class="stay" @click=${this.#stay}>${words.resume}</button>
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

  protected show({ node }: LoadPlanOpenEvent): void {
    this.#session = this.host.shownSession
    this.#session?.engine.warmUp()
    this.node = node
    this.#asking = false
  }

  #onCancel = (event: Event): void => {
    event.preventDefault()
    this.#tryClose()
  }

  #tryClose = (): void => {
    const isChanged = this.dialog?.querySelector<AwLoadPlan>('aw-load-plan')?.isChanged === true
    if (!isChanged || this.#asking) {
      this.close()
      return
    }
    this.#asking = true
    this.host.requestUpdate()
    void this.host.updateComplete.then(() => this.dialog?.querySelector<HTMLElement>('.stay')?.focus())
  }

  #stay = (): void => {
    this.#asking = false
    this.host.requestUpdate()
  }

  #onKept = (): void => {
    if (this.#asking) this.#stay()
  }
}
