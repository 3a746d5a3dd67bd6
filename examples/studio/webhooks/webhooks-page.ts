import type { CallOptions, ServerWebhook } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { copyText } from '../shell/copy-text.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { renderIconButton, renderListPanel, renderNoItems, type ListItem } from '../shell/render-list-panel.ts'
import { renderLog } from '../shell/render-log.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { loadItems, type RouteItem } from '../shell/server-data/route-items.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { renderRotationForm } from './rotation-form.ts'
import { maxWebhooks } from './server-webhooks.ts'
import { renderAccessForm, toWebhookUrl } from './webhook-form.ts'
import { toPath } from '../shell/base-path.ts'

const maxDeliveries = 20
const pollMs = 5_000

type Delivery = RouteItem<'GET /api/v1/webhooks/{id}/deliveries'>

/** The server's webhooks, with their URLs, access settings and received requests. */
export class WebhooksPage extends page({
  /** ID of the webhook whose details are expanded. Empty if none. */
  open: '',
  /** ID of the workflow to filter by. If it is empty, all webhooks are listed. */
  workflow: '',
  /** The most recently created token. It is shown only once, because the server never returns it again. */
  createdToken: undefined as { webhookId: string; token: string } | undefined,
}) {
  static override urlFields: UrlFields<WebhooksPage> = { open: 'any', workflow: 'any' }
  static override styles = serverPageStyles

  readonly #webhooks = new ServerDataController(this, {
    task: 'webhooks',
    load: loadItems('GET /api/v1/webhooks', () => ({ query: { limit: maxWebhooks } })),
    pollMs,
  })
  /** The most recent requests to the expanded webhook. */
  readonly #deliveries = new ServerDataController(this, {
    task: 'webhook-deliveries',
    args: () => (this.#webhooks.data?.some(({ id }) => id === this.open) ? [this.open] : undefined),
    load: loadItems('GET /api/v1/webhooks/{id}/deliveries', (id: string) => ({
      path: { id },
      query: { limit: maxDeliveries },
    })),
    pollMs,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdToken = undefined
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const pageOptions = { ...getStrings().webhooks, picture: 'webhooks', integration: 'webhooks' } as const
    return renderServerPage(this.#webhooks, pageOptions, (webhooks) => this.#renderWebhooks(webhooks))
  }

  #renderWebhooks(webhooks: readonly ServerWebhook[]): TemplateResult {
    const { webhooks: strings } = getStrings()
    if (webhooks.length === 0) return renderNoItems('webhooks', strings.empty)
    return html`<p class="muted">${strings.description}</p>
      ${this.workflow === '' ? nothing : html`<p><a href=${toPath('/webhooks')}>${strings.showAll}</a></p>`}
      ${renderListPanel({
        items: webhooks.filter(({ workflow_id: id }) => this.workflow === '' || id === this.workflow),
        renderItem: (webhook) => this.#describeWebhook(webhook),
        openId: this.open,
        onOpen: (id) => (this.open = id),
      })}`
  }

  #describeWebhook(webhook: ServerWebhook): ListItem {
    const { name, enabled, workflow_id: workflowId, workflow_name: workflowName, scheme, address } = webhook
    const { webhooks: strings } = getStrings()
    return {
      testId: 'webhook-item',
      toggle: {
        label: strings.webhookLabel(name, workflowName),
        isOn: enabled,
        isDisabled: !this.workspace?.canEdit,
        onSwitch: (isOn) => this.#change(webhook, { enabled: isOn }),
      },
      name,
      detail: html`<a href=${getWorkflowPath(workflowId)}>${workflowName}</a>`,
      columns: [
        address === null
          ? html`<span class="muted">${webhook.has_token ? strings.secretUrl : strings.noUrl}</span>`
          : html`<code>${address}</code>`,
        html`<span class=${enabled && scheme === 'none' ? 'warn' : nothing}
          >${strings.scheme}: ${strings.schemes[scheme]}</span
        >`,
      ],
      details: () => this.#renderDetails(webhook),
    }
  }

  #renderDetails(webhook: ServerWebhook): TemplateResult {
    const { webhooks: strings } = getStrings()
    return html`<section>
        <h2>${strings.url}</h2>
        ${this.#renderAddresses(webhook)}
        ${
          webhook.has_token
            ? html`<div class="edit-control">
                ${renderRotationForm({
                  label: strings.keepPreviousUrl,
                  submit: strings.rotate,
                  rotate: (body) =>
                    this.#replace('POST /api/v1/webhooks/{id}/rotate-token', { path: { id: webhook.id }, body }),
                })}
              </div>`
            : nothing
        }
      </section>
      <section class="edit-control">
        <h2>${strings.access}</h2>
        ${renderAccessForm(webhook, (change) => this.#change(webhook, change, strings.saved(webhook.name)))}
      </section>
      <section>
        <h2>${strings.deliveries}</h2>
        ${renderLog(this.#deliveries.data, strings.noDeliveries, renderDelivery)}
      </section>`
  }

  #renderAddresses({
    id,
    address,
    has_token: hasToken,
    previous_token_until: previousTokenEnd,
  }: ServerWebhook): TemplateResult {
    const { webhooks: strings, formats } = getStrings()
    const token = this.createdToken?.webhookId === id ? this.createdToken.token : undefined
    return html`${address === null ? nothing : this.#renderUrl(address)}
    ${
      token === undefined
        ? html`<p class="muted small">${hasToken ? strings.hiddenUrl : strings.offHint}</p>`
        : html`${this.#renderUrl(`/hooks/${token}`)}
            <p class="warn small" role="status">${strings.newUrl}</p>`
    }
    ${
      previousTokenEnd !== null && Date.parse(previousTokenEnd) > Date.now()
        ? html`<p class="muted small">${strings.previousUrl(formats.dateTime(Date.parse(previousTokenEnd)))}</p>`
        : nothing
    }`
  }

  #renderUrl(address: string): TemplateResult {
    const { webhooks: strings } = getStrings()
    const url = toWebhookUrl(this.#webhooks.api?.address ?? '', address)
    return html`<p class="bar copied">
      <code data-testid="webhook-url">${url}</code>
      ${renderIconButton('copy', strings.copy, () => copyText(this, url, strings))}
    </p>`
  }

  #change({ id }: ServerWebhook, body: CallOptions<'PATCH /api/v1/webhooks/{id}'>['body'], toast?: string) {
    return this.#replace('PATCH /api/v1/webhooks/{id}', { path: { id }, body }, toast)
  }

  /** Changes a webhook, updates it in the list, and expands it if it has a new token. */
  async #replace<Name extends 'PATCH /api/v1/webhooks/{id}' | 'POST /api/v1/webhooks/{id}/rotate-token'>(
    route: Name,
    options: CallOptions<Name>,
    toast?: string,
  ): Promise<unknown> {
    const response = await this.#webhooks.change(route, options, toast)
    if (!response) return undefined
    const { id, token } = response.value
    if (token !== null) {
      this.createdToken = { webhookId: id, token }
      this.open = id
    }
    return response
  }
}

function renderDelivery({ received_at: receivedAt, method, bytes, status, run_id: runId, problem }: Delivery) {
  const { webhooks: strings, formats } = getStrings()
  const time = formats.dateTime(Date.parse(receivedAt))
  return html`${runId === null ? time : html`<a href=${getRunPath(runId)}>${time}</a>`}
    <span class="muted small">${method} · ${formats.bytes(bytes)} · ${status}</span>
    <div class="small ${problem ? 'bad' : 'muted'}">${problem ? formatProblem(problem) : strings.started}</div>`
}

customElements.define('studio-webhooks', WebhooksPage)
