import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderProblemText } from './editor-notifications.ts'
import type { EditorStrings } from './editor-strings.ts'

const maxListedProblems = 100

export interface ProblemChipOptions {
  problems: readonly Problem[]
  isOpen: boolean
  strings: EditorStrings
  session: WorkflowSession
  readonly: boolean
  toggle: (shouldOpen: boolean) => void
  onSelect: (problem: Problem) => void
}

/**
 * Renders a button with the number of problems and, while open, the list of problems. Selecting a problem calls
 * `onSelect`. Renders nothing if there are no problems.
 */
export function renderProblemChip({
  problems,
  isOpen,
  strings,
  session,
  readonly,
  toggle,
  onSelect,
}: ProblemChipOptions): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing
  const tone = problems.some((problem) => problem.severity === 'error') ? 'bad' : 'warn'
  return html`<div class="chip" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && toggle(false)}>
    ${
      isOpen
        ? html`<ul class="problems">
            ${problems.slice(0, maxListedProblems).map(
              (problem) =>
                html`<li>
                  <button type="button" @click=${() => onSelect(problem)}>
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
