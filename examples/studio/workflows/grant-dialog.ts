import type { AccessRequest, AskForAccess } from '@aw-flow/client'
import { controls, icon, tokens } from '@aw-flow/editor'
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { AnswerDialog } from '../shell/answer-dialog.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'

type Answer = Awaited<ReturnType<AskForAccess>>

const grantStyles = css`
  dl {
    display: grid;
    gap: 4px;
    margin: 0;
  }

  dt {
    color: var(--_muted);
  }

  dd {
    margin: 0 0 8px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`

/** Lists the access that an imported workflow requests, and asks whether to grant it to the workflow's runs. */
export class GrantDialog extends AnswerDialog<Answer> {
  static override styles = [tokens, controls, dialogStyles, grantStyles]
  static override properties: PropertyDeclarations = { request: { attribute: false } }

  declare request: AccessRequest | undefined

  protected override render(): TemplateResult | typeof nothing {
    if (!this.request) return nothing
    const { workflow, requested } = this.request
    const { access: strings, common } = getStrings()
    const lists = [
      { label: strings.secrets, names: requested.secrets },
      { label: strings.hosts, names: requested.hosts.map((host) => (host === '*' ? strings.allHosts : host)) },
      { label: strings.tools, names: requested.tools.map((tool) => strings.toolNames[tool]) },
    ].filter(({ names }) => names.length > 0)
    return html`
      <dialog data-testid="grant-access" aria-labelledby="title" @close=${() => this.answer('cancel')}>
        <div class="inside">
          <header>
            <h2 id="title" tabindex="-1" autofocus>${strings.title(workflow.name)}</h2>
            <button class="quiet icon" aria-label=${common.close} @click=${() => this.answer('cancel')}>
              ${icon('x')}
            </button>
          </header>
          <p>${strings.question}</p>
          <dl>
            ${lists.map(
              ({ label, names }) =>
                html`<dt>${label}</dt>
                  ${names.map((name) => html`<dd>${name}</dd>`)}`,
            )}
          </dl>
          <footer>
            <button class="quiet" @click=${() => this.answer('cancel')}>${common.cancel}</button>
            <span class="gap"></span>
            <button data-testid="run-without-access" @click=${() => this.answer('unchanged')}>
              ${strings.runWithoutAccess}
            </button>
            <button class="primary" data-testid="grant" @click=${() => this.answer(requested)}>${strings.grant}</button>
          </footer>
        </div>
      </dialog>
    `
  }
}

/** Shows the dialog and returns the user's answer. Closing the dialog without an answer cancels the run. */
export const askForAccess: AskForAccess = (request) =>
  Object.assign(document.createElement('studio-grant'), { request }).ask()

declare global {
  interface HTMLElementTagNameMap {
    'studio-grant': GrantDialog
  }
}

customElements.define('studio-grant', GrantDialog)
