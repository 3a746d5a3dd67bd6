import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getUiLanguage } from '../language/chosen-language.ts'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { page } from '../shell/element.ts'
import { checkboxes, list, select, selectItem, text, toOptions, type Field } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { renderIconButton, renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { loadItems } from '../shell/server-data/route-items.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { canAskForPermission, canShowNotifications, requestNotificationPermission } from './browser-notifications.ts'
import { renderEndpointDetails } from './endpoint-details.ts'
import { readPushState, subscribeToPush, type PushState } from './push-subscription.ts'
import { renderRuleForm } from './rule-form.ts'
import {
  endpointEvents,
  endpointFormats,
  getNotificationPath,
  maxNotifications,
  type Endpoint,
  type NotificationRule,
  type RunNotification,
} from './server-notifications.ts'

const maxEndpoints = 200
const maxDeliveries = 20
const pollMs = 5_000

interface NotificationLists {
  rules: readonly NotificationRule[]
  notifications: readonly RunNotification[]
  endpoints: readonly Endpoint[]
}

/** The user's notification rules and most recent notifications, and the endpoints that the server calls. */
export class NotificationsPage extends page({
  /** The endpoint whose signing secret was created most recently. The server never returns the secret again. */
  createdEndpoint: undefined as { name: string; secret: string } | undefined,
  /** ID of the endpoint whose details are expanded. Empty if none. */
  openEndpoint: '',
  /** Whether this browser receives notifications while the studio is closed. */
  pushState: 'unsupported' as PushState,
}) {
  static override styles = serverPageStyles

  readonly #lists = new ServerDataController(this, {
    task: 'notifications',
    load: readLists,
    pollMs,
  })
  readonly #workflows = new ServerDataController(this, { task: 'notification-workflows', load: listServerWorkflows })
  /** Most recent deliveries to the expanded endpoint. */
  readonly #deliveries = new ServerDataController(this, {
    task: 'notification-deliveries',
    args: () =>
      this.#lists.data?.endpoints.some(({ id }) => id === this.openEndpoint) ? [this.openEndpoint] : undefined,
    load: loadItems('GET /api/v1/webhook-endpoints/{id}/deliveries', (id: string) => ({
      path: { id },
      query: { limit: maxDeliveries },
    })),
    pollMs,
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
    return renderServerPage(this.#lists, { ...getStrings().runNotifications, picture: 'notifications' }, (lists) =>
      this.#renderLists(lists),
    )
  }

  #renderLists({ rules, notifications, endpoints }: NotificationLists): TemplateResult {
    const { runNotifications: strings } = getStrings()
    const hasBrowserRule = rules.some(({ channel, enabled }) => enabled && channel === 'browser')
    return html`${hasBrowserRule ? this.#renderBrowserState() : nothing}
    ${renderListPanel({
      title: strings.rules,
      emptyText: strings.noRules,
      items: rules,
      renderItem: (rule) => this.#describeRule(rule),
      footer: this.#renderRuleForm(),
    })}
    ${renderListPanel({
      title: strings.latestNotifications,
      emptyText: strings.noNotifications,
      items: notifications,
      renderItem: describeNotification,
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
    return html`<p class="bar ${isAllowed || canTurnOn ? 'muted' : 'warn'} small" role="status">
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

  #describeRule({ id, enabled, channel, email, events, workflow_id: workflowId }: NotificationRule): ListItem {
    const { runNotifications: strings } = getStrings()
    const name = events.map((event) => strings.events[event]).join(', ')
    const recipient = email ?? this.workspace?.account?.user?.email
    const target = channel === 'mail' && recipient ? strings.mailTo(recipient) : strings.channels[channel]
    const path = { id }
    return {
      testId: 'rule-item',
      toggle: {
        label: strings.ruleLabel(name),
        isOn: enabled,
        onSwitch: (isOn) =>
          this.#lists.change('PATCH /api/v1/notification-rules/{id}', { path, body: { enabled: isOn } }),
      },
      name,
      detail: `${this.#getWorkflowName(workflowId)} · ${target}`,
      actions: renderIconButton(
        'trash',
        strings.remove,
        () => this.#lists.change('DELETE /api/v1/notification-rules/{id}', { path }),
        strings.removeLabel(name),
      ),
    }
  }

  #renderRuleForm(): TemplateResult {
    return renderRuleForm({
      workflow: this.#createWorkflowField(),
      pushState: this.pushState,
      account: this.workspace?.account,
      subscribe: () => this.#subscribeToPush(),
      add: (body) =>
        this.#lists.change('POST /api/v1/notification-rules', { body }, getStrings().runNotifications.added),
    })
  }

  #createWorkflowField(): Field<string> {
    const { runNotifications: strings } = getStrings()
    return selectItem(strings.workflow, this.#workflows.data ?? [], { none: strings.allWorkflows })
  }

  #renderEndpoints(endpoints: readonly Endpoint[]): TemplateResult | typeof nothing {
    if (!this.workspace?.canAdminister) return nothing
    const { runNotifications: strings } = getStrings()
    const createdEndpoint = this.createdEndpoint
    return renderListPanel({
      title: strings.endpoints,
      hint: strings.endpointsHint,
      emptyText: strings.noEndpoints,
      items: endpoints,
      renderItem: (endpoint) => this.#describeEndpoint(endpoint),
      openId: this.openEndpoint,
      onOpen: (id) => (this.openEndpoint = id),
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
      fields: () => ({
        name: text(strings.name, { isRequired: true, maxLength: 200, isProse: true }),
        url: text(strings.url, { type: 'url', isRequired: true, maxLength: 2000 }),
        format: select(strings.format, toOptions(endpointFormats, strings.formats)),
        event_names: list(strings.eventNames, { placeholder: strings.eventNamesExample }),
        workflow_id: this.#createWorkflowField(),
        events: checkboxes(strings.eventsLabel, toOptions(endpointEvents, strings.endpointEvents), {
          checked: ['run.failed'],
          findProblem: ({ length }, { event_names: names }) =>
            length + (names as string[]).length === 0 ? strings.noEventSelected : undefined,
        }),
      }),
      submit: strings.addEndpoint,
      onSubmit: async ({ workflow_id: workflowId, ...values }) => {
        const body = { ...values, workflow_id: workflowId || null }
        const response = await this.#lists.change('POST /api/v1/webhook-endpoints', { body })
        this.#showSecret(response?.value)
        return response
      },
    })
  }

  #describeEndpoint(endpoint: Endpoint): ListItem {
    const { id, name, url, events, event_names: eventNames, enabled, workflow_id: workflowId } = endpoint
    const { runNotifications: strings } = getStrings()
    const names = [...events.map((event) => strings.endpointEvents[event]), ...eventNames].join(', ')
    const path = { id }
    return {
      testId: 'endpoint-item',
      toggle: {
        label: strings.endpointLabel(name),
        isOn: enabled,
        onSwitch: (isOn) =>
          this.#lists.change('PATCH /api/v1/webhook-endpoints/{id}', { path, body: { enabled: isOn } }),
      },
      name: html`${name} · <code>${url}</code>`,
      detail: `${this.#getWorkflowName(workflowId)} · ${names}`,
      problem: endpoint.disabled_reason === 'gone' ? strings.endpointGone : undefined,
      actions: html`<button class="quiet" @click=${() => void this.#sendTest(endpoint)}>${strings.test}</button>
        ${renderIconButton(
          'trash',
          strings.removeEndpoint,
          () => this.#lists.change('DELETE /api/v1/webhook-endpoints/{id}', { path }),
          strings.removeEndpointLabel(name),
        )}`,
      detailsTitle: strings.deliveries,
      detailsLabel: strings.deliveriesLabel(name),
      details: () =>
        renderEndpointDetails(endpoint, this.#deliveries.data, {
          rotate: async (body) => {
            const response = await this.#lists.change('POST /api/v1/webhook-endpoints/{id}/rotate-secret', {
              path,
              body,
            })
            this.#showSecret(response?.value)
          },
          onRedeliver: (delivery) =>
            void this.#deliveries.change('POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver', {
              path: { id, delivery },
            }),
        }),
    }
  }

  #showSecret(endpoint: { name: string; secret: string | null } | undefined): void {
    if (endpoint && endpoint.secret !== null) this.createdEndpoint = { name: endpoint.name, secret: endpoint.secret }
  }

  async #subscribeToPush(): Promise<void> {
    await this.#lists.request((api) => subscribeToPush(api, getUiLanguage()))
    this.pushState = await readPushState()
  }

  async #sendTest({ id, name }: Endpoint): Promise<void> {
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
    api.call('GET /api/v1/notification-rules', {}),
    api.call('GET /api/v1/notifications', { query: { limit: maxNotifications } }),
    api.call('GET /api/v1/webhook-endpoints', { query: { limit: maxEndpoints } }),
  ])
  return { rules: rules.value.items, notifications: notifications.value.items, endpoints: endpoints.value.items }
}

function describeNotification({
  event,
  workflow_name: workflowName,
  channel,
  status,
  occurred_at: occurredAt,
  problem,
  ...notification
}: RunNotification): ListItem {
  const { runNotifications: strings } = getStrings()
  return {
    testId: 'notification-item',
    href: getNotificationPath(notification),
    name: strings.message(event, workflowName ?? ''),
    detail: problem ? html`<span class="bad">${formatProblem(problem)}</span>` : strings.channels[channel],
    actions: html`<span class="muted small"
      >${strings.states[status]} · ${formatTimeAgo(Date.parse(occurredAt), Date.now())}</span
    >`,
  }
}

customElements.define('studio-notifications', NotificationsPage)
