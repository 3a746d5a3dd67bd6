import { icon, saveFile } from '@aw-flow/editor'
import { defined, type Problem } from '@aw-flow/schema'
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { accountPageStyles } from './account-page.styles.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import type { Account } from './account.ts'
import { catchProblem, describeSignedInProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { element } from '../shell/element.ts'
import { password, text } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
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
      ${renderForm({
        fields: () => ({
          email: text(strings.confirm, {
            type: 'email',
            isRequired: true,
            maxLength: 255,
            placeholder: account.user?.email,
            testId: 'delete-email',
          }),
          password: this.hasPassword
            ? password(getStrings().account.password, { isRequired: true, autocomplete: 'current-password' })
            : undefined,
        }),
        submit: strings.delete,
        submitClass: 'destructive',
        submitTestId: 'delete-account',
        onSubmit: (values) => this.#delete(defined(values), account),
      })}
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

  async #delete(values: Parameters<Account['delete']>[0], account: Account): Promise<void> {
    const { privacy: strings } = getStrings()
    const question = {
      title: strings.deleteQuestion,
      text: strings.deleteFinal,
      action: strings.delete,
      isDestructive: true,
    }
    if ((await askQuestion(question)) === undefined) return
    this.problem = await catchProblem(async () => {
      await account.delete(values)
      location.assign(basePath)
    })
  }
}

customElements.define('studio-privacy', PrivacyPanel)
