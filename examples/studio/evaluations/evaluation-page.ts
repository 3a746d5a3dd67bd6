import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerData } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { getAgentPath, getEvaluationPath, getWorkflowPath } from '../shell/router.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import { toRepeatBody } from './evaluation-form.ts'
import { evaluationsPageStyles } from './evaluations-page.styles.ts'
import { formatAuthor } from '../activity/format-author.ts'
import { renderMetrics, renderOutcome, renderValue } from './render-outcome.ts'
import {
  hasEnded,
  listEvaluations,
  readTargetName,
  startEvaluation,
  type Evaluation,
  type EvaluationCase,
  type EvaluationComparison,
  type EvaluationSummary,
} from './server-evaluations.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

/** Number of cases shown initially, and added each time the user clicks "Show more". */
const casesPerPage = 100
/** Refresh interval while runs are in progress, in ms. */
const refreshIntervalMs = 2_000

/**
 * An evaluation's report: its score and cases, and optionally a comparison with another evaluation of the same target.
 */
export class EvaluationPage extends page({
  evaluationId: '',
  /** ID of the evaluation to compare with. `undefined` if none is selected. */
  otherId: undefined as string | undefined,
  /** Whether only failed cases are shown. */
  showsOnlyFailed: false,
  /** Maximum number of cases to show. */
  maxShown: casesPerPage,
  /** Whether the deletion prompt is shown. */
  isConfirmingDeletion: false,
}) {
  static override styles = evaluationsPageStyles

  /** The target's name, cached so that it is not read again on each refresh. */
  #cachedTargetName: { evaluationId: string; name: Promise<string | undefined> } | undefined

  readonly #report = new ServerDataController(this, {
    task: 'evaluations',
    args: () => [this.evaluationId, this.otherId],
    load: (api, id: string, otherId: string | undefined) => this.#load(api, id, otherId),
    pollMs: (report) => (report?.isRunning ? refreshIntervalMs : undefined),
    shouldKeepPrevious: true,
    // The page itself says that an evaluation is missing.
    shouldReport: ({ code }) => code !== 'evaluation.not-found',
  })

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('evaluationId') || changed.has('otherId')) this.maxShown = casesPerPage
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { evaluations: strings } = getStrings()
    const { data, problem } = this.#report
    return html`<main>
      <header>
        <h1 tabindex="-1">${data?.evaluation.name ?? strings.title}</h1>
        <a class="button" href=${toPath('/evaluations')}>${icon('arrow-left')} ${strings.back}</a>
      </header>
      ${
        problem?.code === 'evaluation.not-found'
          ? html`<p>${strings.missing}</p>`
          : renderServerData(this.#report, { ...strings, picture: 'rules' }, (report) => this.#renderReport(report))
      }
    </main>`
  }

  #renderReport(report: Report): TemplateResult {
    const { evaluation, comparison } = report
    // The report of the previous URL, while that of the current one is loading.
    if (evaluation.id !== this.evaluationId) return renderLoading()
    return html`${this.#renderSummary(report)}
    ${comparison ? renderComparison(comparison, this.maxShown) : this.#renderCases(evaluation)}
    ${this.#renderShowMoreButton(report)}`
  }

  #renderSummary({ evaluation, comparison, targetName, others }: Report): TemplateResult {
    const { evaluations: strings, common, formats } = getStrings()
    const { agent_id: agentId, workflow_id: workflowId, passed, failed, total, version, created_at: time } = evaluation
    const kind = agentId === null ? 'workflow' : 'agent'
    const otherEvaluation = comparison?.after.id === evaluation.id ? comparison.before : comparison?.after
    return html`<section class="panel" data-testid="evaluation-summary">
        <header>
          <h2>
            ${targetName === undefined ? nothing : `${strings.targetKinds[kind]}: ${targetName} · `}${strings.version(version)}
          </h2>
          <span class="muted small">${formatAuthor(evaluation, formats.dateTime(Date.parse(time)))}</span>
        </header>
        ${renderMetrics(evaluation)}
        ${
          hasEnded(evaluation)
            ? nothing
            : html`<div class="bar actions" role="status">
                <progress max=${total} value=${passed + failed}></progress>
                <span class="muted">${strings.waiting}</span>
              </div>`
        }
        <div class="bar actions">
          <a class="button" href=${agentId === null ? getWorkflowPath(workflowId ?? '') : getAgentPath(agentId)}
            >${strings.openTarget[kind]}</a
          >
          ${
            others.length === 0
              ? nothing
              : html`<label
                  >${strings.compareWith}
                  <select @change=${({ target }: Event) => this.#compareWith((target as HTMLSelectElement).value)}>
                    <option value="" ?selected=${this.otherId === undefined}>${strings.selectEvaluation}</option>
                    ${others.map(
                      ({ id, version: otherVersion, created_at: created }) =>
                        html`<option value=${id} ?selected=${id === this.otherId}>
                          ${strings.version(otherVersion)} · ${formats.dateTime(Date.parse(created))}
                        </option>`,
                    )}
                  </select>
                </label>`
          }
          ${
            this.workspace?.canEdit
              ? html`<button @click=${() => void this.#repeat(evaluation)}>
                    ${icon('rotate-ccw')} ${strings.repeat}
                  </button>
                  ${
                    this.isConfirmingDeletion
                      ? html`<span>${strings.confirmDelete}</span>
                          <button class="danger" @click=${() => void this.#remove()}>
                            ${icon('trash')} ${common.delete}
                          </button>
                          <button @click=${() => (this.isConfirmingDeletion = false)}>${common.cancel}</button>`
                      : html`<button class="danger" @click=${() => (this.isConfirmingDeletion = true)}>
                          ${icon('trash')} ${common.delete}
                        </button>`
                  }`
              : nothing
          }
        </div>
      </section>
      ${
        otherEvaluation
          ? html`<section class="panel" data-testid="evaluation-other">
              <header>
                <h2>${strings.version(otherEvaluation.version)}</h2>
                <span class="muted small"
                  >${formatAuthor(otherEvaluation, formats.dateTime(Date.parse(otherEvaluation.created_at)))}</span
                >
              </header>
              ${renderMetrics(otherEvaluation)}
            </section>`
          : nothing
      }`
  }

  #renderCases({ cases, failed }: Evaluation): TemplateResult {
    const { evaluations: strings } = getStrings()
    const shownCases = this.showsOnlyFailed ? cases.filter(({ passed }) => passed === false) : cases
    return html`<section class="panel" data-testid="evaluation-cases">
      <header>
        <h2>${strings.source}</h2>
        <label class="switch small"
          ><input
            type="checkbox"
            .checked=${this.showsOnlyFailed}
            @change=${({ target }: Event) => (this.showsOnlyFailed = (target as HTMLInputElement).checked)}
          />${strings.onlyFailed}</label
        >
      </header>
      ${
        this.showsOnlyFailed && failed === 0
          ? html`<p class="muted small">${strings.noFailedCases}</p>`
          : html`<div class="cases" role="region" tabindex="0" aria-label=${strings.source}>
              <table>
                <thead>
                  <tr>
                    ${[strings.case, strings.input, strings.expected, strings.answer, strings.outcome].map((title) => html`<th scope="col">${title}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${shownCases.slice(0, this.maxShown).map(
                    (entry) =>
                      html`<tr>
                        <th scope="row">${entry.name}</th>
                        <td data-title=${strings.input}>${renderValue(entry.input)}</td>
                        <td data-title=${strings.expected}>${renderValue(entry.expected)}</td>
                        <td data-title=${strings.answer}>
                          ${entry.passed === null ? nothing : renderValue(entry.answer)}
                        </td>
                        <td data-title=${strings.outcome}>${renderOutcome(entry)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
    </section>`
  }

  #renderShowMoreButton({ evaluation, comparison }: Report): TemplateResult | typeof nothing {
    const { maxShown } = this
    const total = comparison ? comparison.cases.length : this.showsOnlyFailed ? evaluation.failed : evaluation.total
    return total <= maxShown
      ? nothing
      : html`<button class="quiet" @click=${() => (this.maxShown += casesPerPage)}>
          ${getStrings().evaluations.showMore(maxShown, total)}
        </button>`
  }

  #compareWith(otherId: string): void {
    this.dispatchEvent(
      new NavigationRequestEvent(getEvaluationPath(this.evaluationId, otherId === '' ? undefined : otherId)),
    )
  }

  async #load(api: ServerApi, evaluationId: string, otherId: string | undefined): Promise<Report> {
    const { value: evaluation } = await api.call('GET /api/v1/evaluations/{id}', { path: { id: evaluationId } })
    const [evaluations, targetName] = await Promise.all([
      listEvaluations(api, evaluation.agent_id ?? evaluation.workflow_id ?? undefined),
      this.#readTargetName(api, evaluation),
    ])
    const otherEvaluation = evaluations.find(({ id }) => id === otherId)
    const isOtherEarlier = otherEvaluation && Date.parse(otherEvaluation.created_at) < Date.parse(evaluation.created_at)
    const [id, other] = isOtherEarlier ? [otherEvaluation.id, evaluationId] : [evaluationId, otherId]
    const comparison =
      other === undefined
        ? undefined
        : (await api.call('GET /api/v1/evaluations/{id}/compare/{other}', { path: { id, other } })).value
    const shown = [evaluation, ...(comparison ? [comparison.before, comparison.after] : [])]
    return {
      evaluation,
      targetName,
      comparison,
      others: evaluations.filter((candidate) => candidate.id !== evaluationId),
      isRunning: !shown.every(hasEnded),
    }
  }

  #readTargetName(api: ServerApi, evaluation: Evaluation): Promise<string | undefined> {
    if (this.#cachedTargetName?.evaluationId !== evaluation.id)
      this.#cachedTargetName = { evaluationId: evaluation.id, name: readTargetName(api, evaluation) }
    return this.#cachedTargetName.name
  }

  async #repeat(evaluation: Evaluation): Promise<void> {
    const id = await this.#report.request((api) => startEvaluation(api, toRepeatBody(evaluation)))
    if (id !== undefined) this.dispatchEvent(new NavigationRequestEvent(getEvaluationPath(evaluation.id, id)))
  }

  async #remove(): Promise<void> {
    const { evaluationId: id } = this
    const response = await this.#report.request((api) => api.call('DELETE /api/v1/evaluations/{id}', { path: { id } }))
    this.isConfirmingDeletion = false
    if (!response) return
    this.#report.showToast(getStrings().evaluations.deleted)
    this.dispatchEvent(new NavigationRequestEvent(toPath('/evaluations'), true))
  }
}

/** Content of the page. */
interface Report {
  evaluation: Evaluation
  comparison: EvaluationComparison | undefined
  /** Name of the evaluated model agent or workflow. `undefined` if it cannot be read. */
  targetName: string | undefined
  /** Other evaluations of the same target. */
  others: readonly EvaluationSummary[]
  isRunning: boolean
}

type Change = 'improved' | 'regressed' | 'same' | 'missing'

function getChange(before: EvaluationCase | null, after: EvaluationCase | null): Change {
  if (!before || !after) return 'missing'
  if (before.passed === after.passed || before.passed === null || after.passed === null) return 'same'
  return after.passed ? 'improved' : 'regressed'
}

const appearances = { improved: ['circle-check', 'good'], regressed: ['triangle-alert', 'bad'] } as const

/** Returns titles that distinguish two evaluations: their versions or, if the versions are equal, also their times. */
function getEvaluationTitles(...evaluations: [EvaluationSummary, EvaluationSummary]): string[] {
  const { evaluations: strings, formats } = getStrings()
  const isSameVersion = evaluations[0].version === evaluations[1].version
  return evaluations.map(({ version, created_at: time }) =>
    isSameVersion ? `${strings.version(version)} · ${formats.dateTime(Date.parse(time))}` : strings.version(version),
  )
}

/** Renders one side of a compared case. */
const renderSide = (side: EvaluationCase | null, title: string): TemplateResult =>
  side
    ? html`<td data-title=${title}>
        ${side.passed === null ? nothing : renderValue(side.answer)} ${renderOutcome(side)}
      </td>`
    : html`<td></td>`

function renderComparison(
  { before, after, improved, regressed, cases }: EvaluationComparison,
  maxShownCases: number,
): TemplateResult {
  const { evaluations: strings } = getStrings()
  const titles = getEvaluationTitles(before, after)
  return html`<section class="panel" data-testid="evaluation-comparison">
    <header>
      <h2>${strings.source}</h2>
      <span class="small" role="status">${strings.improved(improved)} · ${strings.regressed(regressed)}</span>
    </header>
    <div class="cases" role="region" tabindex="0" aria-label=${strings.source}>
      <table>
        <thead>
          <tr>
            ${[strings.case, strings.expected, ...titles, strings.change].map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${cases.slice(0, maxShownCases).map((entry) => {
            const change = getChange(entry.before, entry.after)
            const [name, tone] =
              change === 'improved' || change === 'regressed' ? appearances[change] : [undefined, 'muted']
            return html`<tr>
              <th scope="row">${entry.name}</th>
              <td data-title=${strings.expected}>${renderValue((entry.before ?? entry.after)?.expected)}</td>
              ${renderSide(entry.before, titles[0]!)} ${renderSide(entry.after, titles[1]!)}
              <td data-title=${strings.change}>
                <span class=${`state ${tone}`}
                  >${name === undefined ? nothing : icon(name)} ${strings.changes[change]}</span
                >
              </td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>
  </section>`
}

customElements.define('studio-evaluation', EvaluationPage)
