import { controls, icon, tokens } from '@aw-flow/editor'
import { css, html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'
import { ServerChangeEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import './server-panel.ts'
import { element } from '../shell/element.ts'

/** Connects a server from the workflow page, using the same form as the settings. Closes once a server is selected. */
export class ServerDialog extends element({
  workspace: undefined as Workspace | undefined,
}) {
  static override styles = [
    tokens,
    controls,
    dialogStyles,
    css`
      studio-server {
        display: grid;
        gap: 12px;
      }
    `,
  ]

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  protected override render(): TemplateResult {
    const { common } = getStrings()
    return html`<dialog aria-labelledby="title" data-testid="server-dialog" @close=${() => this.remove()}>
      <div class="inside">
        <header>
          <h2 id="title">${this.workspace?.server ? getStrings().server.title : common.connectServer}</h2>
          <button type="button" class="quiet icon" aria-label=${common.close} @click=${this.#close}>
            ${icon('x')}
          </button>
        </header>
        <studio-server .workspace=${this.workspace} .isCompact=${true} @studio-server=${this.#onServer}></studio-server>
      </div>
    </dialog>`
  }

  #close = (): void => this.renderRoot.querySelector('dialog')?.close()

  /** Closes the dialog only after the event has reached the page, which reopens the workspace. */
  #onServer = ({ type }: ServerChangeEvent): void => {
    if (type === ServerChangeEvent.type) queueMicrotask(this.#close)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-server-dialog': ServerDialog
  }
}

customElements.define('studio-server-dialog', ServerDialog)
