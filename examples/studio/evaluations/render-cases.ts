import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { getStrings } from '../language/strings.ts'
import { renderIconButton } from '../shell/render-list-panel.ts'
import { comparisonModes } from './server-evaluations.ts'

/** Renders the fields for entering cases, which `readEvaluationForm` reads. */
export function renderCaseFields(ids: readonly number[], onChange: (ids: readonly number[]) => void): TemplateResult {
  const { evaluations: strings } = getStrings()
  return html`<ol class="entered wide" aria-label=${strings.source}>
      ${repeat(
        ids,
        (id) => id,
        (id, index) =>
          html`<li data-testid="entered-case">
            <label>${strings.input}<textarea name="case_input" rows="1" required maxlength="20000"></textarea></label>
            <label
              >${strings.compare}
              <select name="case_compare">
                ${comparisonModes.map((value) => html`<option value=${value}>${strings.comparisons[value]}</option>`)}
              </select>
            </label>
            <label>${strings.expectedField}<input name="case_expected" maxlength="20000" autocomplete="off" /></label>
            ${
              ids.length === 1
                ? nothing
                : renderIconButton('x', strings.removeCase(index + 1), () =>
                    onChange(ids.filter((other) => other !== id)),
                  )
            }
          </li>`,
      )}
    </ol>
    <div class="wide">
      <button type="button" @click=${() => onChange([...ids, (ids.at(-1) ?? 0) + 1])}>
        ${icon('plus')} ${strings.addCase}
      </button>
    </div>`
}
