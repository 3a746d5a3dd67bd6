import { controls, getApprovalKind, icon, tokens, waitUntilReady, type DecideEvent } from '@aw-flow/editor'
import type { NodeType, RunView } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { dialogStyles } from '../shell/dialog.styles.ts'
import { getNodeTitle } from '../display-names.ts'
import { getStrings } from '../language/strings.ts'
import { findPendingApproval } from './find-pending-approval.ts'
import { element } from '../shell/element.ts'

/**
 * The dialog for the approval that a run is waiting for. It opens automatically once per approval; the page can reopen
 * it.
 */
export class ApprovalDialog extends element({
  run: undefined as RunView | undefined,
  /** Node types, from which the name of the waiting node is derived. */
  catalog: [] as readonly NodeType[],
}) {
  static override styles = [
    tokens,
    controls,
    dialogStyles,
    css`
      /* On a phone, the dialog is a sheet: the question and the table scroll, the decisions stay. */
      @media (max-width: 600px) {
        dialog.wide {
          width: 100vw;
          max-width: none;
          height: 100dvh;
          max-height: none;
          margin: 0;
          border: 0;
          border-radius: 0;
        }

        .inside {
          grid-template-rows: auto minmax(0, 1fr) auto;
          box-sizing: border-box;
          height: 100%;
        }

        h2 {
          white-space: normal;
        }

        aw-approval {
          overflow: auto;
        }
      }
    `,
  ]

  /** Digests of the approvals for which the dialog has already opened automatically. */
  #displayedDigests = new Set<string>()

  /** Opens the dialog unless it is already open. */
  show(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (dialog && !dialog.open) dialog.showModal()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('run')) return
    const waitingNode = findPendingApproval(this.run)
    const digest = waitingNode?.waitFor.kind === 'approval' ? waitingNode.waitFor.digest : undefined
    if (digest === undefined || this.#displayedDigests.has(digest)) return
    this.#displayedDigests.add(digest)
    this.show()
  }

  protected override render(): TemplateResult | typeof nothing {
    const waitingNode = findPendingApproval(this.run)
    if (!waitingNode) return nothing
    const { approval: strings, editor } = getStrings()
    const node = this.run?.workflow?.nodes.find(({ id }) => id === waitingNode.node)
    const label = node && getNodeTitle(node, this.catalog)
    const labels = {
      approval: { approve: strings.approve, done: '', reject: strings.reject },
      interrupted: { approve: strings.runAgain, done: strings.markDone, reject: strings.failNode },
      budget: { approve: strings.raise, done: strings.useResult, reject: strings.stop },
    }[getApprovalKind(waitingNode)]
    return html`
      <dialog class="wide" data-testid="approval-modal" aria-labelledby="title">
        <div class="inside">
          <header>
            <h2 id="title" tabindex="-1" autofocus>${label || strings.title}</h2>
            <button class="quiet icon" aria-label=${strings.later} @click=${this.#close}>${icon('x')}</button>
          </header>
          <aw-approval
            bare
            data-testid="intermediate-result"
            .strings=${editor.resultsStrings.monitor.approval}
            .waiting=${editor.nodeTypes.translateWaitingNode(waitingNode, this.run?.workflow)}
            @aw-decide=${(_event: DecideEvent) => this.#close()}
          ></aw-approval>
          <footer>
            <button class="quiet" @click=${this.#close}>${strings.later}</button>
            <span class="gap"></span>
            ${labels.done === '' ? nothing : html`<button @click=${() => void this.#decide('done')}>${labels.done}</button>`}
            <button data-testid="reject-button" @click=${() => void this.#decide('reject')}>
              ${icon('ban')} ${labels.reject}
            </button>
            <button class="primary" data-testid="approve-button" @click=${() => void this.#decide('approve')}>
              ${icon('circle-check')} ${labels.approve}
            </button>
          </footer>
        </div>
      </dialog>
    `
  }

  /**
   * Submits a decision. Waits until `aw-approval` is defined, because the user may click before that element is loaded.
   */
  async #decide(decision: 'approve' | 'reject' | 'done'): Promise<void> {
    const approval = await waitUntilReady(this.renderRoot.querySelector('aw-approval'))
    approval?.decide(decision)
  }

  #close = (): void => this.renderRoot.querySelector('dialog')?.close()
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-approval': ApprovalDialog
  }
}

customElements.define('studio-approval', ApprovalDialog)
