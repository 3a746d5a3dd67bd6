import {
  createRuleData,
  createSampleLoader,
  icon,
  renderCode,
  renderProblem,
  type FieldChangeEvent,
  type LoadColumnSamples,
  type RuleData,
} from '@aw-flow/editor'
import type { StoredDataset, WorkflowSession } from '@aw-flow/client'
import type { Config, Problem, ValidationReport } from '@aw-flow/schema'
import { validationReportSchema } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { createValidationSession, loadNodeId, validateDataset, validationNodeId } from './validate-dataset.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { getStrings } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'
import { validationPageStyles } from './validation-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

const methods = {
  /** The rules are edited in a list, so no example is needed. */
  rules: {
    setting: 'schema',
    example: '',
  },
  schema: {
    setting: 'schema',
    example: '{"columns": ["id", {"name": "value", "type": "number", "min": 0}]}',
  },
  info: {
    setting: 'facts',
    example: 'rows > 3\ncolumns.value.nullShare < 0.05',
  },
  function: {
    setting: 'expression',
    example: 'value > 0',
  },
} as const
type ValidationMethod = keyof typeof methods

/**
 * Languages in which a rule can be written, with examples. The example for `code` contains natural language, so it is
 * translated with the UI strings.
 */
const languages = {
  expression: { example: 'value > 0 and $length(name) > 1' },
  predicate: { example: "value > 0 AND name <> ''" },
  code: { example: undefined },
} as const
type Language = keyof typeof languages

/** Functions for testing and suggesting rules for a dataset. */
interface RuleTools {
  readonly rules: RuleData | undefined
  readonly loadSamples: LoadColumnSamples | undefined
}

type Outcome = { report: ValidationReport } | { problem: Problem }

