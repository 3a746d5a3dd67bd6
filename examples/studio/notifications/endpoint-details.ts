import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { renderLog } from '../shell/render-log.ts'
import { getRunPath } from '../shell/router.ts'
import { renderRotationForm } from '../webhooks/rotation-form.ts'
import type { Endpoint, OutgoingDelivery } from './server-notifications.ts'

/** Callbacks for the expanded endpoint details. */
export interface EndpointDetailsCallbacks {
  rotate: (body: { keep_seconds: number }) => Promise<unknown>
  onRedeliver: (deliveryId: string) => void
}

/** Renders an endpoint's delivery log and the form for replacing its signing secret. */
export function renderEndpointDetails(
  { previous_secret_until: previousSecretUntil }: Endpoint,
  /** `undefined` while the deliveries are loading. */
  deliveries: readonly OutgoingDelivery[] | undefined,
  { rotate, onRedeliver }: EndpointDetailsCallbacks,
): TemplateResult {
  const { runNotifications: strings, formats } = getStrings()
  return html`<section class="wide">
      <h2>${strings.deliveries}</h2>
      ${renderLog(deliveries, strings.noDeliveries, (delivery) => renderDelivery(delivery, onRedeliver))}
    </section>
    <section>
      ${renderRotationForm({ label: strings.keepSecret, submit: strings.rotate, rotate })}
      ${
        previousSecretUntil !== null && Date.parse(previousSecretUntil) > Date.now()
          ? html`<p class="muted small">
              ${strings.previousSecret(formats.dateTime(Date.parse(previousSecretUntil)))}
            </p>`
          : nothing
      }
    </section>`
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
  return html`<div class="bar delivery" data-testid="delivery-item">
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
  </div>`
}
