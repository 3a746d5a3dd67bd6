import { icon, withCode, renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'

const icons: Readonly<Record<Problem['severity'], string>> = {
  error: 'circle-x',
  warning: 'triangle-alert',
  info: 'info',
}

/** Tells what went wrong, and what helps, until somebody closes it. */
export function showProblem(reported: Problem | undefined, close: () => void): TemplateResult | typeof nothing {
  if (!reported) return nothing
  const { common, editor, shell } = say()
  const { severity, message, hint = '' } = renderProblem(reported, editor.renderText)
  // Loading the studio anew may give the kept version again, which is the older one.
  const helps = reported.code === 'storage.newer' ? shell.storageNewerHint : hint
  return html`
    <div class="message ${severity}" role=${severity === 'info' ? 'status' : 'alert'}>
      ${icon(icons[severity])}
      <p>${withCode(message)} <span class="muted">${withCode(helps)}</span></p>
      <button class="quiet icon" aria-label=${common.close} @click=${close}>${icon('x')}</button>
    </div>
  `
}
