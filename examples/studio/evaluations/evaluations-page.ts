import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderNoServer } from '../shell/server-data/render-no-server.ts'
import { sendRequest } from '../shell/server-data/send-request.ts'
import { getEvaluationPath } from '../shell/router.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import { caseSources, readEvaluationForm, type CaseSource } from './evaluation-form.ts'
import { evaluationsPageStyles } from './evaluations-page.styles.ts'
import { renderCaseFields } from './render-cases.ts'
import { formatAuthor } from '../accounts/format-author.ts'
import {
  comparisonModes,
  hasEnded,
  listChoices,
  listEvaluations,
  startEvaluation,
  type EvaluationChoices,
  type EvaluationSummary,
} from './server-evaluations.ts'
import { page } from '../shell/element.ts'

/** Refresh interval for the list, in ms. */
const refreshIntervalMs = 5_000

/** Lists the server's evaluations, newest first, and contains the form for starting one. */
export class EvaluationsPage extends page({
  /** `undefined` while the evaluations are loading. */
  evaluations: undefined as readonly EvaluationSummary[] | undefined,
  /** Options for the form. `undefined` while the form is closed. */
  choices: undefined as EvaluationChoices | undefined,
  /** Key of the target selected in the form. */
  target: '',
  source: 'dataset' as CaseSource,
  /** Keys of the entered cases, for stable rendering. */
  caseIds: [1] as readonly number[],
  invalidField: undefined as 'cases' | 'answer_schema' | undefined,
  isStarting: false,
}) {
  static override styles = evaluationsPageStyles

  #timer: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) void this.#refresh()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { evaluations: strings } = getStrings()
    return html`<main>
      <header>
        <h1 tabindex="-1">${strings.title}</h1>
        ${this.#isEmpty ? nothing : this.#renderAddButton()}
      </header>
      ${this.#renderContent()}
    </main>`
  }

  /**
   * Whether there are no evaluations and the form is closed. The page then shows only the button that opens the form.
   */
  get #isEmpty(): boolean {
    return this.evaluations?.length === 0 && !this.choices
  }

  #renderAddButton(): TemplateResult | typeof nothing {
    if (!this.#api || !this.workspace?.canEdit) return nothing
    return html`<button class="primary" @click=${() => void this.#openForm()}>
      ${icon('plus')} ${getStrings().evaluations.newEvaluation}
    </button>`
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { evaluations: strings } = getStrings()
    if (!this.#api) return renderNoServer(strings.needsServer)
    if (!this.evaluations) return renderLoading()
    return html`${this.choices ? this.#renderForm(this.choices) : nothing}
    ${
      this.evaluations.length === 0
        ? this.choices
          ? nothing
          : html`<div class="panel empty">
              ${drawEmptyState('rules')}
              <p>${strings.empty}</p>
              ${this.#renderAddButton()}
            </div>`
        : html`<section class="panel">
            <ul>
              ${repeat(this.evaluations, ({ id }) => id, renderEvaluation)}
            </ul>
          </section>`
    }`
  }

  #renderForm({ targets, datasets }: EvaluationChoices): TemplateResult {
    const { evaluations: strings, common } = getStrings()
    if (targets.length === 0) return html`<p class="muted">${strings.noTargets}</p>`
    const isAgent = this.target.startsWith('agent:')
    const sources = caseSources.filter((source) => isAgent || source !== 'tests')
    return html`<section class="panel" data-testid="evaluation-form">
      <header><h2>${strings.newEvaluation}</h2></header>
      <form class="fields" @submit=${(event: SubmitEvent) => void this.#start(event)}>
        <label
          >${strings.target}
          <select
            name="target"
            required
            @change=${({ target }: Event) => this.#setTarget((target as HTMLSelectElement).value)}
          >
            ${(['agent', 'workflow'] as const).map((kind) => {
              const options = targets.filter((target) => target.kind === kind)
              return options.length === 0
                ? nothing
                : html`<optgroup label=${strings.kinds[kind]}>
                    ${options.map(
                      ({ key, name }) => html`<option value=${key} ?selected=${key === this.target}>${name}</option>`,
                    )}
                  </optgroup>`
            })}
          </select>
        </label>
        <label
          >${strings.versionField}<input
            name="version"
            type="number"
            min="1"
            step="1"
            placeholder=${strings.currentVersion}
        /></label>
        <label>${strings.name}<input name="name" maxlength="200" autocomplete="off" /></label>
        <fieldset class="wide">
          <legend>${strings.source}</legend>
          ${sources.map(
            (source) =>
              html`<label
                ><input
                  type="radio"
                  name="source"
                  value=${source}
                  .checked=${source === this.source}
                  @change=${() => (this.source = source)}
                />${strings.sources[source]}</label
              >`,
          )}
        </fieldset>
        ${this.source === 'dataset' ? renderDatasetFields(datasets) : nothing}
        ${this.source === 'cases' ? renderCaseFields(this.caseIds, (ids) => (this.caseIds = ids)) : nothing}
        ${
          this.source === 'json'
            ? html`<label class="wide"
                  >${strings.cases}<textarea
                    name="cases"
                    spellcheck="false"
                    placeholder=${strings.casesExample}
                  ></textarea>
                </label>
                ${this.#renderJsonError('cases')}`
            : nothing
        }
        <label class="wide"
          >${strings.schema}
          <textarea
            name="answer_schema"
            spellcheck="false"
            placeholder=${'{"type": "string", "maxLength": 200}'}
          ></textarea>
        </label>
        ${this.#renderJsonError('answer_schema')}
        ${isAgent ? nothing : html`<p class="muted small wide">${strings.schemaHint}</p>`}
        <div class="buttons wide">
          <button class="primary" ?disabled=${this.isStarting || (this.source === 'dataset' && datasets.length === 0)}>
            ${icon('play')} ${strings.start}
          </button>
          <button type="button" @click=${() => (this.choices = undefined)}>${common.cancel}</button>
        </div>
      </form>
    </section>`
  }

  #renderJsonError(field: EvaluationsPage['invalidField']): TemplateResult | typeof nothing {
    const { evaluations: strings } = getStrings()
    return this.invalidField === field
      ? html`<p class="bad small wide" role="alert">${strings.invalidJson}</p>`
      : nothing
  }

  async #openForm(): Promise<void> {
    const choices = await this.#request(listChoices)
    if (!choices) return
    this.invalidField = undefined
    // Without datasets, there are no rows to use as cases.
    if (choices.datasets.length === 0 && this.source === 'dataset') this.source = 'cases'
    this.#setTarget(choices.targets[0]?.key ?? '')
    this.choices = choices
  }

  #setTarget(targetKey: string): void {
    this.target = targetKey
    if (this.source === 'tests' && !targetKey.startsWith('agent:')) this.source = 'dataset'
  }

  async #start(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { body, invalidField } = readEvaluationForm(new FormData(event.target as HTMLFormElement))
    this.invalidField = invalidField
    if (!body) return
    await this.#startEvaluation(body)
  }

  async #startEvaluation(body: Record<string, Json>): Promise<void> {
    this.isStarting = true
    const id = await this.#request((api) => startEvaluation(api, body))
    this.isStarting = false
    if (id !== undefined) this.dispatchEvent(new NavigationRequestEvent(getEvaluationPath(id)))
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const evaluations = await this.#request((api) => listEvaluations(api))
    if (!this.isConnected) return
    if (evaluations) this.evaluations = evaluations
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), refreshIntervalMs)
  }

  /** Sends a request and reports its problem, if any. */
  #request<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    return sendRequest(this, { api: this.#api, task: 'evaluations' }, send)
  }
}

function renderDatasetFields(datasets: EvaluationChoices['datasets']): TemplateResult {
  const { evaluations: strings } = getStrings()
  if (datasets.length === 0) return html`<p class="muted small wide">${strings.noDatasets}</p>`
  return html`<label
      >${strings.dataset}
      <select name="data_id" required>
        ${datasets.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
      </select>
    </label>
    <label>${strings.maxCases}<input name="max_cases" type="number" min="1" max="2000" step="1" /></label>
    <label
      >${strings.inputColumn}<input
        name="input_column"
        placeholder=${strings.otherColumns}
        autocomplete="off"
        spellcheck="false"
    /></label>
    <label>${strings.expectedColumn}<input name="expected_column" autocomplete="off" spellcheck="false" /></label>
    <label
      >${strings.compare}
      <select name="compare">
        ${comparisonModes.map((value) => html`<option value=${value}>${strings.comparisons[value]}</option>`)}
      </select>
    </label>
    <label>${strings.tolerance}<input name="tolerance" type="number" min="0" step="any" .defaultValue=${'0'} /></label>`
}

function renderEvaluation(evaluation: EvaluationSummary): TemplateResult {
  const { evaluations: strings, formats } = getStrings()
  const { id, name, version, passed, failed, total, score, created_at: time } = evaluation
  return html`<li data-testid="evaluation-item">
    <div class="row">
      <span class="item-text">
        <a class="ellipsis name" href=${getEvaluationPath(id)}>${name}</a>
        <span class="ellipsis muted small"
          >${formatAuthor(evaluation.created_by, formatTimeAgo(Date.parse(time), Date.now()))}</span
        >
      </span>
      <span class="small">${strings.version(version)}</span>
      ${
        hasEnded(evaluation)
          ? html`<span class="small">${strings.passedCount(passed, total)}</span>
              <span class="name">${formats.percent(score)}</span>`
          : html`<span class="small">${strings.progress(passed + failed, total)}</span>
              <span class="state muted">${icon('loader-circle')} ${strings.states.pending}</span>`
      }
    </div>
  </li>`
}

customElements.define('studio-evaluations', EvaluationsPage)
