import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderNoServer } from '../shell/server-data/render-no-server.ts'
import { sendRequest } from '../shell/server-data/send-request.ts'
import { getAgentPath, getEvaluationPath, getWorkflowPath } from '../shell/router.ts'
import { NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import { toRepeatBody } from './evaluation-form.ts'
import { evaluationsPageStyles } from './evaluations-page.styles.ts'
import { formatAuthor } from '../accounts/format-author.ts'
import { renderMetrics, renderOutcome, renderValue } from './render-outcome.ts'
import {
  hasEnded,
  listEvaluations,
  readComparison,
  readEvaluation,
  readTargetName,
  startEvaluation,
  type Evaluation,
  type EvaluationCase,
  type EvaluationComparison,
  type EvaluationSummary,
} from './server-evaluations.ts'
import { page } from '../shell/element.ts'

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
  evaluation: undefined as Evaluation | undefined,
  comparison: undefined as EvaluationComparison | undefined,
  /** Other evaluations of the same target. */
  others: [] as readonly EvaluationSummary[],
  /** Name of the evaluated model agent or workflow. `undefined` if it cannot be read. */
  targetName: undefined as string | undefined,
  isMissing: false,
  /** Whether only failed cases are shown. */
  showsOnlyFailed: false,
  /** Maximum number of cases to show. */
  maxShown: casesPerPage,
  /** Whether the deletion prompt is shown. */
  isConfirmingDeletion: false,
}) {
  static override styles = evaluationsPageStyles

  #timer: ReturnType<typeof setTimeout> | undefined
  /** The target's name, cached so that it is not read again on each refresh. */
  #cachedTargetName: { evaluationId: string; name: Promise<string | undefined> } | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('evaluationId')) this.evaluation = undefined
    if (changed.has('evaluationId') || changed.has('otherId')) this.maxShown = casesPerPage
    if (changed.has('otherId') || changed.has('evaluationId')) this.comparison = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace') || changed.has('evaluationId') || changed.has('otherId')) void this.#load()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { evaluations: strings } = getStrings()
    const { evaluation, comparison } = this
    return html`<main>
      <header>
        <h1 tabindex="-1">${evaluation?.name ?? strings.title}</h1>
        <a class="button" href="/evaluations">${icon('arrow-left')} ${strings.back}</a>
      </header>
      ${
        !this.#api
          ? renderNoServer(strings.needsServer)
          : this.isMissing
            ? html`<p>${strings.missing}</p>`
            : !evaluation
              ? renderLoading()
              : html`${this.#renderSummary(evaluation)}
                ${comparison ? renderComparison(comparison, this.maxShown) : this.#renderCases(evaluation)}
                ${this.#renderShowMoreButton()}`
      }
    </main>`
  }

  #renderSummary(evaluation: Evaluation): TemplateResult {
    const { evaluations: strings, common, formats } = getStrings()
    const { agent_id: agentId, workflow_id: workflowId, passed, failed, total, version, created_at: time } = evaluation
    const kind = agentId === null ? 'workflow' : 'agent'
    const { comparison } = this
    const otherEvaluation = comparison?.after.id === evaluation.id ? comparison.before : comparison?.after
    return html`<section class="panel" data-testid="evaluation-summary">
        <header>
          <h2>
            ${this.targetName === undefined ? nothing : `${strings.targetKinds[kind]}: ${this.targetName} · `}${strings.version(version)}
          </h2>
          <span class="muted small">${formatAuthor(evaluation.created_by, formats.dateTime(Date.parse(time)))}</span>
        </header>
        ${renderMetrics(evaluation)}
        ${
          hasEnded(evaluation)
            ? nothing
            : html`<div class="actions" role="status">
                <progress max=${total} value=${passed + failed}></progress>
                <span class="muted">${strings.waiting}</span>
              </div>`
        }
        <div class="actions">
          <a class="button" href=${agentId === null ? getWorkflowPath(workflowId ?? '') : getAgentPath(agentId)}
            >${strings.openTarget[kind]}</a
          >
          ${
            this.others.length === 0
              ? nothing
              : html`<label
                  >${strings.compareWith}
                  <select @change=${({ target }: Event) => this.#compareWith((target as HTMLSelectElement).value)}>
                    <option value="" ?selected=${this.otherId === undefined}>${strings.selectEvaluation}</option>
                    ${this.others.map(
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
                  >${formatAuthor(otherEvaluation.created_by, formats.dateTime(Date.parse(otherEvaluation.created_at)))}</span
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

  #renderShowMoreButton(): TemplateResult | typeof nothing {
    const { evaluation, comparison, maxShown } = this
    const total = comparison
      ? comparison.cases.length
      : this.showsOnlyFailed
        ? (evaluation?.failed ?? 0)
        : (evaluation?.total ?? 0)
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

  async #load(): Promise<void> {
    clearTimeout(this.#timer)
    const { evaluationId, otherId } = this
    const loadedData = await this.#request(async (api) => {
      const evaluation = await readEvaluation(api, evaluationId)
      const [evaluations, targetName] = await Promise.all([
        listEvaluations(api, evaluation.agent_id ?? evaluation.workflow_id ?? undefined),
        this.#readTargetName(api, evaluation),
      ])
      const otherEvaluation = evaluations.find(({ id }) => id === otherId)
      const isOtherEarlier =
        otherEvaluation && Date.parse(otherEvaluation.created_at) < Date.parse(evaluation.created_at)
      const [before, after] = isOtherEarlier ? [otherEvaluation.id, evaluationId] : [evaluationId, otherId]
      const comparison = after === undefined ? undefined : await readComparison(api, before, after)
      return { evaluation, targetName, comparison, others: evaluations.filter(({ id }) => id !== evaluationId) }
    })
    if (evaluationId !== this.evaluationId || otherId !== this.otherId || !this.isConnected) return
    if (loadedData) Object.assign(this, loadedData)
    this.isMissing = this.#api !== undefined && !this.evaluation
    const shownEvaluations = loadedData
      ? [
          loadedData.evaluation,
          ...(loadedData.comparison ? [loadedData.comparison.before, loadedData.comparison.after] : []),
        ]
      : []
    clearTimeout(this.#timer)
    if (!shownEvaluations.every(hasEnded)) this.#timer = setTimeout(() => void this.#load(), refreshIntervalMs)
  }

  #readTargetName(api: ServerApi, evaluation: Evaluation): Promise<string | undefined> {
    if (this.#cachedTargetName?.evaluationId !== evaluation.id)
      this.#cachedTargetName = { evaluationId: evaluation.id, name: readTargetName(api, evaluation) }
    return this.#cachedTargetName.name
  }

  async #repeat(evaluation: Evaluation): Promise<void> {
    const id = await this.#request((api) => startEvaluation(api, toRepeatBody(evaluation)))
    if (id !== undefined) this.dispatchEvent(new NavigationRequestEvent(getEvaluationPath(evaluation.id, id)))
  }

  async #remove(): Promise<void> {
    const { evaluationId: id } = this
    const response = await this.#request((api) => api.call('DELETE /api/v1/evaluations/{id}', { path: { id } }))
    this.isConfirmingDeletion = false
    if (!response) return
    this.dispatchEvent(new ToastEvent(getStrings().evaluations.deleted))
    this.dispatchEvent(new NavigationRequestEvent('/evaluations', true))
  }

  /** Sends a request and reports its problem, if any. */
  #request<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    return sendRequest(this, { api: this.#api, task: 'evaluations', shouldReport }, send)
  }
}

/** A missing evaluation is not reported, because the page itself says so. */
const shouldReport = ({ code }: Problem): boolean => code !== 'evaluation.not-found'

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
