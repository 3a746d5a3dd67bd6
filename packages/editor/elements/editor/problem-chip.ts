import { html, nothing, type TemplateResult } from 'lit'
import { downgradeProblems } from '../../canvas/new-nodes.ts'
import { icon } from '../../icons/icon.ts'
import type { EditorContext } from './editor-context.ts'
import { renderProblemText } from './notifications.ts'
import { getKey } from '../../get-key.ts'

const maxListedProblems = 100

/**
 * Renders a button with the number of problems and, while open, the list of problems. Selecting a problem shows it.
 * Renders nothing if there are no problems.
 */
export function renderProblemChip(
  editor: EditorContext,
  isOpen: boolean,
  toggle: (shouldOpen: boolean) => void,
): TemplateResult | typeof nothing {
  const { workflowSession: session, newNodes, strings, readonly } = editor
  const problems = (downgradeProblems(session.document.description, newNodes)?.problems ?? []).filter(
    ({ severity }) => severity !== 'info',
  )
  if (problems.length === 0) return nothing
  const tone = problems.some((problem) => problem.severity === 'error') ? 'bad' : 'warn'
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (!isOpen || getKey(event) !== 'Escape') return
    event.preventDefault()
    toggle(false)
  }
  return html`<div class="chip" @keydown=${closeOnEscape}>
    ${
      isOpen
        ? html`<ul class="problems">
            ${problems.slice(0, maxListedProblems).map(
              (problem) =>
                html`<li>
                  <button type="button" @click=${() => editor.showProblem(problem)}>
                    <span class=${problem.severity}>${icon('triangle-alert')}</span
                    >${renderProblemText(problem, strings.renderText)}
                  </button>
                  ${
                    problem.where?.node === undefined
                      ? html`<aw-problem-help
                          .session=${session}
                          .problem=${problem}
                          .strings=${strings.inspectorStrings}
                          ?readonly=${readonly}
                        ></aw-problem-help>`
                      : nothing
                  }
                </li>`,
            )}
          </ul>`
        : nothing
    }
    <button type="button" aria-expanded=${isOpen ? 'true' : 'false'} @click=${() => toggle(!isOpen)}>
      <span class=${tone}>${icon('triangle-alert')}</span>${strings.problems(problems.length)}
    </button>
  </div>`
}
