import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getUiLanguage } from '../language/chosen-language.ts'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import {
  canShowNotifications,
  canAskForPermission,
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
  type RunNotification,
} from '../notifications/server-notifications.ts'
import { renderEndpointDetails } from '../notifications/endpoint-details.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { renderForm } from '../shell/forms/form-panel.ts'
import { renderExpandButton, renderIconButton, renderListPanel, renderSwitch } from '../shell/render-list-panel.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { getRunPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { notificationsPageStyles } from './notifications-page.styles.ts'
import { page } from '../shell/element.ts'

/** Refresh interval for the lists, in ms. */
const refreshIntervalMs = 5_000

interface NotificationLists {
  rules: readonly NotificationRule[]
  notifications: readonly RunNotification[]
  endpoints: readonly Endpoint[]
}

/** The user's notification rules and most recent notifications, and the endpoints that the server calls. */
export class NotificationsPage extends page({
  /** Channel selected for the new rule. */
  channel: 'browser' as NotificationChannel,
  /** The form that was submitted without any event selected. */
  incompleteForm: undefined as 'rule' | 'endpoint' | undefined,
  /** The endpoint whose signing secret was created most recently. The server never returns the secret again. */
  createdEndpoint: undefined as { name: string; secret: string } | undefined,
  /** ID of the endpoint whose details are expanded. Empty if none. */
  openEndpoint: '',
  /** Whether this browser receives notifications while the studio is closed. */
  pushState: 'unsupported' as PushState,
}) {
  static override styles = notificationsPageStyles

  readonly #lists = new ServerDataController(this, {
    task: 'notifications',
    load: readLists,
    getPollIntervalMs: () => refreshIntervalMs,
  })
  readonly #workflows = new ServerDataController(this, { task: 'notification-workflows', load: listServerWorkflows })
  /** Most recent deliveries to the expanded endpoint. */
  readonly #deliveries = new ServerDataController(this, {
    task: 'notification-deliveries',
    args: () => {
      const { openEndpoint: open } = this
      return this.#lists.data?.endpoints.some(({ id }) => id === open) ? [open] : undefined
    },
    load: listEndpointDeliveries,
    getPollIntervalMs: () => refreshIntervalMs,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdEndpoint = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) void readPushState().then((state) => (this.pushState = state))
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#lists, getStrings().runNotifications, (lists) => this.#renderLists(lists))
  }

  #renderLists({ rules, notifications, endpoints }: NotificationLists): TemplateResult {
    const { runNotifications: strings } = getStrings()
    const hasBrowserRule = rules.some(({ channel, enabled }) => enabled && channel === 'browser')
    return html`${hasBrowserRule ? this.#renderBrowserState() : nothing}
    ${renderListPanel({
      title: strings.rules,
      emptyText: strings.noRules,
      items: rules,
      renderItem: (rule) => this.#renderRule(rule),
      footer: this.#renderRuleForm(),
    })}
    ${renderListPanel({
      title: strings.latestNotifications,
      emptyText: strings.noNotifications,
      items: notifications,
      renderItem: renderNotification,
    })}
    ${this.#renderEndpoints(endpoints)}`
  }

  /**
   * If this browser does not show notifications while the studio is closed, renders why and, if possible, a button to
   * turn them on.
   */
  #renderBrowserState(): TemplateResult | typeof nothing {
    const { runNotifications: strings } = getStrings()
    if (this.pushState === 'on') return nothing
    const isAllowed = canShowNotifications()
    const canTurnOn = isAllowed ? this.pushState === 'off' : canAskForPermission()
    return html`<p class="browser-state ${isAllowed || canTurnOn ? 'muted' : 'warn'} small" role="status">
      ${isAllowed ? strings.pushUnavailable : canTurnOn ? strings.browserOff : strings.browserBlocked}
      ${
        canTurnOn
          ? html`<button class="quiet" @click=${() => void this.#turnOnPush()}>
              ${icon('bell')} ${strings.turnOnPush}
            </button>`
          : nothing
      }
    </p>`
  }

  async #turnOnPush(): Promise<void> {
    if (await requestNotificationPermission()) await this.#subscribeToPush()
    this.requestUpdate()
  }

  #getWorkflowName(id: string | null): string {
    const { runNotifications: strings } = getStrings()
    if (id === null) return strings.allWorkflows
    return this.#workflows.data?.find((workflow) => workflow.id === id)?.name ?? strings.deletedWorkflow
  }

  #renderRule(rule: NotificationRule): TemplateResult {
    const { runNotifications: strings } = getStrings()
    const { id, enabled, channel, email, events, workflow_id: workflowId } = rule
    const name = events.map((event) => strings.events[event]).join(', ')
    const recipient = email ?? this.workspace?.account?.user?.email
    const target = channel === 'mail' && recipient ? strings.mailTo(recipient) : strings.channels[channel]
    return html`<li data-testid="rule-item">
      ${renderSwitch(strings.ruleLabel(name), enabled, (isOn) =>
        this.#lists.update((api) =>
          api.call('PATCH /api/v1/notification-rules/{id}', { path: { id }, body: { enabled: isOn } }),
        ),
      )}
      <span class="item-text">
        <span class="ellipsis name">${name}</span>
        <span class="ellipsis muted small">${this.#getWorkflowName(workflowId)} · ${target}</span>
      </span>
      ${renderIconButton(
        'trash',
        strings.remove,
        () => this.#lists.update((api) => api.call('DELETE /api/v1/notification-rules/{id}', { path: { id } })),
        strings.removeLabel(name),
      )}
    </li>`
  }

  #renderRuleForm(): TemplateResult {
    const { runNotifications: strings } = getStrings()
    const email = this.workspace?.account?.user?.email
    const needsEmail = this.channel === 'mail' && email === undefined
    return renderForm({
      title: strings.newRule,
      fields: html`${this.#renderWorkflowSelect()}
        ${renderSelectField({
          name: 'channel',
          label: strings.channel,
          value: this.channel,
          options: toOptions(notificationChannels, strings.channels),
          onChange: (channel) => (this.channel = channel),
        })}
        ${
          needsEmail
            ? renderTextField({
                name: 'email',
                label: strings.email,
                type: 'email',
                isRequired: true,
                maxLength: 320,
                autocomplete: 'email',
              })
            : nothing
        }
        ${this.#renderEventCheckboxes(notificationEvents, strings.events, 'rule')}
        <p class="muted small">
          ${this.channel === 'browser' ? (this.pushState === 'on' ? strings.pushHint : strings.browserHint) : email === undefined ? nothing : strings.ownEmail(email)}
        </p>`,
      submit: strings.add,
      onSubmit: (event) => void this.#addRule(event),
      isPrimary: true,
    })
  }

  #renderWorkflowSelect(): TemplateResult {
    const { runNotifications: strings } = getStrings()
    return renderSelectField({
      name: 'workflow',
      label: strings.workflow,
      value: '',
      options: [
        { value: '', label: strings.allWorkflows },
        ...(this.#workflows.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ],
    })
  }

  #renderEventCheckboxes<Event extends string>(
    events: readonly Event[],
    labels: Readonly<Record<Event, string>>,
    form: 'rule' | 'endpoint',
  ): TemplateResult {
    const { runNotifications: strings } = getStrings()
    return html`<fieldset>
      <legend>${strings.eventsLabel}</legend>
      ${events.map(
        (event) =>
          html`<label
            ><input type="checkbox" name="events" value=${event} ?checked=${event === 'run.failed'} />
            ${labels[event]}</label
          >`,
      )}
      ${this.incompleteForm === form ? html`<p class="bad small" role="alert">${strings.noEventSelected}</p>` : nothing}
    </fieldset>`
  }

  #renderEndpoints(endpoints: readonly Endpoint[]): TemplateResult | typeof nothing {
    const { account } = this.workspace ?? {}
    if (account && !account.canAdminister) return nothing
    const { runNotifications: strings } = getStrings()
    const createdEndpoint = this.createdEndpoint
    return renderListPanel({
      title: strings.endpoints,
      hint: strings.endpointsHint,
      emptyText: strings.noEndpoints,
      items: endpoints,
      renderItem: (endpoint) => this.#renderEndpoint(endpoint),
      footer: html`${
        createdEndpoint
          ? html`<p class="small">
              <span class="warn" role="status">${strings.secret}</span><br /><code>${createdEndpoint.secret}</code>
            </p>`
          : nothing
      }
      ${this.#renderEndpointForm()}`,
    })
  }

  #renderEndpointForm(): TemplateResult {
    const { runNotifications: strings } = getStrings()
    return renderForm({
      title: strings.newEndpoint,
      fields: html`${renderTextField({ name: 'name', label: strings.name, isRequired: true, maxLength: 200, isProse: true })}
      ${renderTextField({ name: 'url', label: strings.url, type: 'url', isRequired: true, maxLength: 2000 })}
      ${renderSelectField({
        name: 'format',
        label: strings.format,
        value: 'standard',
        options: toOptions(endpointFormats, strings.formats),
      })}
      ${renderTextField({ name: 'eventNames', label: strings.eventNames, placeholder: strings.eventNamesExample })}
      ${this.#renderWorkflowSelect()} ${this.#renderEventCheckboxes(endpointEvents, strings.endpointEvents, 'endpoint')}`,
      submit: strings.addEndpoint,
      onSubmit: (event) => void this.#addEndpoint(event),
    })
  }

  #renderEndpoint(endpoint: Endpoint) {
    const { id, name, url, events, event_names: eventNames, enabled, workflow_id: workflowId } = endpoint
    const isOpen = this.openEndpoint === id
    const { runNotifications: strings } = getStrings()
    const names = [...events.map((event) => strings.endpointEvents[event]), ...eventNames].join(', ')
    return html`<li data-testid="endpoint-item">
      ${renderSwitch(strings.endpointLabel(name), enabled, (isOn) =>
        this.#lists.update((api) =>
          api.call('PATCH /api/v1/webhook-endpoints/{id}', { path: { id }, body: { enabled: isOn } }),
        ),
      )}
      <span class="item-text">
        <span class="ellipsis name">${name} · <code>${url}</code></span>
        <span class="ellipsis muted small">${this.#getWorkflowName(workflowId)} · ${names}</span>
        ${endpoint.disabled_reason === 'gone' ? html`<span class="warn small">${strings.endpointGone}</span>` : nothing}
      </span>
      <span>
        <button class="quiet" @click=${() => void this.#sendTest(id, name)}>${strings.test}</button>
        ${renderExpandButton(strings.deliveries, strings.deliveriesLabel(name), isOpen, () => (this.openEndpoint = isOpen ? '' : id))}
        ${renderIconButton(
          'trash',
          strings.removeEndpoint,
          () => this.#lists.update((api) => api.call('DELETE /api/v1/webhook-endpoints/{id}', { path: { id } })),
          strings.removeEndpointLabel(name),
        )}
      </span>
      ${
        isOpen
          ? renderEndpointDetails(endpoint, this.#deliveries.data, {
              onRotate: (event) => void this.#rotateSecret(event, endpoint),
              onRedeliver: (deliveryId) =>
                void this.#deliveries.update((api) =>
                  api.call('POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver', {
                    path: { id, delivery: deliveryId },
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
      // With an account, emails use the account's language.
      language: channel === 'mail' && !this.workspace?.account ? getUiLanguage() : null,
    }
    const response = await this.#lists.update((api) => api.call('POST /api/v1/notification-rules', { body }))
    if (!response) return
    form.reset()
    this.channel = 'browser'
    this.dispatchEvent(new ToastEvent(getStrings().runNotifications.added))
  }

  async #subscribeToPush(): Promise<void> {
    await this.#lists.request((api) => subscribeToPush(api, getUiLanguage()))
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
    const response = await this.#lists.update((api) => api.call('POST /api/v1/webhook-endpoints', { body }))
    if (!response) return
    form.reset()
    if (response.value.secret !== null) this.createdEndpoint = { name, secret: response.value.secret }
  }

  async #rotateSecret(event: SubmitEvent, { id, name }: Endpoint): Promise<void> {
    event.preventDefault()
    const body = { keep_seconds: Number(new FormData(event.target as HTMLFormElement).get('keep')) }
    const response = await this.#lists.update((api) =>
      api.call('POST /api/v1/webhook-endpoints/{id}/rotate-secret', { path: { id }, body }),
    )
    const secret = response?.value.secret
    if (typeof secret === 'string') this.createdEndpoint = { name, secret }
  }

  async #sendTest(id: string, name: string): Promise<void> {
    const sent = await this.#lists.request((api) =>
      api.call('POST /api/v1/webhook-endpoints/{id}/test', { path: { id } }),
    )
    if (!sent) return
    this.dispatchEvent(new ToastEvent(getStrings().runNotifications.testSent(name)))
    await this.#deliveries.reload()
  }
}

async function readLists(api: ServerApi): Promise<NotificationLists> {
  const [rules, notifications, endpoints] = await Promise.all([
    listRules(api),
    listNotifications(api),
    listEndpoints(api),
  ])
  return { rules, notifications, endpoints }
}

function renderNotification(notification: RunNotification): TemplateResult {
  const { runNotifications: strings } = getStrings()
  const {
    event,
    workflow_name: workflowName,
    run_id: runId,
    channel,
    status,
    occurred_at: occurredAt,
    problem,
  } = notification
  return html`<li class="sent" data-testid="notification-item">
    <a class="item-text" href=${getRunPath(runId)}>
      <span class="ellipsis name">${strings.message(event, workflowName ?? '')}</span>
      <span class="${problem ? 'bad' : 'ellipsis muted'} small"
        >${problem ? formatProblem(problem) : strings.channels[channel]}</span
      >
    </a>
    <span class="muted small">${strings.states[status]}</span>
    <span class="muted small">${formatTimeAgo(Date.parse(occurredAt), Date.now())}</span>
  </li>`
}

customElements.define('studio-notifications', NotificationsPage)
