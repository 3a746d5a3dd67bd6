import { renderProblem } from '../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { renderCode } from '../render-code.ts'

/**
 * Renders a problem with a setting, or with a part of it, and its hint.
 *
 * @param locate - Adds the position to the message.
 */
export function renderProblemLine(
  problem: Problem,
  renderText: (text: Text) => string,
  locate: (message: string) => string = (message) => message,
): TemplateResult {
  const { severity, message, hint } = renderProblem(problem, renderText)
  return html`<p class="problem ${severity}">
    ${icon(severity === 'info' ? 'info' : 'triangle-alert')}
    <span>${renderCode(locate(message))}${hint ? html`<span class="hint">${renderCode(hint)}</span>` : nothing}</span>
  </p>`
}

/** Renders the reason that a field's text is invalid. */
export const renderReason = (reason: string): TemplateResult =>
  html`<p class="problem bad">${icon('triangle-alert')}<span>${renderCode(reason)}</span></p>`
