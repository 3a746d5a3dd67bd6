import { icon } from '@aw-flow/editor'
import type { ServerWebhook, ServerWebhookDelivery } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { copyText } from '../shell/copy-text.ts'
import { renderNumberField, renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderExpandButton, renderIconButton, renderNoItems, renderSwitch } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import {
  defaultTokenOverlapSeconds,
  listDeliveries,
  listWebhooks,
  tokenOverlapSeconds,
  webhookSchemes,
} from '../webhooks/server-webhooks.ts'
import { formatOverlap } from '../webhooks/format-overlap.ts'
import { toWebhookAccess, toWebhookUrl, type WebhookAccess } from '../webhooks/webhook-form.ts'
import { webhooksPageStyles } from './webhooks-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

/** Time between refreshes of the list, in ms. */
const refreshIntervalMs = 5_000

/** The server's webhooks, with their URLs, access settings and received requests. */
export class WebhooksPage extends page({
  /** ID of the webhook whose details are expanded. Empty if none. */
  open: '',
  /** ID of the workflow to filter by. If it is empty, all webhooks are listed. */
  workflow: '',
  /** The most recently created token. It is shown only once, because the server never returns it again. */
  createdToken: undefined as { webhookId: string; token: string } | undefined,
  /** Unsaved authentication scheme selected for the expanded webhook. `undefined` if it was not changed. */
  scheme: undefined as ServerWebhook['scheme'] | undefined,
}) {
  static override urlFields: UrlFields<WebhooksPage> = { open: 'any', workflow: 'any' }
  static override styles = webhooksPageStyles

  readonly #webhooks = new ServerDataController(this, {
    task: 'webhooks',
    load: listWebhooks,
    getPollIntervalMs: () => refreshIntervalMs,
  })
  /** The most recent requests to the expanded webhook. */
  readonly #deliveries = new ServerDataController(this, {
    task: 'webhook-deliveries',
    args: () => (this.#webhooks.data?.some(({ id }) => id === this.open) ? [this.open] : undefined),
    load: listDeliveries,
    getPollIntervalMs: () => refreshIntervalMs,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdToken = undefined
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('open')) this.scheme = undefined
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const pageOptions = { ...getStrings().webhooks, integration: 'webhooks' } as const
    return renderServerPage(this.#webhooks, pageOptions, (webhooks) => this.#renderWebhooks(webhooks))
  }

  #renderWebhooks(allWebhooks: readonly ServerWebhook[]): TemplateResult {
    const { webhooks: strings } = getStrings()
    if (allWebhooks.length === 0) return renderNoItems(strings.empty)
    const webhooks = allWebhooks.filter(({ workflow_id: id }) => this.workflow === '' || id === this.workflow)
    return html`<p class="muted">${strings.description}</p>
      ${this.workflow === '' ? nothing : html`<p><a href="/webhooks">${strings.showAll}</a></p>`}
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
    const { id, name, enabled, workflow_id: workflowId, workflow_name: workflowName, scheme, address } = webhook
    const { webhooks: strings, common } = getStrings()
    const isOpen = this.open === id
    return html`<li data-testid="webhook-item">
      <div class="row">
        ${renderSwitch(
          strings.webhookLabel(name, workflowName),
          enabled,
          (isOn) => this.#change(webhook, { enabled: isOn }),
          {
            isDisabled: !this.workspace?.canEdit,
          },
        )}
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <a class="ellipsis muted small" href=${getWorkflowPath(workflowId)}>${workflowName}</a>
        </span>
        <span class="item-text small">
          ${
            address === null
              ? html`<span class="ellipsis muted">${webhook.has_token ? strings.secretUrl : strings.noUrl}</span>`
              : html`<code class="ellipsis">${address}</code>`
          }
        </span>
        <span class="small ${enabled && scheme === 'none' ? 'warn' : ''}"
          >${strings.scheme}: ${strings.schemes[scheme]}</span
        >
        ${renderExpandButton(common.details, common.detailsLabel(name), isOpen, () => (this.open = isOpen ? '' : id))}
      </div>
      ${isOpen ? this.#renderDetails(webhook) : nothing}
    </li>`
  }

  #renderDetails(webhook: ServerWebhook): TemplateResult {
    const { webhooks: strings } = getStrings()
    const { data: deliveries } = this.#deliveries
    return html`<div class="details">
      <section>
        <h2>${strings.url}</h2>
        ${this.#renderAddresses(webhook)} ${webhook.has_token ? this.#renderRotation(webhook) : nothing}
      </section>
      <section class="edit-control">
        <h2>${strings.access}</h2>
        ${this.#renderAccess(webhook)}
      </section>
      <section>
        <h2>${strings.deliveries}</h2>
        ${deliveries ? nothing : renderLoading()}
        ${deliveries?.length === 0 ? html`<p class="muted small">${strings.noDeliveries}</p>` : nothing}
        <ol>
          ${deliveries?.map(renderDelivery)}
        </ol>
      </section>
    </div>`
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
    return html`<p class="url">
      <code data-testid="webhook-url">${url}</code>
      ${renderIconButton('copy', strings.copy, () => copyText(this, url, strings))}
    </p>`
  }

  #renderRotation(webhook: ServerWebhook): TemplateResult {
    const { webhooks: strings } = getStrings()
    return html`<form class="edit-control" @submit=${(event: SubmitEvent) => void this.#rotate(event, webhook)}>
      ${renderSelectField({
        name: 'keep',
        label: strings.keepPreviousUrl,
        value: String(defaultTokenOverlapSeconds),
        options: tokenOverlapSeconds.map((seconds) => ({ value: String(seconds), label: formatOverlap(seconds) })),
      })}
      <button>${icon('refresh-cw')} ${strings.rotate}</button>
    </form>`
  }

  #renderAccess(webhook: ServerWebhook): TemplateResult {
    const { webhooks: strings } = getStrings()
    const scheme = this.scheme ?? webhook.scheme
    return html`<form @submit=${(event: SubmitEvent) => void this.#saveAccess(event, webhook)}>
      ${renderSelectField({
        name: 'scheme',
        label: strings.scheme,
        value: scheme,
        options: toOptions(webhookSchemes, strings.schemes),
        onChange: (selectedScheme) => (this.scheme = selectedScheme),
      })}
      ${
        scheme === 'none'
          ? html`<p class="warn small">${strings.unauthenticatedHint}</p>`
          : renderTextField({
              name: 'secret',
              label: strings.secret,
              type: 'password',
              autocomplete: 'new-password',
              minLength: 8,
              maxLength: 500,
              placeholder: webhook.has_secret ? strings.storedSecret : undefined,
              isRequired: !webhook.has_secret,
            })
      }
      ${
        scheme === 'hmac'
          ? renderTextField({
              name: 'signatureHeader',
              label: strings.signatureHeader,
              value: webhook.signature_header,
              isRequired: true,
              maxLength: 100,
            })
          : nothing
      }
      ${renderTextField({ name: 'path', label: strings.path, value: webhook.path ?? '', maxLength: 100 })}
      ${renderTextField({
        name: 'allowedAddresses',
        label: strings.allowedAddresses,
        value: webhook.allowed_addresses.join(', '),
        placeholder: '192.0.2.0/24, 198.51.100.7',
      })}
      ${renderNumberField({
        name: 'requestsPerMinute',
        label: strings.requestsPerMinute,
        value: webhook.requests_per_minute,
        min: 1,
        max: 60_000,
      })}
      <button>${strings.save}</button>
    </form>`
  }

  async #saveAccess(event: SubmitEvent, webhook: ServerWebhook): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    if (!(await this.#change(webhook, toWebhookAccess(new FormData(form))))) return
    this.scheme = undefined
    form.reset()
    this.dispatchEvent(new ToastEvent(getStrings().webhooks.saved(webhook.name)))
  }

  async #rotate(event: SubmitEvent, { id }: ServerWebhook): Promise<void> {
    event.preventDefault()
    const body = {
      keep_seconds: Number(new FormData(event.target as HTMLFormElement).get('keep')),
    }
    const response = await this.#webhooks.update((api) =>
      api.call('POST /api/v1/webhooks/{id}/rotate-token', { path: { id }, body }),
    )
    if (response) this.#replace(response.value)
  }

  /** Changes a webhook. Returns whether the server accepted the change. */
  async #change({ id }: ServerWebhook, body: Partial<WebhookAccess> & { enabled?: boolean }): Promise<boolean> {
    const response = await this.#webhooks.update((api) =>
      api.call('PATCH /api/v1/webhooks/{id}', { path: { id }, body }),
    )
    if (response) this.#replace(response.value)
    return response !== undefined
  }

  /** Updates a webhook in the list, and expands it if it has a new token. */
  #replace(changedWebhook: ServerWebhook): void {
    const { id, token } = changedWebhook
    if (token !== null) {
      this.createdToken = { webhookId: id, token }
      this.open = id
    }
    const { data: webhooks = [] } = this.#webhooks
    this.#webhooks.set(webhooks.map((webhook) => (webhook.id === id ? { ...changedWebhook, token: null } : webhook)))
  }
}

function renderDelivery({
  received_at: receivedAt,
  method,
  bytes,
  status,
  run_id: runId,
  problem,
}: ServerWebhookDelivery): TemplateResult {
  const { webhooks: strings, formats } = getStrings()
  const time = formats.dateTime(Date.parse(receivedAt))
  return html`<li>
    ${runId === null ? time : html`<a href=${getRunPath(runId)}>${time}</a>`}
    <span class="muted small status">${method} · ${formats.bytes(bytes)} · ${status}</span>
    <div class="small ${problem ? 'bad' : 'muted'}">
      ${problem ? formatProblem(problem as unknown as Problem) : strings.started}
    </div>
  </li>`
}

customElements.define('studio-webhooks', WebhooksPage)
