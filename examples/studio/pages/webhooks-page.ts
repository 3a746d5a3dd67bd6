import { icon, renderProblem } from '@aw-flow/editor'
import type { ServerApi, ServerWebhook, ServerWebhookDelivery } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { strings } from '../language/strings.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { QueryController } from '../shell/query-controller.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import {
  defaultTokenOverlap,
  listDeliveries,
  listWebhooks,
  tokenOverlaps,
  webhookSchemes,
} from '../webhooks/server-webhooks.ts'
import { toWebhookAccess, toWebhookUrl, type WebhookAccess } from '../webhooks/webhook-form.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { webhooksPageStyles } from './webhooks-page.styles.ts'

/** Time between two updates of the list, in ms. */
const refreshMs = 5_000

/** The webhooks on the server: a list with switches, URLs, access and received requests. */
export class WebhooksPage extends LitElement {
  static override styles = webhooksPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    open: { state: true },
    workflow: { state: true },
    webhooks: { state: true },
    deliveries: { state: true },
    createdToken: { state: true },
    scheme: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Query of the URL. */
  declare query: string | undefined
  /** Id of the webhook whose details are open. */
  declare open: string
  /** Id of the workflow whose webhooks are listed; empty for all. */
  declare workflow: string
  /** `undefined` while they are loading. */
  declare webhooks: readonly ServerWebhook[] | undefined
  /** The latest requests of the open webhook. */
  declare deliveries: readonly ServerWebhookDelivery[]
  /** The most recently created token, which the server does not return again. */
  declare createdToken: { webhook: string; token: string } | undefined
  /** The selected authentication in the form of the open webhook, if it has been changed. */
  declare scheme: ServerWebhook['scheme'] | undefined

  #timer: ReturnType<typeof setTimeout> | undefined
  /** Number of sent changes. Lists that were requested before the latest change are outdated and ignored. */
  #changeCount = 0

