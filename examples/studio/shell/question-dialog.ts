import { controls, icon, tokens } from '@aw-flow/editor'
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { AnswerDialog } from './answer-dialog.ts'
import { dialogStyles } from './dialog.styles.ts'

/** A question to ask before an action. With a `label`, the dialog also has a text field. */
interface Question {
  title: string
  text?: string
  /** Label of the button that performs the action. */
  action: string
  label?: string
  isDestructive?: boolean
}

class QuestionDialog extends AnswerDialog<string | undefined> {
  static override styles = [
    tokens,
    controls,
    dialogStyles,
    css`
      h2 {
        white-space: normal;
      }

      button.destructive {
        border-color: transparent;
        background: var(--_bad);
        color: var(--_on-accent);
      }

      button.destructive:hover:not(:disabled) {
        background: color-mix(in srgb, var(--_bad), var(--_text) 12%);
      }
    `,
  ]
  static override properties: PropertyDeclarations = { question: { attribute: false } }

  declare question: Question | undefined

  protected override render(): TemplateResult | typeof nothing {
    if (!this.question) return nothing
    const { title, text, action, label, isDestructive } = this.question
    const { common } = getStrings()
    const cancel = (): void => this.answer(undefined)
    return html`<dialog data-testid="question" aria-labelledby="title" @close=${cancel}>
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          this.answer(String(new FormData(event.target as HTMLFormElement).get('answer') ?? ''))
        }}
      >
        <header>
          <h2 id="title" tabindex="-1" ?autofocus=${label === undefined}>${title}</h2>
          <button type="button" class="quiet icon" aria-label=${common.close} @click=${cancel}>${icon('x')}</button>
        </header>
        ${text === undefined ? nothing : html`<p>${text}</p>`}
        ${
          label === undefined
            ? nothing
            : html`<label>${label}<input name="answer" required maxlength="100" autocomplete="off" autofocus /></label>`
        }
        <footer>
          <span class="gap"></span>
          <button type="button" class="quiet" @click=${cancel}>${common.cancel}</button>
          <button class=${isDestructive ? 'destructive' : 'primary'} data-testid="confirm">${action}</button>
        </footer>
      </form>
    </dialog>`
  }
}

customElements.define('studio-question', QuestionDialog)

/**
 * Asks a question in a dialog. Resolves with the text the user entered (empty without a `label`), or with `undefined`
 * if the user cancels.
 */
export const askQuestion = (question: Question): Promise<string | undefined> =>
  Object.assign(document.createElement('studio-question') as QuestionDialog, { question }).ask()
