import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { renderSelectField } from '../shell/forms/form-fields.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { getRunPath } from '../shell/router.ts'
import { defaultTokenOverlapSeconds, tokenOverlapSeconds } from '../webhooks/server-webhooks.ts'
import { formatOverlap } from '../webhooks/format-overlap.ts'
import type { Endpoint, OutgoingDelivery } from './server-notifications.ts'

/** Callbacks for the expanded endpoint details. */
export interface EndpointDetailsCallbacks {
  onRotate: (event: SubmitEvent) => void
  onRedeliver: (deliveryId: string) => void
}

/** Renders an endpoint's delivery log and the form for replacing its signing secret. */
export function renderEndpointDetails(
  { previous_secret_until: previousSecretUntil }: Endpoint,
  /** `undefined` while the deliveries are loading. */
  deliveries: readonly OutgoingDelivery[] | undefined,
  { onRotate, onRedeliver }: EndpointDetailsCallbacks,
): TemplateResult {
  const { runNotifications: strings, formats } = getStrings()
  return html`<div class="endpoint-details">
    <h3>${strings.deliveries}</h3>
    ${deliveries ? nothing : renderLoading()}
    ${deliveries?.length === 0 ? html`<p class="muted small">${strings.noDeliveries}</p>` : nothing}
    <ol>
      ${deliveries?.map((delivery) => renderDelivery(delivery, onRedeliver))}
    </ol>
    <form class="fields" @submit=${onRotate}>
      ${renderSelectField({
        name: 'keep',
        label: strings.keepSecret,
        value: String(defaultTokenOverlapSeconds),
        options: tokenOverlapSeconds.map((seconds) => ({ value: String(seconds), label: formatOverlap(seconds) })),
      })}
      <button>${icon('refresh-cw')} ${strings.rotate}</button>
      ${
        previousSecretUntil !== null && Date.parse(previousSecretUntil) > Date.now()
          ? html`<p class="muted small">
              ${strings.previousSecret(formats.dateTime(Date.parse(previousSecretUntil)))}
            </p>`
          : nothing
      }
    </form>
  </div>`
}

function renderDelivery(
  {
    id,
    event,
    occurred_at: occurredAt,
    run_id: runId,
    status,
    next_attempt_at: nextAttemptAt,
    attempts,
  }: OutgoingDelivery,
  onRedeliver: (deliveryId: string) => void,
): TemplateResult {
  const { runNotifications: strings, formats } = getStrings()
  const lastAttempt = attempts.at(-1)
  const labels: Readonly<Record<string, string>> = strings.endpointEvents
  const time = formats.dateTime(Date.parse(occurredAt))
  return html`<li class="delivery small" data-testid="delivery-item">
    <span class="item-text">
      <span class="ellipsis"
        >${labels[event] ?? html`<code>${event}</code>`} ·
        ${runId === null ? time : html`<a href=${getRunPath(runId)}>${time}</a>`}</span
      >
      <span class=${status === 'failed' ? 'bad' : 'muted'}
        >${strings.deliveryStates[status]} ·
        ${strings.attempts(attempts.length)}${lastAttempt && lastAttempt.status !== null ? ` · ${lastAttempt.status}` : ''}</span
      >
      ${lastAttempt?.problem ? html`<span class="bad">${formatProblem(lastAttempt.problem)}</span>` : nothing}
      ${status === 'pending' && nextAttemptAt !== null && lastAttempt ? html`<span class="muted">${strings.nextAttempt(formats.dateTime(Date.parse(nextAttemptAt)))}</span>` : nothing}
    </span>
    <button class="quiet" @click=${() => onRedeliver(id)}>${strings.sendAgain}</button>
  </li>`
}
