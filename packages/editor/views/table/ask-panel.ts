import { html, nothing, type TemplateResult } from 'lit'
import { dataAnswerSchema, getProblemText, type DataAnswer } from '@aw-flow/schema'
import { icon } from '../../icons/icon.ts'
import { toProblem, type TableSource } from '../table-source.ts'
import type { AskStrings } from './ask-strings.ts'
import type { PanelHost, TablePanel } from './table-panel.ts'
import type { DataTableStrings } from './table-strings.ts'
import type { TableToolStrings } from './table-tool-strings.ts'
import type { NodeChain } from './table-view.ts'

type Choice = DataAnswer['choices'][number]

/**
 * Asks a question in words about a table. Shows the statement that answers it, or what is ambiguous or not understood.
 * The user adds the statement as a node; nothing runs.
 */
export class AskPanel implements TablePanel {
  readonly #options: ConstructorParameters<typeof AskPanel>[0]
  #question = ''
  #chosen: Readonly<Record<string, string>> = {}
  #answer: DataAnswer | undefined
  #failure: unknown
  #abortController: AbortController | undefined

  constructor(options: {
    readonly source: TableSource
    readonly host: PanelHost
    readonly onAdd: (chain: NodeChain) => void
    getStrings(): DataTableStrings
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
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
      ${this.#renderAnswer(strings)}
    </form>`
  }

  #renderAnswer(strings: AskStrings): unknown {
    if (this.#failure !== undefined) {
      const reason = this.#options.getStrings().renderText(getProblemText(toProblem(this.#failure)))
      return html`<p class="bad" role="alert">${strings.failed(reason)}</p>`
    }
    if (this.#abortController) return html`<p class="muted" role="status">${strings.reading}</p>`
    const answer = this.#answer
    if (!answer) return html`<p class="muted">${strings.hint}</p>`
    const { statement, choices, unknown, unsupported } = answer
    const notes = [
      ...(unsupported.length > 0 ? [strings.unsupported(unsupported)] : []),
      ...(unknown.length > 0 ? [strings.unknown(unknown)] : []),
      ...(statement === undefined && choices.length + unknown.length + unsupported.length === 0
        ? [strings.nothing]
        : []),
    ]
    return html`<div class="answer" role="status">
        ${notes.map((note) => html`<p class="warn">${note}</p>`)}
        ${choices.map((choice) => this.#renderChoice(choice, strings))}
        ${statement === undefined ? nothing : this.#renderStatement(answer, statement, strings)}
      </div>
      ${statement === undefined ? nothing : this.#renderButtons(answer, statement, strings)}`
  }

  #renderChoice({ key, kind, words, options }: Choice, strings: AskStrings): TemplateResult {
    return html`<fieldset>
      <legend>${strings.choose(kind, words)}</legend>
      ${options.map(
        (option) =>
          html`<button type="button" class="choice" @click=${() => this.#choose(key, option)}>
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

  #renderStatement({ parts }: DataAnswer, statement: string, strings: AskStrings): TemplateResult {
    return html`<dl>
        ${parts.map(
          ({ kind, text }) =>
            html`<div>
              <dt>${strings.parts[kind]}</dt>
              <dd><code>${text}</code></dd>
            </div>`,
        )}
      </dl>
      <pre aria-label=${strings.statement} tabindex="0" role="region"><code>${statement}</code></pre>
      <p class="muted">${strings.note}</p>`
  }

  #renderButtons(answer: DataAnswer, statement: string, strings: AskStrings): TemplateResult {
    const { chart, wantsChart } = answer
    const nodes: NodeChain['nodes'] = [{ type: 'sql', config: { statement, inputs: 'input' } }]
    const renderAdd = (label: string, chain: NodeChain['nodes'], isPrimary: boolean): TemplateResult =>
      html`<button type="button" class=${isPrimary ? 'primary' : ''} @click=${() => this.#add(chain)}>
        ${icon('plus')}${label}
      </button>`
    return html`<div class="buttons">
      ${
        chart
          ? renderAdd(
              strings.addWithChart,
              [...nodes, { type: 'chart', config: { ...chart, measure: 'sum' } }],
              wantsChart,
            )
          : nothing
      }
      ${renderAdd(strings.add, nodes, !wantsChart || !chart)}
    </div>`
  }

  #add(nodes: NodeChain['nodes']): void {
    this.#options.host.close()
    this.#options.onAdd({ nodes })
  }

  #choose(key: string, option: string): void {
    this.#chosen = { ...this.#chosen, [key]: option }
    void this.#ask()
  }

  #onInput = (event: Event): void => {
    this.#question = (event.target as HTMLInputElement).value
    this.#chosen = {}
    if (!this.#answer) return
    // The statement belongs to another question.
    this.#answer = undefined
    this.#options.host.requestUpdate()
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault()
    void this.#ask()
  }

  async #ask(): Promise<void> {
    const { source, host } = this.#options
    this.#abortController?.abort()
    const controller = new AbortController()
    this.#abortController = controller
    this.#failure = undefined
    host.requestUpdate()
    try {
      const answer = await source.ask?.(this.#question, this.#chosen, controller.signal)
      if (controller.signal.aborted) return
      this.#answer = dataAnswerSchema.parse(answer)
    } catch (cause) {
      if (controller.signal.aborted) return
      this.#failure = cause
    }
    this.#abortController = undefined
    host.requestUpdate()
  }
}
