import { connectServer, createMemoryStorage } from '@aw-flow/client'
import { icon, renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { chooseServer, serverAddress, trialOf } from './server-choice.ts'
import { ServerEvent, ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'

/** Which server keeps and runs workflows beside this browser: tried at once, and taken without a reload. */
export class ServerPanel extends LitElement {
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
    const { server: words, editor } = say()
    const problem = this.problem && renderProblem(this.problem, editor.renderText)
    return html`
      <h2>${words.title}</h2>
      ${server ? this.#renderConnected(server.api.address) : this.#renderAlone()}
      ${
        problem
          ? html`<p class="told bad" role="alert">
              ${icon('circle-x')}<span>${problem.message} ${problem.hint ?? ''}</span>
            </p>`
          : nothing
      }
      <p class="muted small">
        ${words.api}
        <a href="/docs" target="_blank" rel="noreferrer">${words.readApi}</a>.
      </p>
    `
  }

  #renderAlone(): TemplateResult {
    const words = say().server
    return html`
      <p>${words.alone}</p>
      <form @submit=${this.#connect}>
        <label
          >${words.address}<input
            name="address"
            autocomplete="off"
            .placeholder=${location.origin}
            data-testid="server-address"
        /></label>
        <label
          >${words.token}<input name="token" type="password" autocomplete="off" data-testid="server-token"
        /></label>
        <button data-testid="server-connect" ?disabled=${this.busy}>
          ${icon('server')} ${this.busy ? words.asking : words.use}
        </button>
      </form>
    `
  }

  #renderConnected(address: string): TemplateResult {
    const words = say().server
    const state = this.busy ? 'asking' : this.problem ? 'failed' : 'ready'
    return html`
      <p class="told" data-testid="server-state" role="status">
        ${icon('server')}
        <span>
          ${words.connected[state]}
          <strong>${address}</strong>. ${words.both}
        </span>
      </p>
      <div class="choices">
        <button ?disabled=${this.busy || this.problem !== undefined} @click=${() => void this.#sendAll()}>
          ${icon('upload')} ${words.sendAll}
        </button>
        <button data-testid="server-leave" ?disabled=${this.busy} @click=${() => this.#take(undefined)}>
          ${icon('hard-drive')} ${words.leave}
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
      const words = say().server
      this.problem = studioProblem('server.address', words.noAddress(written), { hint: words.noAddressHint })
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
    const words = say().server
    if (this.workspace?.isRunning) {
      this.problem = studioProblem('server.run-goes-on', words.runGoesOn, { hint: words.runGoesOnHint })
      return
    }
    this.problem = undefined
    if (!chooseServer(server)) {
      this.problem = studioProblem('server.not-remembered', words.notKept, { hint: words.notKeptHint })
      return
    }
    this.#tried = server?.address
    this.dispatchEvent(new ServerEvent())
    this.dispatchEvent(new ToastEvent(server ? words.taken(server.address) : words.left))
  }

  /** The server of an earlier visit: whether it is still there, and still knows us. */
  async #tryNow(address: string): Promise<void> {
    this.#tried = address
    const { server } = this.workspace ?? {}
    this.problem = server && (await trialOf(server))
  }

  async #sendAll(): Promise<void> {
    const words = say().server
    this.busy = true
    try {
      const count = (await this.workspace?.sendAll()) ?? 0
      this.dispatchEvent(new ToastEvent(count === 0 ? words.hasAll : words.sent(count)))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      this.problem = studioProblem('server.not-sent', words.notSent(why), { hint: words.notSentHint })
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
