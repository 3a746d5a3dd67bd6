import { connectServer, createMemoryStorage } from '@aw-flow/client'
import { icon, renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { getChosenServer, isServerChosen, storeChosenServer, parseServerUrl, testServer } from './server-choice.ts'
import { ServerChangeEvent, ToastEvent } from '../shell/studio-events.ts'
import { page } from '../shell/element.ts'
import { getPageServerUrl, toPath } from '../shell/base-path.ts'

/** The panel for selecting a server that stores and runs workflows. The selection takes effect without a reload. */
export class ServerPanel extends page({
  /** Whether only what connects or disconnects a server is rendered: in the dialog, and on pages that need a server. */
  isCompact: false,
  isBusy: false,
  problem: undefined as Problem | undefined,
}) {
  static override styles = [
    ...panelStyles,
    css`
      form {
        grid-template-columns: repeat(auto-fit, minmax(160px, 1fr));
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      .switch {
        display: flex;
        gap: 8px;
        align-items: center;
      }

      a {
        color: var(--_accent);
      }
    `,
  ]

  #testedAddress: string | undefined

  protected override willUpdate(): void {
    const address = this.workspace?.server?.api.address
    if (address !== undefined && address !== this.#testedAddress) void this.#testAddress(address)
  }

  protected override render(): TemplateResult {
    const { server, account } = this.workspace ?? {}
    const { server: strings, account: accountStrings, editor } = getStrings()
    const problem = this.problem && renderProblem(this.problem, editor.renderText)
    return html`
      ${this.isCompact ? nothing : html`<h2>${strings.title}</h2>`}
      ${
        account
          ? html`<p class="status">
              ${icon('server')}<span
                >${accountStrings.connected(account.workspace?.name ?? '')} ${strings.alsoInBrowser}</span
              >
            </p>`
          : server
            ? this.#renderConnected(server.api.address)
            : this.#renderDisconnected()
      }
      ${
        problem
          ? html`<p class="status bad" role="alert">
              ${icon('circle-x')}<span>${problem.message} ${problem.hint ?? ''}</span>
            </p>`
          : nothing
      }
      ${
        this.isCompact
          ? nothing
          : html`<p class="muted small">
              ${strings.api}
              <a href=${toPath('/docs')} target="_blank" rel="noreferrer">${strings.readApi}</a>.
            </p>`
      }
    `
  }

  #renderDisconnected(): TemplateResult {
    const strings = getStrings().server
    const pageServer = this.workspace?.pageServer
    if (this.isCompact && pageServer !== undefined) {
      return html`<button
        class="primary"
        data-testid="server-connect"
        ?disabled=${this.isBusy}
        @click=${() => void this.#testAndConnect({ address: pageServer })}
      >
        ${icon('server')} ${this.isBusy ? strings.connecting : strings.useThis}
      </button>`
    }
    return html`
      ${this.isCompact ? nothing : html`<p>${strings.notConnected}</p>`}
      ${pageServer === undefined ? nothing : this.#renderSwitch(pageServer)}
      <form @submit=${this.#connect}>
        <label
          >${strings.url}<input
            name="address"
            autocomplete="off"
            .placeholder=${getPageServerUrl()}
            data-testid="server-address"
        /></label>
        <label
          >${strings.token}<input name="token" type="password" autocomplete="off" data-testid="server-token"
        /></label>
        <button class=${this.isCompact ? 'primary' : nothing} data-testid="server-connect" ?disabled=${this.isBusy}>
          ${icon('server')} ${this.isBusy ? strings.connecting : strings.use}
        </button>
      </form>
    `
  }

  #renderConnected(address: string): TemplateResult {
    const strings = getStrings().server
    const state = this.isBusy ? 'connecting' : this.problem ? 'failed' : 'ready'
    return html`
      <p class="status" data-testid="server-state" role="status">
        ${icon('server')}
        <span>
          ${strings.connected[state]}
          <strong>${address}</strong>. ${strings.alsoInBrowser}
        </span>
      </p>
      <div class="choices">
        <button ?disabled=${this.isBusy || this.problem !== undefined} @click=${() => void this.#uploadAll()}>
          ${icon('upload')} ${strings.uploadAll}
        </button>
        ${
          address === this.workspace?.pageServer
            ? this.#renderSwitch(address)
            : html`<button
                data-testid="server-leave"
                ?disabled=${this.isBusy}
                @click=${() => this.#switchServer(undefined)}
              >
                ${icon('hard-drive')} ${strings.disconnect}
              </button>`
        }
      </div>
    `
  }

  /** Renders the switch between the server of this page and working without it. */
  #renderSwitch(address: string): TemplateResult {
    // While the workspace opens, the switch shows what was chosen.
    const isLeft = isServerChosen() ? getChosenServer() === undefined : !this.workspace?.server
    return html`<label class="switch">
      <input
        type="checkbox"
        role="switch"
        data-testid="server-leave"
        .checked=${live(isLeft)}
        ?disabled=${this.isBusy}
        @change=${({ target }: Event) =>
          (target as HTMLInputElement).checked ? this.#switchServer(undefined) : void this.#testAndConnect({ address })}
      />
      ${getStrings().server.withoutServer}
    </label>`
  }

  #connect = (event: SubmitEvent): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const input = String(data.get('address') ?? '')
    const token = String(data.get('token') ?? '').trim()
    const address = parseServerUrl(input, getPageServerUrl())
    if (address === undefined) {
      const strings = getStrings().server
      this.problem = createStudioProblem('server.address', strings.invalidUrl(input), { hint: strings.invalidUrlHint })
      return
    }
    void this.#testAndConnect({ address, ...(token === '' ? {} : { token }) })
  }

  async #testAndConnect(server: { address: string; token?: string }): Promise<void> {
    this.isBusy = true
    this.problem = await testServer(connectServer(server, createMemoryStorage()))
    this.isBusy = false
    if (!this.problem) this.#switchServer(server)
  }

  #switchServer(server: { address: string; token?: string } | undefined): void {
    const strings = getStrings().server
    if (this.workspace?.isRunning) {
      this.problem = createStudioProblem('server.run-in-progress', strings.runInProgress, {
        hint: strings.runInProgressHint,
      })
      return
    }
    this.problem = undefined
    if (!storeChosenServer(server)) {
      this.problem = createStudioProblem('server.not-stored', strings.notStored, { hint: strings.notStoredHint })
      return
    }
    this.#testedAddress = server?.address
    this.dispatchEvent(new ServerChangeEvent())
    this.dispatchEvent(new ToastEvent(server ? strings.connectedTo(server.address) : strings.disconnected))
  }

  /** Tests whether the previously selected server is reachable and still accepts the token. */
  async #testAddress(address: string): Promise<void> {
    this.#testedAddress = address
    const { server } = this.workspace ?? {}
    this.problem = server && (await testServer(server))
  }

  async #uploadAll(): Promise<void> {
    const strings = getStrings().server
    this.isBusy = true
    try {
      const count = (await this.workspace?.uploadAll()) ?? 0
      this.dispatchEvent(new ToastEvent(count === 0 ? strings.alreadyUploaded : strings.uploaded(count)))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.problem = createStudioProblem('server.upload-failed', strings.notUploaded(reason), {
        hint: strings.notUploadedHint,
      })
    } finally {
      this.isBusy = false
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-server': ServerPanel
  }
}

customElements.define('studio-server', ServerPanel)
