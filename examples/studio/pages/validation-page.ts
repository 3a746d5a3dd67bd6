import { icon, withCode } from '@aw-flow/editor'
import { validationReportSchema, type Config, type Problem, type ValidationReport } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { checkDataset } from '../check-dataset.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { validationPageStyles } from './validation-page.styles.ts'

const kinds = {
  schema: {
    word: 'Schema',
    says: 'Columns, types, ranges, patterns, keys.',
    label: 'Schema, as JSON',
    setting: 'schema',
    example: '{"columns": ["id", {"name": "value", "type": "number", "min": 0}]}',
  },
  info: {
    word: 'Info dict',
    says: 'Conditions over what is known of the whole table.',
    label: 'Conditions, one a line',
    setting: 'facts',
    example: 'rows > 3\ncolumns.value.nullShare < 0.05',
  },
  function: {
    word: 'Function',
    says: 'What holds in every row, as an expression, SQL or code.',
    label: 'What holds in every row',
    setting: 'expression',
    example: 'value > 0',
  },
} as const
type Kind = keyof typeof kinds

const languages = {
  expression: { word: 'Expression (JSONata)', example: 'value > 0 and $length(name) > 1' },
  predicate: { word: 'SQL predicate', example: "value > 0 AND name <> ''" },
  code: { word: 'JavaScript', example: 'return row.value > 0 || "value is not above 0"' },
} as const
type Language = keyof typeof languages

type Outcome = { report: ValidationReport } | { problem: Problem }

