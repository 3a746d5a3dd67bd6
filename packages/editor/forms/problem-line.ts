import { renderProblem } from '../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { renderCode } from '../render-code.ts'

/**
 * Renders a problem of a setting, or of a part of it, with its hint.
 *
 * @param addPosition - Adds the problem's position to the message. Default: the message is not changed.
 */
export function renderProblemLine(
  problem: Problem,
  renderText: (text: Text) => string,
  addPosition: (message: string) => string = (message) => message,
): TemplateResult {
  const { severity, message, hint } = renderProblem(problem, renderText)
  return html`<p class="problem ${severity}">
    ${icon(severity === 'info' ? 'info' : 'triangle-alert')}
    <span
      >${renderCode(addPosition(message))}${hint ? html`<span class="hint">${renderCode(hint)}</span>` : nothing}</span
    >
  </p>`
}

/** Renders the reason why a field's text is invalid. */
export const renderReason = (reason: string): TemplateResult =>
  html`<p class="problem bad">${icon('triangle-alert')}<span>${renderCode(reason)}</span></p>`
