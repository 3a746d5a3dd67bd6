import { renderProblem } from '../../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import type { EditorStrings } from './editor-strings.ts'
import { renderToolButton } from './editor-toolbar.ts'

export interface EditorNotificationsOptions {
  problem: Problem | undefined
  dismissProblem: () => void
  notice: string | undefined
  dismissNotice: () => void
  currentFileName: string | undefined
  strings: EditorStrings
  errorReferenceUrl: string
}

/** Renders notifications over the canvas: a problem and a notice until dismissed, and the file that is being read. */
export function renderEditorNotifications(options: EditorNotificationsOptions): TemplateResult {
  const { problem, dismissProblem, notice, dismissNotice, currentFileName, strings, errorReferenceUrl } = options
  return html`<div class="notices" aria-live="polite">
    ${
      problem
        ? html`<div class="notice" role=${problem.severity === 'info' ? 'status' : 'alert'}>
            <span class="status-icon ${problem.severity}">
              ${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}
            </span>
            ${renderProblemText(problem, strings.renderText, renderProblemLink(problem, errorReferenceUrl, strings.learnMore))}
            ${renderToolButton('x', strings.dismiss, false, dismissProblem)}
          </div>`
        : nothing
    }
    ${
      notice === undefined
        ? nothing
        : html`<div class="notice">
            <span class="status-icon warn">${icon('info')}</span><span>${notice}</span>
            ${renderToolButton('x', strings.dismiss, false, dismissNotice)}
          </div>`
    }
    ${
      currentFileName === undefined
        ? nothing
        : html`<div class="notice">
            <span class="status-icon muted">${icon('loader-circle')}</span
            ><span>${strings.reading(currentFileName)}</span>
          </div>`
    }
  </div>`
}

/** Renders a problem's message and, if present, its hint and its link to the error reference. */
export function renderProblemText(
  problem: Problem,
  renderText: (text: Text) => string,
  link: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { message, hint } = renderProblem(problem, renderText)
  const details = hint || link !== nothing ? html`<span class="hint">${renderCode(hint ?? '')} ${link}</span>` : nothing
  return html`<span>${renderCode(message)}${details}</span>`
}

/** Renders a link to a problem's entry in the error reference. Renders nothing if `url` is empty. */
export function renderProblemLink({ code }: Problem, url: string, label: string): TemplateResult | typeof nothing {
  if (url === '') return nothing
  return html`<a class="learn-more" href=${`${url}#${encodeURIComponent(code)}`} target="_blank" rel="noreferrer"
    >${label}</a
  >`
}
