import { renderProblem } from '../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { withCode } from '../with-code.ts'

/** A problem of a setting or of a part of it, with its hint. `locate` adds its position to the message. */
export function problemLine(
  problem: Problem,
  renderText: (text: Text) => string,
  locate: (message: string) => string = (message) => message,
): TemplateResult {
  const { severity, message, hint } = renderProblem(problem, renderText)
  return html`<p class="problem ${severity}">
    ${icon(severity === 'info' ? 'info' : 'triangle-alert')}
    <span>${withCode(locate(message))}${hint ? html`<span class="hint">${withCode(hint)}</span>` : nothing}</span>
  </p>`
}

/** Why the text of a field is not a value. */
export const reasonLine = (reason: string): TemplateResult =>
  html`<p class="problem bad">${icon('triangle-alert')}<span>${reason}</span></p>`
