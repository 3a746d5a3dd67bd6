import { renderCode, renderProblem } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../../language/strings.ts'
import type { NotificationEntry } from './notifications.ts'
import { toPath } from '../base-path.ts'

/** Content of the notification list. */
export interface NotificationList {
  /** The notifications, newest first. */
  notifications: readonly NotificationEntry[]
  /** Whether a server is connected. Notification rules require a server. */
  hasServer: boolean
  runAction: (notification: NotificationEntry) => void
}

export function renderNotifications({ notifications, hasServer, runAction }: NotificationList): TemplateResult {
  const { shell: strings } = getStrings()
  return html`
    <h2>${strings.notifications}</h2>
    ${
      notifications.length === 0
        ? html`<p class="muted">${strings.noNotifications}</p>`
        : html`<ul>
            ${notifications.map((notification) => renderNotification(notification, runAction))}
          </ul>`
    }
    <a href=${toPath('/trash')}>${strings.openTrash}</a>
    ${hasServer ? html`<a href=${toPath('/notifications')}>${strings.notificationRules}</a>` : nothing}
  `
}

function renderNotification(notification: NotificationEntry, runAction: NotificationList['runAction']): TemplateResult {
  const { action, at } = notification
  const now = Date.now()
  return html`<li>
    ${renderText(notification)}
    ${
      action && now < (action.expiresAt ?? Infinity)
        ? html`<button class="quiet" @click=${() => runAction(notification)}>${action.label}</button>`
        : nothing
    }
    <time class="muted">${formatTimeAgo(at, now)}</time>
  </li>`
}

/** Renders a problem in the current language and any other text in its original language. */
function renderText({ text, tone, lang, problem }: NotificationEntry): TemplateResult {
  const { message = '', hint = '' } = problem ? renderProblem(problem, getStrings().editor.renderText) : {}
  return message === ''
    ? html`<span class=${tone ?? ''} lang=${lang ?? nothing}>${renderCode(text)}</span>`
    : html`<span class=${tone ?? ''}>${renderCode(`${message} ${hint}`.trim())}</span>`
}
