import { icon, saveFile } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { accountPageStyles } from './account-page.styles.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import type { Account } from './account.ts'
import { catchProblem, describeSignedInProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { element } from '../shell/element.ts'
import { basePath } from '../shell/base-path.ts'

/** The panel where the signed-in user can download all their data or delete the account. */
export class PrivacyPanel extends element({
  account: undefined as Account | undefined,
  hasPassword: false,
  isExporting: false,
  problem: undefined as Problem | undefined,
}) {
  static override styles: CSSResultGroup = [
    accountPageStyles,
    css`
      :host {
        display: block;
      }

      .panel > button {
        justify-self: start;
      }

      h3 {
        margin: 8px 0 0;
        font-size: var(--_type-14);
      }

      button.destructive {
        border-color: transparent;
        background: var(--_bad);
        color: var(--_on-accent);
      }
    `,
  ]

  protected override render(): TemplateResult | typeof nothing {
    const { account, problem } = this
    if (!account) return nothing
    const { privacy: strings } = getStrings()
    return html`<section class="panel" aria-labelledby="privacy">
      <h2 id="privacy">${strings.title}</h2>
      <p class="muted small">${strings.exportHelp}</p>
      <button data-testid="export-account" ?disabled=${this.isExporting} @click=${() => void this.#export(account)}>
        ${icon('download')} ${this.isExporting ? strings.exporting : strings.export}
      </button>
      <h3>${strings.delete}</h3>
      <p class="muted small">${strings.deleteHelp}</p>
      <form @submit=${(event: SubmitEvent) => void this.#delete(event, account)}>
        <label
          >${strings.confirm}
          <input
            type="email"
            name="email"
            required
            maxlength="255"
            autocomplete="off"
            data-testid="delete-email"
            placeholder=${account.user?.email ?? ''}
        /></label>
        ${
          this.hasPassword
            ? html`<label
                >${getStrings().account.password}
                <input type="password" name="password" required maxlength="200" autocomplete="current-password"
              /></label>`
            : nothing
        }
        <button class="destructive" data-testid="delete-account">${strings.delete}</button>
      </form>
      ${renderAccountProblem(problem, describeSignedInProblem)}
    </section>`
  }

  async #export(account: Account): Promise<void> {
    this.isExporting = true
    this.problem = await catchProblem(async () => {
      const { value } = await account.api.call('GET /api/v1/auth/me/export', {})
      saveFile(value as Blob, 'aw-account.tar.gz')
    }).finally(() => (this.isExporting = false))
  }

  async #delete(event: SubmitEvent, account: Account): Promise<void> {
    event.preventDefault()
    const data = new FormData(event.target as HTMLFormElement)
    const email = String(data.get('email') ?? '').trim()
    const password = String(data.get('password') ?? '')
    const { privacy: strings } = getStrings()
    const question = {
      title: strings.deleteQuestion,
      text: strings.deleteFinal,
      action: strings.delete,
      isDestructive: true,
    }
    if ((await askQuestion(question)) === undefined) return
    this.problem = await catchProblem(async () => {
      await account.delete({ email, ...(password === '' ? {} : { password }) })
      location.assign(basePath)
    })
  }
}

customElements.define('studio-privacy', PrivacyPanel)