  constructor() {
    super()
    this.open = ''
    this.workflow = ''
    this.deliveries = []
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { open: 'any', workflow: 'any' }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.createdToken = undefined
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('open')) return
    this.deliveries = []
    this.scheme = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace') || changed.has('open')) void this.#refresh()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings().webhooks.title}</h1>
          ${
            this.#api
              ? html`<a class="button" href="/events">${icon('zap')} ${strings().events.title}</a>
                  <a class="button" href="/agents">${icon('bot')} ${strings().agents.title}</a>`
              : nothing
          }
        </header>
        ${this.#renderContent()}
      </main>
    `
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { webhooks: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (!this.webhooks) return nothing
    if (this.webhooks.length === 0) {
      return html`<div class="panel empty">
        ${drawEmptyState('runs')}
        <p>${t.empty}</p>
        <a class="button primary" href="/workflows">${t.openWorkflows}</a>
      </div>`
    }
    const webhooks = this.webhooks.filter(({ workflow_id: id }) => this.workflow === '' || id === this.workflow)
    return html`<p class="muted">${t.description}</p>
      ${this.workflow === '' ? nothing : html`<p><a href="/webhooks">${t.showAll}</a></p>`}
      <section class="panel">
        <ul>
          ${repeat(
            webhooks,
            ({ id }) => id,
            (webhook) => this.#renderWebhook(webhook),
          )}
        </ul>
      </section>`
  }

  #renderWebhook(webhook: ServerWebhook): TemplateResult {
    const { id, name, enabled, workflow_id: workflow, workflow_name: workflowName, scheme, address } = webhook
    const { webhooks: t } = strings()
    const isOpen = this.open === id
    return html`<li data-testid="webhook-item">
      <div class="row">
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-label=${t.turnOn(name, workflowName)}
            .checked=${live(enabled)}
            ?disabled=${!this.workspace?.canEdit}
            @change=${(event: Event) => void this.#setEnabled(webhook, event.target as HTMLInputElement)}
          />
          <span>${enabled ? t.on : t.off}</span>
        </label>
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <a class="ellipsis muted small" href=${getWorkflowPath(workflow)}>${workflowName}</a>
        </span>
        <span class="item-text small">
          ${
            address === null
              ? html`<span class="ellipsis muted">${webhook.has_token ? t.secretAddress : t.noAddress}</span>`
              : html`<code class="ellipsis">${address}</code>`
          }
        </span>
        <span class="small ${enabled && scheme === 'none' ? 'warn' : ''}">${t.scheme}: ${t.schemes[scheme]}</span>
        <button
          class="quiet icon"
          aria-expanded=${isOpen}
          title=${t.details}
          @click=${() => (this.open = isOpen ? '' : id)}
        >
          ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden">${t.detailsLabel(name)}</span>
        </button>
      </div>
      ${isOpen ? this.#renderDetails(webhook) : nothing}
    </li>`
  }

  #renderDetails(webhook: ServerWebhook): TemplateResult {
    const { webhooks: t } = strings()
    return html`<div class="details">
      <section>
        <h2>${t.address}</h2>
        ${this.#renderAddresses(webhook)} ${webhook.has_token ? this.#renderRotation(webhook) : nothing}
      </section>
      <section class="edits">
        <h2>${t.access}</h2>
        ${this.#renderAccess(webhook)}
      </section>
      <section>
        <h2>${t.deliveries}</h2>
        ${this.deliveries.length === 0 ? html`<p class="muted small">${t.noDeliveries}</p>` : nothing}
        <ol>
          ${this.deliveries.map((delivery) => this.#renderDelivery(delivery))}
        </ol>
      </section>
    </div>`
  }

  #renderAddresses({ id, address, has_token: hasToken, previous_token_until: until }: ServerWebhook): TemplateResult {
    const { webhooks: t, formats } = strings()
    const token = this.createdToken?.webhook === id ? this.createdToken.token : undefined
    return html`${address === null ? nothing : this.#renderUrl(address)}
    ${
      token === undefined
        ? html`<p class="muted small">${hasToken ? t.hiddenAddress : t.offHint}</p>`
        : html`${this.#renderUrl(`/hooks/${token}`)}
            <p class="warn small" role="status">${t.newAddress}</p>`
    }
    ${
      until !== null && Date.parse(until) > Date.now()
        ? html`<p class="muted small">${t.formerToken(formats.dateTime(Date.parse(until)))}</p>`
        : nothing
    }`
  }

  #renderUrl(address: string): TemplateResult {
    const { webhooks: t } = strings()
    const url = toWebhookUrl(this.#api?.address ?? '', address)
    return html`<p class="url">
      <code data-testid="webhook-url">${url}</code>
      <button class="quiet icon" title=${t.copy} @click=${() => void this.#copy(url)}>
        ${icon('copy')}<span class="visually-hidden">${t.copy}</span>
      </button>
    </p>`
  }

  #renderRotation(webhook: ServerWebhook): TemplateResult {
    const { webhooks: t } = strings()
    return html`<form class="edits" @submit=${(event: SubmitEvent) => void this.#rotate(event, webhook)}>
      <label
        >${t.keepFormer}
        <select name="keep">
          ${tokenOverlaps.map(
            (seconds) =>
              html`<option value=${seconds} ?selected=${seconds === defaultTokenOverlap}>
                ${t.overlap(seconds)}
              </option>`,
          )}
        </select>
      </label>
      <button>${icon('refresh-cw')} ${t.rotate}</button>
    </form>`
  }

  #renderAccess(webhook: ServerWebhook): TemplateResult {
    const { webhooks: t } = strings()
    const scheme = this.scheme ?? webhook.scheme
    return html`<form @submit=${(event: SubmitEvent) => void this.#saveAccess(event, webhook)}>
      <label
        >${t.scheme}
        <select
          name="scheme"
          @change=${({ target }: Event) =>
            (this.scheme = (target as HTMLSelectElement).value as ServerWebhook['scheme'])}
        >
          ${webhookSchemes.map(
            (value) => html`<option value=${value} .selected=${live(value === scheme)}>${t.schemes[value]}</option>`,
          )}
        </select></label
      >
      ${
        scheme === 'none'
          ? html`<p class="warn small">${t.open}</p>`
          : html`<label
              >${t.secret}
              <input
                type="password"
                name="secret"
                minlength="8"
                maxlength="500"
                autocomplete="new-password"
                placeholder=${webhook.has_secret ? t.storedSecret : nothing}
                ?required=${!webhook.has_secret}
            /></label>`
      }
      ${
        scheme === 'hmac'
          ? html`<label
              >${t.signatureHeader}
              <input
                name="signatureHeader"
                required
                maxlength="100"
                autocomplete="off"
                spellcheck="false"
                .defaultValue=${webhook.signature_header}
            /></label>`
          : nothing
      }
      <label
        >${t.path}
        <input name="path" maxlength="100" autocomplete="off" spellcheck="false" .defaultValue=${webhook.path ?? ''}
      /></label>
      <label
        >${t.allowedAddresses}
        <input
          name="allowedAddresses"
          autocomplete="off"
          spellcheck="false"
          placeholder="192.0.2.0/24, 198.51.100.7"
          .defaultValue=${webhook.allowed_addresses.join(', ')}
      /></label>
      <label
        >${t.requestsPerMinute}
        <input
          type="number"
          name="requestsPerMinute"
          min="1"
          max="60000"
          required
          .defaultValue=${String(webhook.requests_per_minute)}
      /></label>
      <button>${t.save}</button>
    </form>`
  }

  #renderDelivery({ received_at: received, method, bytes, status, run_id: run, problem }: ServerWebhookDelivery) {
    const { webhooks: t, formats, editor } = strings()
    const text = problem ? renderProblem(problem as unknown as Problem, editor.renderText) : undefined
    const time = formats.dateTime(Date.parse(received))
    return html`<li>
      ${run === null ? time : html`<a href=${getRunPath(run)}>${time}</a>`}
      <span class="muted small status">${method} · ${formats.bytes(bytes)} · ${status}</span>
      <div class="small ${text ? 'bad' : 'muted'}">${text ? `${text.message} ${text.hint ?? ''}` : t.started}</div>
    </li>`
  }

  async #setEnabled(webhook: ServerWebhook, { checked: enabled }: HTMLInputElement): Promise<void> {
    this.#replace({ ...webhook, enabled })
    if (!(await this.#change(webhook, { enabled }))) this.#replace(webhook)
  }

  async #saveAccess(event: SubmitEvent, webhook: ServerWebhook): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    if (!(await this.#change(webhook, toWebhookAccess(new FormData(form))))) return
    this.scheme = undefined
    form.reset()
    this.dispatchEvent(new ToastEvent(strings().webhooks.saved(webhook.name)))
  }

  async #rotate(event: SubmitEvent, { id }: ServerWebhook): Promise<void> {
    event.preventDefault()
    const body = {
      keep_seconds: Number(new FormData(event.target as HTMLFormElement).get('keep')),
    }
    this.#changeCount++
    const changed = await this.#attempt(
      async (api) =>
        (
          await api.call('POST /api/v1/webhooks/{id}/rotate-token', {
            path: { id },
            body,
          })
        ).value,
    )
    if (changed) this.#replace(changed)
  }

  async #copy(url: string): Promise<void> {
    const { webhooks: t } = strings()
    const isCopied = await navigator.clipboard.writeText(url).then(
      () => true,
      () => false,
    )
    this.dispatchEvent(new ToastEvent(isCopied ? t.copied : t.copyFailed))
  }

  /** Returns whether the server accepted the change. */
  async #change({ id }: ServerWebhook, body: Partial<WebhookAccess> & { enabled?: boolean }): Promise<boolean> {
    this.#changeCount++
    const changed = await this.#attempt(
      async (api) => (await api.call('PATCH /api/v1/webhooks/{id}', { path: { id }, body })).value,
    )
    if (changed) this.#replace(changed)
    return changed !== undefined
  }

  /** Shows a changed webhook, and opens it if it has a new token. */
  #replace(changed: ServerWebhook): void {
    const { id, token } = changed
    if (token !== null) {
      this.createdToken = { webhook: id, token }
      this.open = id
    }
    this.webhooks = this.webhooks?.map((webhook) => (webhook.id === id ? { ...changed, token: null } : webhook))
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const { open } = this
    const changeCount = this.#changeCount
    const loaded = await this.#attempt(async (api) => ({
      webhooks: await listWebhooks(api),
      deliveries: open === '' ? [] : await listDeliveries(api, open).catch(() => []),
    }))
    if (open !== this.open || !this.isConnected) return
    if (loaded && changeCount === this.#changeCount) {
      this.webhooks = loaded.webhooks
      this.deliveries = loaded.deliveries
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), refreshMs)
  }

  /** Sends a request and reports its problem. */
  async #attempt<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    const api = this.#api
    if (!api) return undefined
    try {
      const value = await send(api)
      this.workspace?.clearProblem('webhook')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'webhook')
      return undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-webhooks': WebhooksPage
  }
}

customElements.define('studio-webhooks', WebhooksPage)
