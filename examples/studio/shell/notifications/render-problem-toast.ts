import { icon, renderCode, renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'

const icons: Readonly<Record<Problem['severity'], string>> = {
  error: 'circle-x',
  warning: 'triangle-alert',
  info: 'info',
}

/** Renders a problem with its hint, the number of further problems, and a close button. */
export function renderProblemToast(
  problem: Problem | undefined,
  otherCount: number,
  onClose: () => void,
): TemplateResult | typeof nothing {
  if (!problem) return nothing
  const { common, editor, shell } = getStrings()
  const { severity, message, hint = '' } = renderProblem(problem, editor.renderText)
  // Reloading may load the older version from the cache again, so a more specific hint is needed.
  const nextStep = problem.code === 'storage.newer' ? shell.storageNewerHint : hint
  return html`
    <div class="message ${severity}" role=${severity === 'info' ? 'status' : 'alert'}>
      ${icon(icons[severity])}
      <p>
        ${renderCode(message)} ${otherCount === 0 ? nothing : shell.moreProblems(otherCount)}
        <span class="muted">${renderCode(nextStep)}</span>
      </p>
      <button class="quiet icon" aria-label=${common.close} @click=${onClose}>${icon('x')}</button>
    </div>
  `
}