/** Validates a dataset: the user selects it, defines rules, runs the validation and reads the report. */
export class ValidationPage extends page({
  data: '',
  kind: 'rules' as ValidationMethod,
  language: 'expression' as Language,
  /** Entered values, keyed by setting. */
  texts: {} as Readonly<Record<string, string>>,
  outcome: undefined as Outcome | undefined,
  isDetailExpanded: false,
  isBusy: false,
  isSubmitted: false,
  /** `undefined` until a dataset is selected and its session is open. */
  ruleTools: undefined as RuleTools | undefined,
}) {
  static override urlFields: UrlFields<ValidationPage> = {
    kind: Object.keys(methods),
    language: Object.keys(languages),
  }
  static override styles = validationPageStyles

  /** ID of the dataset that the rules are tested on. */
  #ruleDatasetId: string | undefined
  #ruleSession: WorkflowSession | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#closeRuleTools()
  }

  protected override willUpdate(): void {
    const dataset = this.isConnected && this.kind === 'rules' ? this.#dataset : undefined
    if (dataset?.dataset.id === this.#ruleDatasetId) return
    this.#closeRuleTools()
    if (dataset) void this.#openRuleTools(dataset)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const strings = getStrings().validation
    return html`
      <main>
        <header><h1 tabindex="-1">${strings.title}</h1></header>
        <div class="columns">
          <form class="panel" @submit=${this.#submit} novalidate>
            ${this.#renderData(workspace)} ${this.#renderKinds()}
            ${this.kind === 'rules' ? this.#renderRules() : this.#renderText()}
            <button class="primary" data-testid="run-validation" ?disabled=${this.isBusy}>
              ${icon('shield-check')} ${this.isBusy ? strings.validating : strings.validate}
            </button>
          </form>
          <section
            class="panel result ${this.isBusy || this.outcome ? 'shown' : ''}"
            aria-label=${strings.result}
            aria-busy=${this.isBusy}
          >
            ${this.#renderOutcome()}
          </section>
        </div>
      </main>
    `
  }

  #renderData({ datasets }: Workspace): TemplateResult {
    const isMissing = this.isSubmitted && this.data === ''
    const strings = getStrings().validation
    return html`<label>
      ${strings.data}
      <select
        data-testid="data-select"
        aria-invalid=${isMissing}
        @change=${(event: Event) => (this.data = (event.target as HTMLSelectElement).value)}
      >
        <option value="" .selected=${this.data === ''}>
          ${datasets.length === 0 ? strings.noData : strings.selectDataset}
        </option>
        ${datasets.map(
          ({ dataset }) =>
            html`<option value=${dataset.id} .selected=${dataset.id === this.data}>${dataset.name}</option>`,
        )}
      </select>
      ${isMissing ? html`<span class="bad small">${strings.datasetRequired}</span>` : nothing}
    </label>`
  }

  #renderKinds(): TemplateResult {
    const strings = getStrings().validation
    return html`<fieldset>
      <legend>${strings.method}</legend>
      <div class="kinds">
        ${(Object.keys(methods) as ValidationMethod[]).map(
          (kind) =>
            html`<button
              type="button"
              aria-pressed=${kind === this.kind}
              data-testid="validation-type-${kind}"
              @click=${() => (this.kind = kind)}
            >
              ${strings.methods[kind].title}
            </button>`,
        )}
      </div>
      <p class="small muted">${strings.methods[this.kind].description}</p>
    </fieldset>`
  }

  /** Renders the rules as a list. After each change, they are tested on a sample. */
  #renderRules(): TemplateResult {
    const { ruleTools } = this
    const dataset = this.#dataset
    const { validation: strings, editor } = getStrings()
    const isMissing = this.isSubmitted && (this.texts.schema ?? '').trim() === ''
    return html`<div class="rules">
      ${
        dataset
          ? html`<aw-rule-builder
              data-testid="rule-builder"
              role="group"
              aria-label=${strings.methods.rules.label}
              .label=${strings.methods.rules.label}
              .value=${this.texts.schema ?? ''}
              .columns=${dataset.preview?.columns}
              .data=${ruleTools?.rules}
              .loadSamples=${ruleTools?.loadSamples}
              .subject=${dataset.dataset.id}
              .formStrings=${editor.inspectorStrings.form}
              @aw-field-change=${(event: FieldChangeEvent) =>
                (this.texts = { ...this.texts, schema: String(event.value) })}
            ></aw-rule-builder>`
          : html`<p class="small muted">${strings.selectDatasetForRules}</p>`
      }
      ${isMissing ? html`<span class="bad small">${strings.noRules}</span>` : nothing}
    </div>`
  }

  #renderText(): TemplateResult {
    const setting = this.#setting
    const strings = getStrings().validation
    const defaultExample = this.kind === 'function' ? languages[this.language].example : methods[this.kind].example
    const example = defaultExample ?? strings.codeExample
    const isMissing = this.isSubmitted && (this.texts[setting] ?? '').trim() === ''
    return html`
      ${
        this.kind === 'function'
          ? html`<label>
              ${strings.language}
              <select
                @change=${(event: Event) => (this.language = (event.target as HTMLSelectElement).value as Language)}
              >
                ${(Object.keys(languages) as Language[]).map(
                  (item) =>
                    html`<option value=${item} .selected=${item === this.language}>${strings.languages[item]}</option>`,
                )}
              </select>
            </label>`
          : nothing
      }
      <label>
        ${strings.methods[this.kind].label}
        <textarea
          rows="8"
          spellcheck="false"
          data-testid=${this.kind === 'schema' ? 'schema-config' : `${this.kind}-config`}
          placeholder=${example}
          aria-invalid=${isMissing}
          .value=${this.texts[setting] ?? ''}
          @input=${(event: Event) =>
            (this.texts = { ...this.texts, [setting]: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
        ${isMissing ? html`<span class="bad small">${strings.noRules}</span>` : nothing}
      </label>
      <p class="small">
        <button
          type="button"
          class="quiet"
          @click=${() => (this.texts = { ...this.texts, [setting]: this.#createProposal(example) })}
        >
          ${icon('wand-sparkles')}
          ${this.kind === 'schema' && this.#columns ? strings.startFromColumns : strings.startFromExample}
        </button>
      </p>
    `
  }

  #renderOutcome(): TemplateResult {
    const { outcome } = this
    const { validation: strings, editor } = getStrings()
    if (this.isBusy)
      return html`<div class="skeleton" role="status"><span class="visually-hidden">${strings.validating}</span></div>`
    if (!outcome) {
      return html`<div class="empty">
        ${drawEmptyState('rules')}
        <p>${strings.empty}</p>
      </div>`
    }
    if ('problem' in outcome) {
      const problem = renderProblem(outcome.problem, editor.renderText)
      return html`<p class="verdict" role="alert" data-testid="validation-result">
        <span class="bad">${icon('circle-x', 20)}</span>
        <span
          >${strings.failed} ${renderCode(problem.message)}
          <span class="muted">${renderCode(problem.hint ?? '')}</span></span
        >
      </p>`
    }
    const { report } = outcome
    const failingCount = report.rules.filter(({ valid }) => !valid).length
    return html`
      <p class="verdict" role="status" data-testid="validation-result">
        <span class=${report.valid ? 'good' : 'bad'}>${icon(report.valid ? 'circle-check' : 'circle-x', 20)}</span>
        <span>
          ${strings.dataIs} <strong>${report.valid ? strings.valid : strings.notValid}</strong>:
          ${failingCount === 0 ? strings.allPassed(report.rules.length) : strings.someFailed(failingCount, report.rules.length)}
        </span>
        <button
          data-testid="validation-details"
          aria-expanded=${this.isDetailExpanded}
          @click=${() => (this.isDetailExpanded = !this.isDetailExpanded)}
        >
          ${this.isDetailExpanded ? strings.hideDetails : strings.showDetails}
        </button>
      </p>
      ${
        this.isDetailExpanded
          ? html`<aw-validation-report
              data-testid="validation-report"
              .strings=${editor.resultsStrings.monitor.report.validation}
              .report=${report}
              label=${this.#dataset?.dataset.name ?? ''}
            ></aw-validation-report>`
          : nothing
      }
    `
  }

  get #setting(): string {
    return this.kind === 'function' ? this.language : methods[this.kind].setting
  }

  get #dataset(): StoredDataset | undefined {
    return this.workspace?.datasets.find(({ dataset }) => dataset.id === this.data)
  }

  get #columns(): string[] | undefined {
    const preview = this.#dataset?.preview
    return preview && preview.columns.length > 0 ? preview.columns.map(({ name }) => name) : undefined
  }

  #createProposal(example: string): string {
    return this.kind === 'schema' && this.#columns ? JSON.stringify({ columns: this.#columns }, null, 2) : example
  }

  async #openRuleTools(storedDataset: StoredDataset): Promise<void> {
    const { id } = storedDataset.dataset
    this.#ruleDatasetId = id
    const session = await createValidationSession(this.workspace!, storedDataset, { schema: '' })
    if (this.#ruleDatasetId !== id) return session.close()
    this.#ruleSession = session
    await waitUntilReadable(session)
    if (this.#ruleSession !== session) return
    this.ruleTools = {
      rules: createRuleData(session, validationNodeId),
      loadSamples: createSampleLoader(session, validationNodeId, getStrings().formats.locale),
    }
  }

  #closeRuleTools(): void {
    this.#ruleDatasetId = undefined
    void this.#ruleSession?.close()
    this.#ruleSession = undefined
    this.ruleTools = undefined
  }

  #submit = (event: Event): void => {
    event.preventDefault()
    void this.#run()
  }

  async #run(): Promise<void> {
    const { workspace } = this
    const setting = this.#setting
    const text = this.texts[setting] ?? ''
    this.isSubmitted = true
    const storedDataset = this.#dataset
    if (!workspace || !storedDataset || text.trim() === '') {
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
      return
    }
    const config: Config = { schema: '', [setting]: text }
    this.isBusy = true
    this.outcome = undefined
    await this.updateComplete
    // On a phone, the result is above the form.
    this.renderRoot.querySelector('.result')?.scrollIntoView({ block: 'nearest' })
    const result = await validateDataset(workspace, storedDataset, config)
    this.isBusy = false
    const report = validationReportSchema.safeParse('report' in result ? result.report : undefined)
    this.outcome = report.success
      ? { report: report.data }
      : {
          problem:
            'problem' in result
              ? result.problem
              : { code: 'validation.no-report', severity: 'error', message: getStrings().validation.noReport },
        }
  }
}

/** Waits until the session has determined that its dataset can be loaded. */
async function waitUntilReadable(session: WorkflowSession): Promise<void> {
  const isReadable = (): boolean => {
    const node = session.document.description?.nodes[loadNodeId]
    return node !== undefined && !node.problems.some(({ severity }) => severity === 'error')
  }
  if (isReadable()) return
  await new Promise<void>((resolve) => {
    const check = (): void => {
      if (!isReadable()) return
      session.removeEventListener('aw-session-change', check)
      resolve()
    }
    session.addEventListener('aw-session-change', check)
  })
}

customElements.define('studio-validation', ValidationPage)
