import { controls, icon, tokens } from '@aw-flow/editor'
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { AnswerDialog } from '../shell/answer-dialog.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'

/** An imported workflow's unresolved references. */
export interface ReferencesQuestion {
  /** Name of the imported workflow. */
  workflow: string
  /** Referenced names that match no workflow, or more than one. */
  names: readonly string[]
  /** Workflows that the user can select. */
  choices: readonly { id: string; name: string }[]
}

/** IDs of the selected workflows, keyed by referenced name. */
export type SelectedReferences = Readonly<Record<string, string>>

/** Asks which workflow each unresolved reference in an imported workflow refers to. */
export class ReferencesDialog extends AnswerDialog<SelectedReferences> {
  static override styles = [tokens, controls, dialogStyles]
  static override properties: PropertyDeclarations = { question: { attribute: false } }

  declare question: ReferencesQuestion | undefined

  protected override render(): TemplateResult | typeof nothing {
    if (!this.question) return nothing
    const { workflow, names, choices } = this.question
    const { common, workflows } = getStrings()
    const strings = workflows.references
    const leaveUnresolved = (): void => this.answer({})
    return html`
      <dialog data-testid="references" aria-labelledby="title" aria-describedby="question" @close=${leaveUnresolved}>
        <form @submit=${this.#submit}>
          <header>
            <h2 id="title" tabindex="-1" autofocus>${strings.title(workflow)}</h2>
            <button type="button" class="quiet icon" aria-label=${common.close} @click=${leaveUnresolved}>
              ${icon('x')}
            </button>
          </header>
          <p id="question">${strings.question(names.length)}</p>
          ${names.map(
            (name) => html`
              <label>
                ${name}
                <select name=${name}>
                  <option value="">${strings.leave}</option>
                  ${choices.map((choice) => html`<option value=${choice.id}>${choice.name}</option>`)}
                </select>
              </label>
            `,
          )}
          <footer>
            <span class="gap"></span>
            <button type="button" class="quiet" data-testid="leave-references" @click=${leaveUnresolved}>
              ${strings.leaveAll}
            </button>
            <button class="primary" data-testid="apply-references">${strings.apply}</button>
          </footer>
        </form>
      </dialog>
    `
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const selectedEntries = [...new FormData(event.target as HTMLFormElement)].filter(([, id]) => id !== '')
    this.answer(Object.fromEntries(selectedEntries.map(([name, id]) => [name, String(id)])))
  }
}

/** Shows the dialog and returns the user's selection. Closing the dialog leaves all references unresolved. */
export const askForReferences = (question: ReferencesQuestion): Promise<SelectedReferences> =>
  Object.assign(document.createElement('studio-references'), { question }).ask()

declare global {
  interface HTMLElementTagNameMap {
    'studio-references': ReferencesDialog
  }
}

customElements.define('studio-references', ReferencesDialog)
