import { connectServer, createMemoryStorage } from '@aw-flow/client'
import { controls, icon, tokens } from '@aw-flow/editor'
import { error, type Problem } from '@aw-flow/schema'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { chooseServer, serverAddress, trialOf } from './server-choice.ts'
import { ServerEvent, ToastEvent } from './studio-events.ts'
import { WorkspaceController } from './workspace-controller.ts'
import type { Workspace } from './workspace.ts'

/** Which server keeps and runs workflows beside this browser: tried at once, and taken without a reload. */
export class ServerPanel extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        font-size: 14px;
      }

      h2,
      p {
        margin: 0;
      }

      h2 {
        font-size: 14px;
      }

      p {
        line-height: 1.5;
      }

      p.told {
        display: flex;
        gap: 8px;
      }

      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(160px, 1fr));
        align-items: end;
        gap: 12px;
      }

      label {
        display: grid;
        gap: 4px;
        font-size: 13px;
        font-weight: 500;
      }

      label input {
        font-weight: 400;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      a {
        color: var(--_accent);
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  }

  declare workspace: Workspace | undefined
  declare busy: boolean
  declare problem: Problem | undefined
  #tried: string | undefined

  constructor() {
    super()
    this.busy = false
    this.addController(new WorkspaceController(this))
  }

  protected override willUpdate(): void {
    const address = this.workspace?.server?.api.address
    if (address !== undefined && address !== this.#tried) void this.#tryNow(address)
  }

  protected override render(): TemplateResult {
    const server = this.workspace?.server
    return html`
      <h2>Server</h2>
      ${server ? this.#renderConnected(server.api.address) : this.#renderAlone()}
      ${
        this.problem
          ? html`<p class="told bad" role="alert">
              ${icon('circle-x')}<span>${this.problem.message} ${this.problem.hint ?? ''}</span>
            </p>`
          : nothing
      }
      <p class="muted small">
        The server that this page came from has an API for programs, too:
        <a href="/docs" target="_blank" rel="noreferrer">read its documentation</a>.
      </p>
    `
  }

  #renderAlone(): TemplateResult {
    return html`
      <p>
        Runs, data and workflows stay in this browser. With a server, workflows that you edit or run, their data and
        their runs are there, too.
      </p>
      <form @submit=${this.#connect}>
        <label
          >Address<input name="address" autocomplete="off" .placeholder=${location.origin} data-testid="server-address"
        /></label>
        <label
          >Token, where it asks for one<input
            name="token"
            type="password"
            autocomplete="off"
            data-testid="server-token"
        /></label>
        <button data-testid="server-connect" ?disabled=${this.busy}>
          ${icon('server')} ${this.busy ? 'Asking it…' : 'Use this server'}
        </button>
      </form>
    `
  }

  #renderConnected(address: string): TemplateResult {
    return html`
      <p class="told" data-testid="server-state" role="status">
        ${icon('server')}
        <span>
          ${this.busy ? 'Asking' : this.problem ? 'Kept in this browser, not sent to' : 'Workflows are saved and run on'}
          <strong>${address}</strong>. All of it stays in this browser as well; what is only here says so in the lists.
        </span>
      </p>
      <div class="choices">
        <button ?disabled=${this.busy || this.problem !== undefined} @click=${() => void this.#sendAll()}>
          ${icon('upload')} Send what is only here
        </button>
        <button data-testid="server-leave" ?disabled=${this.busy} @click=${() => this.#take(undefined)}>
          ${icon('hard-drive')} Use this browser alone
        </button>
      </div>
    `
  }

  #connect = (event: SubmitEvent): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const written = String(data.get('address') ?? '')
    const token = String(data.get('token') ?? '').trim()
    const address = serverAddress(written, location.href)
    if (address === undefined) {
      const hint = 'Write it as https://aw.example.com, or leave it empty for the server of this page.'
      this.problem = error('server.address', `“${written}” is no address.`, { hint })
      return
    }
    void this.#tryAndTake({ address, ...(token === '' ? {} : { token }) })
  }

  async #tryAndTake(server: { address: string; token?: string }): Promise<void> {
    this.busy = true
    this.problem = await trialOf(connectServer(server, createMemoryStorage()))
    this.busy = false
    if (!this.problem) this.#take(server)
  }

  #take(server: { address: string; token?: string } | undefined): void {
    if (this.workspace?.isRunning) {
      const hint = 'Wait until it has ended, or cancel it; then choose again.'
      this.problem = error('server.run-goes-on', 'A run goes on in this page.', { hint })
      return
    }
    this.problem = undefined
    if (!chooseServer(server)) {
      const hint = 'Leave the private window, or allow this site to store data.'
      this.problem = error('server.not-remembered', 'The browser does not let the choice be kept.', { hint })
      return
    }
    this.#tried = server?.address
    this.dispatchEvent(new ServerEvent())
    const text = server
      ? `Workflows are saved and run on ${server.address} now.`
      : 'Everything stays in this browser now.'
    this.dispatchEvent(new ToastEvent(text))
  }

  /** The server of an earlier visit: whether it is still there, and still knows us. */
  async #tryNow(address: string): Promise<void> {
    this.#tried = address
    const { server } = this.workspace ?? {}
    this.problem = server && (await trialOf(server))
  }

  async #sendAll(): Promise<void> {
    this.busy = true
    try {
      const count = (await this.workspace?.sendAll()) ?? 0
      this.dispatchEvent(new ToastEvent(count === 0 ? 'The server has all of it already.' : `Sent: ${count}.`))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      this.problem = error('server.not-sent', `Not all of it could be sent. ${why}`, { hint: 'Try it again.' })
    } finally {
      this.busy = false
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-server': ServerPanel
  }
}

customElements.define('studio-server', ServerPanel)
