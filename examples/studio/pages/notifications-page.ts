import type { ServerApi } from '@aw-flow/client'
import { icon, renderProblem } from '@aw-flow/editor'
import { ProblemError } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { getTextLanguage } from '../language/chosen-language.ts'
import { strings } from '../language/strings.ts'
import {
  canShowNotifications,
  isPermissionOpen,
  requestNotificationPermission,
} from '../notifications/browser-notifications.ts'
import { readPushState, subscribeToPush, type PushState } from '../notifications/push-subscription.ts'
import {
  endpointEvents,
  endpointFormats,
  listEndpointDeliveries,
  listEndpoints,
  listNotifications,
  listRules,
  notificationChannels,
  notificationEvents,
  parseEventNames,
  type Endpoint,
  type EndpointEvent,
  type EndpointFormat,
  type NotificationChannel,
  type NotificationEvent,
  type NotificationRule,
  type OutgoingDelivery,
  type RunNotification,
} from '../notifications/server-notifications.ts'
import { renderEndpointDetails } from '../notifications/endpoint-details.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { getRunPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { notificationsPageStyles } from './notifications-page.styles.ts'

/** Time between two updates of the lists, in ms. */
const refreshMs = 5_000

/** The user's notification rules, their latest notifications, and the URLs that the server calls. */
export class NotificationsPage extends LitElement {
  static override styles = notificationsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    rules: { state: true },
    latest: { state: true },
    endpoints: { state: true },
    workflows: { state: true },
    channel: { state: true },
    incompleteForm: { state: true },
    createdEndpoint: { state: true },
    openEndpoint: { state: true },
    deliveries: { state: true },
    pushState: { state: true },
  }

  declare workspace: Workspace | undefined
  /** `undefined` while they are loading. */
  declare rules: readonly NotificationRule[] | undefined
  declare latest: readonly RunNotification[]
  declare endpoints: readonly Endpoint[]
  declare workflows: readonly { id: string; name: string }[]
  /** The selected channel of the new rule. */
  declare channel: NotificationChannel
  /** Whether this browser receives notifications when no page of the studio is open. */
  declare pushState: PushState
  /** The form that was submitted without an event. */
  declare incompleteForm: 'rule' | 'endpoint' | undefined
  /** The last added URL and its signing secret, which the server does not return again. */
  declare createdEndpoint: { name: string; secret: string } | undefined
  /** Id of the URL whose details are open. */
  declare openEndpoint: string
  /** The latest deliveries of the open URL. */
  declare deliveries: readonly OutgoingDelivery[]

  #timer: ReturnType<typeof setTimeout> | undefined
  /** Number of sent changes. Lists that were requested before the latest change are outdated and ignored. */
  #changeCount = 0

  constructor() {
    super()
    this.latest = []
    this.endpoints = []
    this.openEndpoint = ''
    this.deliveries = []
    this.workflows = []
    this.channel = 'browser'
    this.pushState = 'unsupported'
    this.addController(new WorkspaceController(this))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.createdEndpoint = undefined
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('openEndpoint')) this.deliveries = []
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('openEndpoint') && !changed.has('workspace')) void this.#refresh()
    if (!changed.has('workspace')) return
    void this.#refresh()
    void this.#loadWorkflows()
    void readPushState().then((state) => (this.pushState = state))
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">${strings().runNotifications.title}</h1></header>
        ${this.#renderContent()}
      </main>
    `
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { runNotifications: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (!this.rules) return nothing
    const hasBrowserRule = this.rules.some(({ channel, enabled }) => enabled && channel === 'browser')
    return html`<section class="panel">
        <header><h2>${t.rules}</h2></header>
        ${hasBrowserRule ? this.#renderBrowserState() : nothing}
        ${
          this.rules.length === 0
            ? html`<p class="muted small">${t.noRules}</p>`
            : html`<ul>
                ${repeat(
                  this.rules,
                  ({ id }) => id,
                  (rule) => this.#renderRule(rule),
                )}
              </ul>`
        }
        ${this.#renderRuleForm()}
      </section>
      <section class="panel">
        <header><h2>${t.latest}</h2></header>
        ${
          this.latest.length === 0
            ? html`<p class="muted small">${t.noLatest}</p>`
            : html`<ul>
                ${this.latest.map((notification) => this.#renderNotification(notification))}
              </ul>`
        }
      </section>
      ${this.#renderEndpoints()}`
  }

  /** Renders why this browser does not show all notifications, if so. */
  #renderBrowserState(): TemplateResult | typeof nothing {
    const { runNotifications: t } = strings()
    if (this.pushState === 'on') return nothing
    const isAllowed = canShowNotifications()
    const canTurnOn = isAllowed ? this.pushState === 'off' : isPermissionOpen()
    return html`<p class="${isAllowed ? 'muted' : 'warn'} small" role="status">
      ${isAllowed ? t.pushOff : t.browserBlocked}
      ${
        canTurnOn
          ? html`<button class="quiet" @click=${() => void this.#turnOnPush()}>${icon('bell')} ${t.turnOnPush}</button>`
          : nothing
      }
    </p>`
  }

  async #turnOnPush(): Promise<void> {
    if (await requestNotificationPermission()) await this.#subscribeToPush()
    this.requestUpdate()
  }

  #getWorkflowName(id: string | null): string {
    const { runNotifications: t } = strings()
    if (id === null) return t.allWorkflows
    return this.workflows.find((workflow) => workflow.id === id)?.name ?? t.deletedWorkflow
  }

  #renderRule(rule: NotificationRule): TemplateResult {
    const { runNotifications: t } = strings()
    const { id, enabled, channel, email, events, workflow_id: workflow } = rule
    const name = events.map((event) => t.events[event]).join(', ')
    const address = email ?? this.workspace?.account?.user?.email
    const target = channel === 'mail' && address ? t.mailTo(address) : t.channels[channel]
    return html`<li data-testid="rule-item">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-label=${t.turnOn(name)}
          .checked=${live(enabled)}
          @change=${({ target: box }: Event) =>
            void this.#update((api) =>
              api.call('PATCH /api/v1/notification-rules/{id}', {
                path: { id },
                body: { enabled: (box as HTMLInputElement).checked },
              }),
            )}
        />
        <span>${enabled ? t.on : t.off}</span>
      </label>
      <span class="item-text">
        <span class="ellipsis name">${name}</span>
        <span class="ellipsis muted small">${this.#getWorkflowName(workflow)} · ${target}</span>
      </span>
      <button
        class="quiet icon"
        title=${t.remove}
        @click=${() => void this.#update((api) => api.call('DELETE /api/v1/notification-rules/{id}', { path: { id } }))}
      >
        ${icon('trash')}<span class="visually-hidden">${t.removeLabel(name)}</span>
      </button>
    </li>`
  }

  #renderRuleForm(): TemplateResult {
    const { runNotifications: t } = strings()
    const email = this.workspace?.account?.user?.email
    return html`<form @submit=${(event: SubmitEvent) => void this.#addRule(event)}>
      <h3>${t.newRule}</h3>
      ${this.#renderWorkflowSelect()}
      <label
        >${t.channel}
        <select
          name="channel"
          @change=${({ target }: Event) => (this.channel = (target as HTMLSelectElement).value as NotificationChannel)}
        >
          ${notificationChannels.map((value) => html`<option value=${value}>${t.channels[value]}</option>`)}
        </select></label
      >
      ${
        this.channel === 'mail' && email === undefined
          ? html`<label
              >${t.email} <input type="email" name="email" required maxlength="320" autocomplete="email"
            /></label>`
          : nothing
      }
      ${this.#renderEvents(notificationEvents, t.events, 'rule')}
      <p class="muted small">
        ${this.channel === 'browser' ? (this.pushState === 'on' ? t.pushHint : t.browserHint) : email === undefined ? nothing : t.ownEmail(email)}
      </p>
      <button class="primary">${t.add}</button>
    </form>`
  }

  #renderWorkflowSelect(): TemplateResult {
    const { runNotifications: t } = strings()
    return html`<label
      >${t.workflow}
      <select name="workflow">
        <option value="">${t.allWorkflows}</option>
        ${this.workflows.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
      </select></label
    >`
  }

  #renderEvents<Event extends string>(
    events: readonly Event[],
    labels: Readonly<Record<Event, string>>,
    form: 'rule' | 'endpoint',
  ): TemplateResult {
    const { runNotifications: t } = strings()
    return html`<fieldset>
      <legend>${t.reasons}</legend>
      ${events.map(
        (event) =>
          html`<label
            ><input type="checkbox" name="events" value=${event} ?checked=${event === 'run.failed'} />
            ${labels[event]}</label
          >`,
      )}
      ${this.incompleteForm === form ? html`<p class="bad small" role="alert">${t.noReason}</p>` : nothing}
    </fieldset>`
  }

  #renderNotification(notification: RunNotification): TemplateResult {
    const { runNotifications: t, common, editor } = strings()
    const {
      event,
      workflow_name: workflow,
      run_id: run,
      channel,
      status,
      occurred_at: occurred,
      problem,
    } = notification
    const text = problem && renderProblem(problem, editor.renderText)
    return html`<li class="sent" data-testid="notification-item">
      <a class="item-text" href=${getRunPath(run)}>
        <span class="ellipsis name">${t.message(event, workflow ?? '')}</span>
        <span class="${text ? 'bad' : 'ellipsis muted'} small"
          >${text ? `${text.message} ${text.hint ?? ''}` : t.channels[channel]}</span
        >
      </a>
      <span class="muted small">${t.states[status]}</span>
      <span class="muted small">${common.ago(Date.parse(occurred), Date.now())}</span>
    </li>`
  }

  #renderEndpoints(): TemplateResult | typeof nothing {
    const { account } = this.workspace ?? {}
    if (account && !account.canAdminister) return nothing
    const { runNotifications: t } = strings()
    return html`<section class="panel">
      <header><h2>${t.endpoints}</h2></header>
      <p class="muted small">${t.endpointsHint}</p>
      ${
        this.endpoints.length === 0
          ? html`<p class="muted small">${t.noEndpoints}</p>`
          : html`<ul>
              ${repeat(
                this.endpoints,
                ({ id }) => id,
                (endpoint) => this.#renderEndpoint(endpoint),
              )}
            </ul>`
      }
      ${
        this.createdEndpoint
          ? html`<p class="small">
              <span class="warn" role="status">${t.secret}</span><br /><code>${this.createdEndpoint.secret}</code>
            </p>`
          : nothing
      }
      <form @submit=${(event: SubmitEvent) => void this.#addEndpoint(event)}>
        <h3>${t.newEndpoint}</h3>
        <label>${t.name} <input name="name" required maxlength="200" autocomplete="off" /></label>
        <label
          >${t.url} <input type="url" name="url" required maxlength="2000" autocomplete="off" spellcheck="false"
        /></label>
        <label
          >${t.format}
          <select name="format">
            ${endpointFormats.map((value) => html`<option value=${value}>${t.formats[value]}</option>`)}
          </select></label
        >
        <label
          >${t.eventNames}
          <input name="eventNames" autocomplete="off" spellcheck="false" placeholder=${t.eventNamesExample}
        /></label>
        ${this.#renderWorkflowSelect()} ${this.#renderEvents(endpointEvents, t.endpointEvents, 'endpoint')}
        <button>${t.addEndpoint}</button>
      </form>
    </section>`
  }

  #renderEndpoint(endpoint: Endpoint) {
    const { id, name, url, events, event_names: eventNames, enabled, workflow_id: workflow } = endpoint
    const isOpen = this.openEndpoint === id
    const { runNotifications: t } = strings()
    const names = [...events.map((event) => t.endpointEvents[event]), ...eventNames].join(', ')
    return html`<li data-testid="endpoint-item">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-label=${t.endpointOn(name)}
          .checked=${live(enabled)}
          @change=${({ target }: Event) =>
            void this.#update((api) =>
              api.call('PATCH /api/v1/webhook-endpoints/{id}', {
                path: { id },
                body: { enabled: (target as HTMLInputElement).checked },
              }),
            )}
        />
        <span>${enabled ? t.on : t.off}</span>
      </label>
      <span class="item-text">
        <span class="ellipsis name">${name} · <code>${url}</code></span>
        <span class="ellipsis muted small">${this.#getWorkflowName(workflow)} · ${names}</span>
        ${endpoint.disabled_reason === 'gone' ? html`<span class="warn small">${t.gone}</span>` : nothing}
      </span>
      <span>
        <button class="quiet" @click=${() => void this.#sendTest(id, name)}>${t.test}</button>
        <button
          class="quiet icon"
          aria-expanded=${isOpen}
          title=${t.deliveries}
          @click=${() => (this.openEndpoint = isOpen ? '' : id)}
        >
          ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden">${t.deliveriesOf(name)}</span>
        </button>
        <button
          class="quiet icon"
          title=${t.removeEndpoint}
          @click=${() =>
            void this.#update((api) => api.call('DELETE /api/v1/webhook-endpoints/{id}', { path: { id } }))}
        >
          ${icon('trash')}<span class="visually-hidden">${t.removeEndpointLabel(name)}</span>
        </button>
      </span>
      ${
        isOpen
          ? renderEndpointDetails(endpoint, this.deliveries, {
              onRotate: (event) => void this.#rotateSecret(event, endpoint),
              onRedeliver: (delivery) =>
                void this.#update((api) =>
                  api.call('POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver', {
                    path: { id, delivery },
                  }),
                ),
            })
          : nothing
      }
    </li>`
  }

  async #addRule(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    const events = data.getAll('events') as NotificationEvent[]
    this.incompleteForm = events.length === 0 ? 'rule' : undefined
    if (events.length === 0) return
    const { channel } = this
    // Browsers show the permission prompt only in response to a user action.
    if (channel === 'browser' && (await requestNotificationPermission())) await this.#subscribeToPush()
    const email = data.get('email')
    const body = {
      events,
      channel,
      workflow_id: String(data.get('workflow')) || null,
      email: typeof email === 'string' && email !== '' ? email : null,
      // With an account, emails are in the language of the account.
      language: channel === 'mail' && !this.workspace?.account ? getTextLanguage() : null,
    }
    const added = await this.#update((api) => api.call('POST /api/v1/notification-rules', { body }))
    if (!added) return
    form.reset()
    this.channel = 'browser'
    this.dispatchEvent(new ToastEvent(strings().runNotifications.added))
  }

  async #subscribeToPush(): Promise<void> {
    await this.#attempt((api) => subscribeToPush(api, getTextLanguage()))
    this.pushState = await readPushState()
  }

  async #addEndpoint(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    const events = data.getAll('events') as EndpointEvent[]
    const eventNames = parseEventNames(String(data.get('eventNames')))
    const isIncomplete = events.length + eventNames.length === 0
    this.incompleteForm = isIncomplete ? 'endpoint' : undefined
    if (isIncomplete) return
    const name = String(data.get('name'))
    const body = {
      name,
      url: String(data.get('url')),
      events,
      event_names: eventNames,
      format: String(data.get('format')) as EndpointFormat,
      workflow_id: String(data.get('workflow')) || null,
    }
    const added = await this.#update((api) => api.call('POST /api/v1/webhook-endpoints', { body }))
    if (!added) return
    form.reset()
    if (added.value.secret !== null) this.createdEndpoint = { name, secret: added.value.secret }
  }

  async #rotateSecret(event: SubmitEvent, { id, name }: Endpoint): Promise<void> {
    event.preventDefault()
    const body = { keep_seconds: Number(new FormData(event.target as HTMLFormElement).get('keep')) }
    const rotated = await this.#update((api) =>
      api.call('POST /api/v1/webhook-endpoints/{id}/rotate-secret', { path: { id }, body }),
    )
    const secret = rotated?.value.secret
    if (typeof secret === 'string') this.createdEndpoint = { name, secret }
  }

  async #sendTest(id: string, name: string): Promise<void> {
    const sent = await this.#update((api) => api.call('POST /api/v1/webhook-endpoints/{id}/test', { path: { id } }))
    if (sent) this.dispatchEvent(new ToastEvent(strings().runNotifications.testSent(name)))
  }

  async #loadWorkflows(): Promise<void> {
    const workflows = await this.#attempt(listServerWorkflows)
    if (workflows) this.workflows = workflows
  }

  /** Sends a change, then reloads the lists. */
  async #update<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    this.#changeCount++
    const result = await this.#attempt(send)
    await this.#refresh()
    return result
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const { openEndpoint: open } = this
    const changeCount = this.#changeCount
    const loaded = await this.#attempt(async (api) => {
      const endpoints = await listEndpoints(api)
      const isOpen = endpoints.some(({ id }) => id === open)
      return {
        rules: await listRules(api),
        latest: await listNotifications(api),
        endpoints,
        deliveries: isOpen ? await listEndpointDeliveries(api, open) : [],
      }
    })
    if (open !== this.openEndpoint || !this.isConnected) return
    if (loaded && changeCount === this.#changeCount) {
      this.rules = loaded.rules
      this.latest = loaded.latest
      this.endpoints = loaded.endpoints
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
      this.workspace?.clearProblem('notifications')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'notifications')
      return undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-notifications': NotificationsPage
  }
}

customElements.define('studio-notifications', NotificationsPage)
