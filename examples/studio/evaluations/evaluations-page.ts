import { icon } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { formatAuthor } from '../activity/format-author.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderEmpty } from '../shell/draw-empty.ts'
import { page } from '../shell/element.ts'
import { renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { getEvaluationPath } from '../shell/router.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import { renderEvaluationForm } from './evaluation-form.ts'
import { evaluationsPageStyles } from './evaluations-page.styles.ts'
import {
  hasEnded,
  listChoices,
  listEvaluations,
  startEvaluation,
  type EvaluationChoices,
  type EvaluationSummary,
} from './server-evaluations.ts'

/** Lists the server's evaluations, newest first, and contains the form for starting one. */
export class EvaluationsPage extends page({
  /** Options for the form. `undefined` while the form is closed. */
  choices: undefined as EvaluationChoices | undefined,
  /** Keys of the entered cases, for stable rendering. */
  caseIds: [1] as readonly number[],
}) {
  static override styles = evaluationsPageStyles

  readonly #evaluations = new ServerDataController(this, {
    task: 'evaluations',
    load: (api) => listEvaluations(api),
    pollMs: 5_000,
  })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { evaluations: strings } = getStrings()
    // The empty state has its own button.
    const isEmpty = this.#evaluations.data?.length === 0 && !this.choices
    const renderActions = () => (isEmpty ? nothing : this.#renderAddButton())
    return renderServerPage(this.#evaluations, { ...strings, picture: 'rules', renderActions }, (evaluations) =>
      this.#renderEvaluations(evaluations),
    )
  }

  #renderAddButton(): TemplateResult | typeof nothing {
    if (!this.workspace?.canEdit) return nothing
    return html`<button class="primary" @click=${() => void this.#openForm()}>
      ${icon('plus')} ${getStrings().evaluations.newEvaluation}
    </button>`
  }

  #renderEvaluations(evaluations: readonly EvaluationSummary[]): TemplateResult {
    const { choices } = this
    if (!choices && evaluations.length === 0)
      return renderEmpty('rules', getStrings().evaluations.empty, this.#renderAddButton())
    return html`${
      choices
        ? renderEvaluationForm({
            choices,
            caseIds: this.caseIds,
            onCaseIdsChange: (ids) => (this.caseIds = ids),
            start: (body) => this.#start(body),
            onCancel: () => (this.choices = undefined),
          })
        : nothing
    }
    ${evaluations.length === 0 ? nothing : renderListPanel({ items: evaluations, renderItem: describeEvaluation })}`
  }

  async #openForm(): Promise<void> {
    this.choices = await this.#evaluations.request(listChoices)
  }

  async #start(body: Record<string, Json>): Promise<void> {
    const id = await this.#evaluations.request((api) => startEvaluation(api, body))
    if (id !== undefined) this.dispatchEvent(new NavigationRequestEvent(getEvaluationPath(id)))
  }
}

function describeEvaluation(evaluation: EvaluationSummary): ListItem {
  const { evaluations: strings, formats } = getStrings()
  const { id, name, version, passed, failed, total, score, created_at: time } = evaluation
  return {
    testId: 'evaluation-item',
    name: html`<a href=${getEvaluationPath(id)}>${name}</a>`,
    detail: formatAuthor(evaluation, formatTimeAgo(Date.parse(time), Date.now())),
    columns: [
      strings.version(version),
      hasEnded(evaluation) ? strings.passedCount(passed, total) : strings.progress(passed + failed, total),
    ],
    actions: hasEnded(evaluation)
      ? html`<strong>${formats.percent(score)}</strong>`
      : html`<span class="state muted">${icon('loader-circle')} ${strings.states.pending}</span>`,
  }
}

customElements.define('studio-evaluations', EvaluationsPage)
