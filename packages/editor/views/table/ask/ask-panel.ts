import { html, nothing, type TemplateResult } from 'lit'
import { getProblemText } from '@aw-flow/schema'
import { dataAnswerSchema, type DataAnswer } from '@aw-flow/schema/internal'
import { icon } from '../../../icons/icon.ts'
import { toProblem, type TableSource } from '../../table-source.ts'
import type { AskStrings } from './ask-strings.ts'
import { StatementPreview } from './statement-preview.ts'
import type { PanelHost, TablePanel } from '../table-panel.ts'
import type { DataTableStrings } from '../table-strings.ts'
import type { TableToolStrings } from '../table-tool-strings.ts'
import type { NodeChain } from '../table-view.ts'

type Choice = DataAnswer['choices'][number]

/**
 * Panel for asking a question about a table in natural language, answered by rules or by a language model that the user
 * selects. Shows the resulting SQL statement and the first rows of its result, or lists words that are ambiguous or not
 * understood. Nothing changes until the user adds the statement as a node or uses it in a setting.
 */
export class AskPanel implements TablePanel {
  readonly #options: ConstructorParameters<typeof AskPanel>[0]
  #question = ''
  #selectedOptions: Readonly<Record<string, string>> = {}
  #answer: DataAnswer | undefined
  #failure: unknown
  #abortController: AbortController | undefined
  /** The language model that is answering or has answered, or `undefined` for rules. */
  #modelId: string | undefined
  readonly #preview: StatementPreview

  constructor(options: {
    readonly source: Pick<TableSource, 'ask' | 'listModels' | 'previewStatement'>
    readonly host: PanelHost
    readonly onAdd: (chain: NodeChain) => void
    /** If present, the statement is passed to `customAction.run` instead of being added as a node. */
    readonly customAction?: { readonly label: string; readonly note: string; run(statement: string): void } | undefined
    getStrings(): DataTableStrings
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
    this.#preview = new StatementPreview(options.source, () => options.host.requestUpdate())
  }

  get label(): string {
    return this.#strings.title
  }

  get #strings(): AskStrings {
    return this.#options.getToolStrings().ask
  }

  render(): TemplateResult {
    const strings = this.#strings
    return html`<form class="filter ask" @submit=${this.#onSubmit}>
      <h3>${strings.title}</h3>
      <div class="part">
        <input
          type="text"
          maxlength="500"
          aria-label=${strings.question}
          placeholder=${strings.placeholder}
          .value=${this.#question}
          @input=${this.#onInput}
        />
        <button type="submit">${strings.submit}</button>
      </div>
      ${this.#renderModels(strings)} ${this.#renderAnswer(strings)}
    </form>`
  }

  /** Renders a button for each language model, and a note about the data that is sent to models. */
  #renderModels(strings: AskStrings): unknown {
    const models = this.#options.source.listModels?.() ?? []
    if (models.length === 0) return nothing
    return html`<div class="models">
      ${models.map(
        (model) =>
          html`<button
            type="button"
            class="model"
            title=${strings.sentDataNote(model)}
            ?disabled=${this.#question.trim() === ''}
            @click=${() => this.#ask(model)}
          >
            ${icon('wand-sparkles')}${strings.askModel(model)}
          </button>`,
      )}
      <span class="muted">${strings.sentDataNote(models.join(', '))}</span>
    </div>`
  }

  #renderAnswer(strings: AskStrings): unknown {
    if (this.#failure !== undefined) {
      const reason = this.#options.getStrings().renderText(getProblemText(toProblem(this.#failure)))
      return html`<p class="bad" role="alert">${strings.failed(reason)}</p>`
    }
    if (this.#abortController) {
      const status = this.#modelId === undefined ? strings.reading : strings.askingModel(this.#modelId)
      return html`<p class="muted" role="status">${status}</p>`
    }
    const answer = this.#answer
    if (!answer) return html`<p class="muted">${strings.hint}</p>`
    const { statement, choices, unknown: unknownWords, unsupported: unsupportedWords, model } = answer
    if (model?.failure !== undefined) {
      const reason = this.#options.getStrings().renderText(model.failure)
      return html`<p class="bad" role="alert">${strings.failed(reason)}</p>`
    }
    const notes = [
      ...(unsupportedWords.length > 0 ? [strings.unsupported(unsupportedWords)] : []),
      ...(unknownWords.length > 0 ? [strings.unknown(unknownWords)] : []),
      ...(statement === undefined && !model && choices.length + unknownWords.length + unsupportedWords.length === 0
        ? [strings.emptyQuestion]
        : []),
    ]
    return html`<div class="answer" role="status">
        ${notes.map((note) => html`<p class="warn">${note}</p>`)}
        ${choices.map((choice) => this.#renderChoice(choice, strings))}
        ${model ? this.#renderModelNotes(model, statement !== undefined, strings) : nothing}
        ${statement === undefined ? nothing : this.#renderStatement(answer, statement, strings)}
      </div>
      ${statement === undefined ? nothing : this.#renderButtons(answer, statement, strings)}`
  }