/** Checks a dataset: choose it, say what must hold, run, read the report. */
export class ValidationPage extends LitElement {
  static override styles = validationPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    data: { state: true },
    kind: { state: true },
    language: { state: true },
    texts: { state: true },
    outcome: { state: true },
    detailed: { state: true },
    busy: { state: true },
    asked: { state: true },
  }

  declare workspace: Workspace | undefined
  declare data: string
  declare kind: Kind
  declare language: Language
  /** What was written, by setting. */
  declare texts: Readonly<Record<string, string>>
  declare outcome: Outcome | undefined
  declare detailed: boolean
  declare busy: boolean
  declare asked: boolean

  constructor() {
    super()
    this.data = ''
    this.kind = 'schema'
    this.language = 'expression'
    this.texts = {}
    this.detailed = false
    this.busy = false
    this.asked = false
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">Validation</h1></header>
        <div class="two">
          <form class="panel" @submit=${this.#submit} novalidate>
            ${this.#renderData(workspace)} ${this.#renderKinds()} ${this.#renderText()}
            <button class="primary" data-testid="run-validation" ?disabled=${this.busy}>
              ${icon('shield-check')} ${this.busy ? 'Checking…' : 'Check the data'}
            </button>
          </form>
          <section class="panel result" aria-label="Result" aria-busy=${this.busy}>${this.#renderOutcome()}</section>
        </div>
      </main>
    `
  }

  #renderData({ datasets }: Workspace): TemplateResult {
    const isMissing = this.asked && this.data === ''
    return html`<label>
      Data
      <select
        data-testid="data-select"
        aria-invalid=${isMissing}
        @change=${(event: Event) => (this.data = (event.target as HTMLSelectElement).value)}
      >
        <option value="" ?selected=${this.data === ''}>
          ${datasets.length === 0 ? 'No data yet' : 'Choose a dataset…'}
        </option>
        ${datasets.map(
          ({ dataset }) =>
            html`<option value=${dataset.id} ?selected=${dataset.id === this.data}>${dataset.name}</option>`,
        )}
      </select>
      ${isMissing ? html`<span class="bad small">Choose the data that is to be checked.</span>` : nothing}
    </label>`
  }

  #renderKinds(): TemplateResult {
    return html`<fieldset>
      <legend>By</legend>
      <div class="kinds">
        ${(Object.keys(kinds) as Kind[]).map(
          (kind) =>
            html`<button
              type="button"
              aria-pressed=${kind === this.kind}
              data-testid="validation-type-${kind}"
              @click=${() => (this.kind = kind)}
            >
              ${kinds[kind].word}
            </button>`,
        )}
      </div>
      <p class="small muted">${kinds[this.kind].says}</p>
    </fieldset>`
  }

  #renderText(): TemplateResult {
    const setting = this.#setting
    const example = this.kind === 'function' ? languages[this.language].example : kinds[this.kind].example
    const isMissing = this.asked && (this.texts[setting] ?? '').trim() === ''
    return html`
      ${
        this.kind === 'function'
          ? html`<label>
              Language
              <select
                @change=${(event: Event) => (this.language = (event.target as HTMLSelectElement).value as Language)}
              >
                ${(Object.keys(languages) as Language[]).map(
                  (one) =>
                    html`<option value=${one} ?selected=${one === this.language}>${languages[one].word}</option>`,
                )}
              </select>
            </label>`
          : nothing
      }
      <label>
        ${kinds[this.kind].label}
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
        ${isMissing ? html`<span class="bad small">Say what must hold.</span>` : nothing}
      </label>
      <p class="small">
        <button
          type="button"
          class="quiet"
          @click=${() => (this.texts = { ...this.texts, [setting]: this.#proposal(example) })}
        >
          ${icon('wand-sparkles')}
          ${this.kind === 'schema' && this.#columns ? 'Begin with the columns of this file' : 'Begin with an example'}
        </button>
      </p>
    `
  }

  #renderOutcome(): TemplateResult {
    const { outcome } = this
    if (this.busy) return html`<div class="skeleton" role="status"><span class="visually-hidden">Checking…</span></div>`
    if (!outcome) {
      return html`<div class="empty">
        ${icon('shield-check', 20)}
        <p>The outcome stands here: each rule, how many rows fail it, and the first of them.</p>
      </div>`
    }
    if ('problem' in outcome) {
      return html`<p class="verdict" role="alert" data-testid="validation-result">
        <span class="bad">${icon('circle-x', 20)}</span>
        <span
          >Could not be checked. ${withCode(outcome.problem.message)}
          <span class="muted">${withCode(outcome.problem.hint ?? '')}</span></span
        >
      </p>`
    }
    const { report } = outcome
    const failing = report.rules.filter(({ valid }) => !valid).length
    return html`
      <p class="verdict" role="status" data-testid="validation-result">
        <span class=${report.valid ? 'good' : 'bad'}>${icon(report.valid ? 'circle-check' : 'circle-x', 20)}</span>
        <span>
          The data is <strong>${report.valid ? 'valid' : 'not valid'}</strong>:
          ${failing === 0 ? `all ${report.rules.length} rules hold` : `${failing} of ${report.rules.length} rules fail`}.
        </span>
        <button
          data-testid="validation-details"
          aria-expanded=${this.detailed}
          @click=${() => (this.detailed = !this.detailed)}
        >
          ${this.detailed ? 'Hide details' : 'Show details'}
        </button>
      </p>
      ${
        this.detailed
          ? html`<aw-validation-report
              data-testid="validation-report"
              .report=${report}
              label=${this.workspace?.datasets.find(({ dataset }) => dataset.id === this.data)?.dataset.name ?? ''}
            ></aw-validation-report>`
          : nothing
      }
    `
  }

  get #setting(): string {
    return this.kind === 'function' ? this.language : kinds[this.kind].setting
  }

  get #columns(): string[] | undefined {
    const preview = this.workspace?.datasets.find(({ dataset }) => dataset.id === this.data)?.preview
    return preview && preview.columns.length > 0 ? preview.columns.map(({ name }) => name) : undefined
  }

  #proposal(example: string): string {
    return this.kind === 'schema' && this.#columns ? JSON.stringify({ columns: this.#columns }, null, 2) : example
  }

  #submit = (event: Event): void => {
    event.preventDefault()
    void this.#run()
  }

  async #run(): Promise<void> {
    const { workspace } = this
    const setting = this.#setting
    const text = this.texts[setting] ?? ''
    this.asked = true
    const stored = workspace?.datasets.find(({ dataset }) => dataset.id === this.data)
    if (!workspace || !stored || text.trim() === '') {
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
      return
    }
    const config: Config = { schema: '', [setting]: text }
    this.busy = true
    this.outcome = undefined
    const answer = await checkDataset(workspace, stored.dataset, config)
    this.busy = false
    const report = validationReportSchema.safeParse('report' in answer ? answer.report : undefined)
    this.outcome = report.success
      ? { report: report.data }
      : {
          problem:
            'problem' in answer
              ? answer.problem
              : { code: 'validation.no-report', severity: 'error', message: 'The check told nothing.' },
        }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-validation': ValidationPage
  }
}

customElements.define('studio-validation', ValidationPage)
