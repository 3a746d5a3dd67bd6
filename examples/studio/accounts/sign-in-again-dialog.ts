import { controls, icon, tokens } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'
import type { Account } from './account.ts'
import './sign-in-form.ts'
import { element } from '../shell/element.ts'

/** Asks the user to sign in again on the same page after the session has ended. Requests wait in the meantime. */
export class SignInAgainDialog extends element({
  account: undefined as Account | undefined,
}) {
  static override styles = [tokens, controls, dialogStyles]

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  protected override render(): TemplateResult {
    const { signIn: strings, common } = getStrings()
    const decline = (): void => this.account?.session.declineSignIn()
    return html`<dialog data-testid="sign-in-again" aria-labelledby="title" @close=${decline}>
      <div class="inside">
        <header>
          <h2 id="title" tabindex="-1" autofocus>${strings.signInAgain}</h2>
          <button
            class="quiet icon"
            aria-label=${common.close}
            @click=${() => this.renderRoot.querySelector('dialog')?.close()}
          >
            ${icon('x')}
          </button>
        </header>
        <p>${strings.signInAgainHelp}</p>
        <studio-sign-in-form
          .account=${this.account}
          .fixedEmail=${this.account?.user?.email ?? ''}
        ></studio-sign-in-form>
      </div>
    </dialog>`
  }
}

customElements.define('studio-sign-in-again', SignInAgainDialog)