  #renderModelNotes(
    { name, host, remarks, questions }: NonNullable<DataAnswer['model']>,
    hasStatement: boolean,
    strings: AskStrings,
  ): TemplateResult {
    return html`${hasStatement ? html`<p class="info">${icon('wand-sparkles')}${strings.answeredBy(name, host)}</p>` : nothing}
    ${remarks === '' ? nothing : html`<p>${remarks}</p>`}
    ${
      questions.length === 0
        ? nothing
        : html`<div>
            <p class="muted">${strings.questions}</p>
            <ul>
              ${questions.map((question) => html`<li>${question}</li>`)}
            </ul>
          </div>`
    }`
  }

  #renderChoice({ key, kind, words, options }: Choice, strings: AskStrings): TemplateResult {
    return html`<fieldset>
      <legend>${strings.choose(kind, words)}</legend>
      ${options.map(
        (option) =>
          html`<button type="button" class="choice" @click=${() => this.#selectOption(key, option)}>
            ${this.#formatOption(kind, option, strings)}
          </button>`,
      )}
    </fieldset>`
  }

  #formatOption(kind: Choice['kind'], option: string, strings: AskStrings): string {
    const names: Readonly<Record<string, string>> = {
      ...this.#options.getToolStrings().functionNames,
      row: strings.row,
      share: strings.share,
    }
    if (kind === 'calculation') return names[option] ?? option
    if (kind === 'period') return strings.periods[option as keyof AskStrings['periods']]
    return option === '' ? strings.allRows : option
  }

  #renderStatement({ parts, rowNoun }: DataAnswer, statement: string, strings: AskStrings): TemplateResult {
    const { customAction, getStrings } = this.#options
    return html`<dl ?hidden=${parts.length === 0}>
        ${parts.map(
          ({ kind, text }) =>
            html`<div>
              <dt class="muted">${strings.parts[kind]}</dt>
              <dd><code>${text}</code></dd>
            </div>`,
        )}
      </dl>
      ${rowNoun === undefined ? '' : html`<p class="muted">${strings.rowNoun(rowNoun)}</p>`}
      <pre aria-label=${strings.statement} tabindex="0" role="region"><code>${statement}</code></pre>
      ${this.#preview.render(strings, getStrings())}
      <p class="muted">${customAction ? customAction.note : strings.note}</p>`
  }

  #renderButtons(answer: DataAnswer, statement: string, strings: AskStrings): TemplateResult {
    const { chart, wantsChart } = answer
    const { customAction } = this.#options
    if (customAction)
      return html`<div class="buttons">
        <button type="button" class="primary" @click=${() => customAction.run(statement)}>${customAction.label}</button>
      </div>`
    const nodes: NodeChain['nodes'] = [{ type: 'sql', config: { statement, inputs: 'input' } }]
    const renderAddButton = (label: string, chain: NodeChain['nodes'], isPrimary: boolean): TemplateResult =>
      html`<button type="button" class=${isPrimary ? 'primary' : ''} @click=${() => this.#add(chain)}>
        ${icon('plus')}${label}
      </button>`
    return html`<div class="buttons">
      ${
        chart
          ? renderAddButton(
              strings.addWithChart,
              [...nodes, { type: 'chart', config: { ...chart, measure: 'sum' } }],
              wantsChart,
            )
          : nothing
      }
      ${renderAddButton(strings.add, nodes, !wantsChart || !chart)}
    </div>`
  }

  #add(nodes: NodeChain['nodes']): void {
    this.#options.host.close()
    this.#options.onAdd({ nodes })
  }

  #selectOption(key: string, option: string): void {
    this.#selectedOptions = { ...this.#selectedOptions, [key]: option }
    void this.#ask(undefined)
  }

  #onInput = (event: Event): void => {
    this.#question = (event.target as HTMLInputElement).value
    this.#selectedOptions = {}
    if (!this.#answer) {
      // The model buttons are disabled while the question is empty.
      if ((this.#options.source.listModels?.() ?? []).length > 0) this.#options.host.requestUpdate()
      return
    }
    // The displayed statement answers the previous question.
    this.#answer = undefined
    this.#preview.clear()
    this.#options.host.requestUpdate()
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault()
    void this.#ask(undefined)
  }

  async #ask(model: string | undefined): Promise<void> {
    const { source, host } = this.#options
    this.#abortController?.abort()
    const controller = new AbortController()
    this.#abortController = controller
    this.#failure = undefined
    this.#modelId = model
    this.#preview.clear()
    host.requestUpdate()
    try {
      const answer = await source.ask?.(this.#question, this.#selectedOptions, controller.signal, model)
      if (controller.signal.aborted) return
      this.#answer = dataAnswerSchema.parse(answer)
      if (this.#answer.statement !== undefined) void this.#preview.load(this.#answer.statement)
    } catch (cause) {
      if (controller.signal.aborted) return
      this.#failure = cause
    }
    this.#abortController = undefined
    host.requestUpdate()
  }
}
