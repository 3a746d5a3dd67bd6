import type { Text } from '@aw-flow/messages'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Extension, EditorNotification } from '../../extensions/extension.ts'
import { icon } from '../../icons/icon.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { renderCode } from '../../render-code.ts'
import type { EditorStrings } from './editor-strings.ts'
import { renderIconButton } from '../../icons/icon-button.ts'

/** Shows the latest problem of the session until it is dismissed. */
export const problemExtension: Extension = {
  name: 'aw-problems',
  listNotifications({ session: { problems }, strings, errorReferenceUrl: url }) {
    const { latest } = problems
    if (!latest) return []
    const { message, hint } = renderProblem(latest, strings.renderText)
    const link = getProblemLink(latest, url, strings.learnMore)
    return [{ severity: latest.severity, message, hint, link, dismiss: () => problems.dismiss() }]
  },
}

/** Renders messages over the canvas. Those without an error or a next step leave by themselves. */
export const renderNotifications = (
  notifications: readonly EditorNotification[],
  strings: EditorStrings,
): TemplateResult =>
  html`<div class="notices" aria-live="polite">
    ${repeat(
      notifications,
      // A new message has its own time.
      ({ message }) => message,
      ({ severity, message, hint, link, dismiss }) =>
        html`<div
          class="notice ${dismiss && !hint && !link && severity !== 'error' ? 'brief' : ''}"
          role=${severity === 'progress' ? nothing : severity === 'info' ? 'status' : 'alert'}
          @animationend=${({ animationName }: AnimationEvent) => animationName === 'leave' && dismiss?.()}
        >
          <span class="status-icon ${severity === 'progress' ? 'muted' : severity}"
            >${icon(severityIcons[severity])}</span
          >
          ${renderMessage(message, hint, link)} ${dismiss ? renderIconButton('x', strings.dismiss, dismiss) : nothing}
        </div>`,
    )}
  </div>`

const severityIcons: Readonly<Record<EditorNotification['severity'], string>> = {
  info: 'info',
  warning: 'triangle-alert',
  error: 'triangle-alert',
  progress: 'loader-circle',
}

/** Renders a message and, if present, its hint and link. */
const renderMessage = (message: string, hint: string | undefined, link: EditorNotification['link']): TemplateResult =>
  html`<span
    >${renderCode(message)}${
      hint || link
        ? html`<span class="hint"
            >${renderCode(hint ?? '')}
            ${
              link
                ? html`<a class="learn-more" href=${link.url} target="_blank" rel="noreferrer">${link.label}</a>`
                : nothing
            }</span
          >`
        : nothing
    }</span
  >`

/** Renders a problem's message and, if present, its hint and its link to the error reference. */
export function renderProblemText(
  problem: Problem,
  renderText: (text: Text) => string,
  link?: EditorNotification['link'],
): TemplateResult {
  const { message, hint } = renderProblem(problem, renderText)
  return renderMessage(message, hint, link)
}

/** Returns a link to a problem's entry in the error reference; `undefined` if `url` is empty. */
export const getProblemLink = ({ code }: Problem, url: string, label: string): EditorNotification['link'] =>
  url === '' ? undefined : { url: `${url}#${encodeURIComponent(code)}`, label }
