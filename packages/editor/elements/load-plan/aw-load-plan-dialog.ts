import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type PropertyValues } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { loadPlanStrings, type LoadPlanStrings } from './load-plan-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-load-plan-dialog': AwLoadPlanDialog
  }
}

/**
 * A dialog for editing a Load node's plan. If there are unsaved changes, it asks for confirmation before closing.
 *
 * @event {DialogCloseEvent} aw-dialog-close - Fired after the dialog has closed or the session has changed.
 * @csspart text - The raw text of the file.
 * @csspart table - The table preview.
 *
 * @public
 */
export class AwLoadPlanDialog extends ModalElement {
  static override properties = {
    session: { attribute: false },
    node: {},
    strings: { attribute: false },
    readonly: { type: Boolean },
    _isConfirming: { state: true },
  }

  /** The session that contains the node. */
  declare session: WorkflowSession | undefined
  /** Id of the Load node. */
  declare node: string | undefined
  /** UI strings. Default: English. */
  declare strings: LoadPlanStrings
  declare readonly: boolean
  /** True while the dialog asks whether to discard unsaved changes. */
  declare private _isConfirming: boolean

  /** The session that the dialog was opened for. In another session, the same id may identify a different node. */
  #openedSession: WorkflowSession | undefined

  constructor() {
    super()
    this.strings = loadPlanStrings
    this.readonly = false
    this._isConfirming = false
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('node')) {
      this.#openedSession = this.session
      this._isConfirming = false
      this.session?.engine.warmUp()
    } else if (this.session !== this.#openedSession) this.onClosed()
  }

  override render(): unknown {
    const { session, strings } = this
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    if (!session || session !== this.#openedSession || !node) return nothing
    return html`<dialog class="plan" aria-labelledby="plan-title" @cancel=${this.#onCancel} @close=${this.onClosed}>
      <div class="plan-bar">
        <h2 id="plan-title">${strings.label}: ${strings.nodeTypes.getLabel(node) || node.type}</h2>
        ${
          this._isConfirming
            ? html`<div class="ask" role="alert">
                <span class="warn">${icon('triangle-alert')}${strings.unsavedChanges}</span>
                <button type="button" class="danger" @click=${this.close}>${strings.discard}</button>
                <button type="button" class="stay" @click=${this.#continueEditing}>${strings.continueEditing}</button>
              </div>`
            : renderIconButton('x', strings.close, this.#tryClose)
        }
      </div>
      <aw-load-plan
        exportparts="text, table"
        .session=${session}
        .node=${node.id}
        .strings=${strings}
        ?readonly=${this.readonly}
        @aw-load-plan-keep=${this.#continueEditing}
      ></aw-load-plan>
    </dialog>`
  }

  #onCancel = (event: Event): void => {
    event.preventDefault()
    void this.#tryClose()
  }

  #tryClose = async (): Promise<void> => {
    const hasChanges = this.renderRoot.querySelector('aw-load-plan')?.isChanged === true
    if (!hasChanges || this._isConfirming) return this.close()
    this._isConfirming = true
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.stay')?.focus()
  }

  #continueEditing = (): void => {
    this._isConfirming = false
  }
}
