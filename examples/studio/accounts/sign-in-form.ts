import type { ServerSignIn } from '@aw-flow/client'
import { controls, tokens } from '@aw-flow/editor'
import { error, type Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { Account } from './account.ts'
import { catchProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { formStyles } from './form.styles.ts'
import { renderNewPasswordField } from './new-password-field.ts'
import { hasPasskeySupport, usePasskey } from './passkeys.ts'
import { element } from '../shell/element.ts'
import { readStudioPath, toPath } from '../shell/base-path.ts'

/** The form's visible step. `code` and `reset` ask for the code sent by email. */
type Step = 'email' | 'password' | 'code' | 'forgot' | 'reset'

/** The sign-in form. Users sign in with an emailed code, a password or a passkey. */
export class SignInForm extends element({
  account: undefined as Account | undefined,
  /** If set, the user cannot sign in with another email address. Used when the session ends on an open page. */
  fixedEmail: undefined as string | undefined,
  step: 'email' as Step,
  isBusy: false,
  problem: undefined as Problem | undefined,
  isCodeResent: false,
}) {
  static override styles = [tokens, controls, formStyles]

  #email = ''

  constructor() {
    super()
    this.problem = consumeProviderProblem()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('fixedEmail') && this.fixedEmail !== undefined) this.#email = this.fixedEmail
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('step') !== undefined && changed.has('step'))
      this.renderRoot.querySelector<HTMLElement>('input:not([readonly])')?.focus()
  }

  protected override render(): TemplateResult {
    const views: Record<Step, () => TemplateResult> = {
      email: () => this.#renderEmail(),
      password: () => this.#renderPassword(),
      code: () => this.#renderCode(),
      forgot: () => this.#renderForgot(),
      reset: () => this.#renderReset(),
    }
    return views[this.step]()
  }

  #renderEmail(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<form @submit=${this.#onSubmit(() => this.#requestCode('login', 'code'))}>
      ${this.#renderProviderLink()} ${this.#renderEmailField('username')}
      ${this.#isSignUpOpen ? html`<p class="muted small">${strings.newAddress}</p>` : nothing}
      ${renderAccountProblem(this.problem)}
      <button class="primary" data-testid="send-code" ?disabled=${this.isBusy}>${strings.sendCode}</button>
      <div class="choices">
        ${this.#renderStepButton('password', strings.usePassword)} ${this.#renderPasskeyButton()}
      </div>
    </form>`
  }

  #renderPassword(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<form
      @submit=${this.#onSubmit(async ({ password = '' }) => {
        const { value } = await this.#api.call('POST /api/v1/auth/login', { body: { email: this.#email, password } })
        await this.#accept(value)
      })}
    >
      ${this.#renderEmailField('username')}
      <label
        >${strings.password}
        <input type="password" name="password" required autocomplete="current-password" data-testid="password"
      /></label>
      ${renderAccountProblem(this.problem)}
      <button class="primary" data-testid="sign-in" ?disabled=${this.isBusy}>${strings.signIn}</button>
      <div class="choices">
        ${this.#renderStepButton('email', strings.useCode)} ${this.#renderStepButton('forgot', strings.forgotPassword)}
      </div>
    </form>`
  }

  #renderCode(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<form
      @submit=${this.#onSubmit(async ({ code = '' }) => {
        const { value } = await this.#api.call('POST /api/v1/auth/verify-otp', { body: { email: this.#email, code } })
        await this.#accept(value)
      })}
    >
      <p role="status">${this.#isSignUpOpen ? strings.signUpCodeSent(this.#email) : strings.codeSent(this.#email)}</p>
      ${this.#renderCodeField()} ${renderAccountProblem(this.problem)}
      <button class="primary" data-testid="sign-in" ?disabled=${this.isBusy}>${strings.signIn}</button>
      <div class="choices">
        ${this.#renderResendButton('login')}
        ${this.fixedEmail === undefined ? this.#renderStepButton('email', strings.useAnotherEmail) : nothing}
      </div>
    </form>`
  }

  #renderForgot(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<form @submit=${this.#onSubmit(() => this.#requestCode('reset', 'reset'))}>
      <p>${strings.forgotHelp}</p>
      ${this.#renderEmailField('username')} ${renderAccountProblem(this.problem)}
      <button class="primary" data-testid="send-code" ?disabled=${this.isBusy}>${strings.sendCode}</button>
      <div class="choices">${this.#renderStepButton('password', strings.back)}</div>
    </form>`
  }

  #renderReset(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<form
      @submit=${this.#onSubmit(async ({ code = '', password = '' }) => {
        const body = { email: this.#email, code, password }
        const { value } = await this.#api.call('POST /api/v1/auth/reset-password', { body })
        await this.#accept(value)
      })}
    >
      <p role="status">${strings.codeSent(this.#email)}</p>
      ${this.#renderCodeField()} ${renderNewPasswordField({ formatLabel: strings.newPassword, isRequired: true })}
      <p class="muted small">${strings.resetHelp}</p>
      ${renderAccountProblem(this.problem)}
      <button class="primary" data-testid="sign-in" ?disabled=${this.isBusy}>${strings.setPassword}</button>
      <div class="choices">
        ${this.#renderResendButton('reset')} ${this.#renderStepButton('password', strings.back)}
      </div>
    </form>`
  }

  /**
   * Renders the link to the identity provider, which redirects back to the current page. The `target` attribute makes
   * the studio's router ignore the link.
   */
  #renderProviderLink(): TemplateResult | typeof nothing {
    const { account } = this
    if (account?.providerName === undefined) return nothing
    const query = new URLSearchParams({ return_to: `${readStudioPath()}${location.search}` })
    return html`<a
        class="provider"
        target="_self"
        data-testid="provider"
        href=${toPath(`/api/v1/auth/oidc/start?${query.toString()}`)}
        @click=${() => account.session.prepareProviderRedirect()}
        >${getStrings().signIn.useProvider(account.providerName)}</a
      >
      <p class="divider">${getStrings().signIn.or}</p>`
  }

  #renderPasskeyButton(): TemplateResult | typeof nothing {
    if (!hasPasskeySupport()) return nothing
    return html`<button
      type="button"
      class="link"
      data-testid="use-passkey"
      ?disabled=${this.isBusy}
      @click=${() =>
        void this.#attempt(async () => {
          const { value: options } = await this.#api.call('POST /api/v1/auth/passkey-sign-in/options', {})
          const credential = await usePasskey(options)
          // The user canceled or has no passkey for this page.
          if (!credential) return
          const { value } = await this.#api.call('POST /api/v1/auth/passkey-sign-in', { body: { credential } })
          await this.#accept(value)
        })}
    >
      ${getStrings().signIn.usePasskey}
    </button>`
  }

  #renderEmailField(autocomplete: 'username'): TemplateResult {
    return html`<label
      >${getStrings().signIn.email}
      <input
        type="email"
        name="email"
        required
        maxlength="255"
        autocomplete=${autocomplete}
        data-testid="email"
        ?readonly=${this.fixedEmail !== undefined}
        .value=${this.#email}
        @input=${(event: Event) => (this.#email = (event.target as HTMLInputElement).value.trim())}
    /></label>`
  }

  #renderCodeField(): TemplateResult {
    return html`<label
      >${getStrings().signIn.code}
      <input
        class="code"
        name="code"
        required
        inputmode="numeric"
        pattern="[0-9]{6}"
        maxlength="6"
        autocomplete="one-time-code"
        spellcheck="false"
        data-testid="code"
    /></label>`
  }

  #renderResendButton(purpose: 'login' | 'reset'): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<button
      type="button"
      class="link"
      ?disabled=${this.isBusy || this.isCodeResent}
      @click=${() =>
        void this.#attempt(async () => {
          await this.#requestCode(purpose, this.step)
          this.isCodeResent = true
        })}
    >
      ${this.isCodeResent ? strings.newCodeSent : strings.sendNewCode}
    </button>`
  }

  #renderStepButton(step: Step, label: string): TemplateResult {
    return html`<button type="button" class="link" @click=${() => this.#show(step)}>${label}</button>`
  }

  /** Whether an address without an account gets one. Not when the session of an account has ended. */
  get #isSignUpOpen(): boolean {
    return this.account?.isSignUpOpen === true && this.fixedEmail === undefined
  }

  get #api(): Account['signInApi'] {
    return this.account!.signInApi
  }

  #show(step: Step): void {
    this.step = step
    this.problem = undefined
    this.isCodeResent = false
  }

  async #requestCode(purpose: 'login' | 'reset', next: Step): Promise<void> {
    await this.#api.call('POST /api/v1/auth/request-otp', { body: { email: this.#email, purpose } })
    if (next !== this.step) this.#show(next)
  }

  async #accept(signIn: ServerSignIn): Promise<void> {
    this.account?.session.accept(signIn)
    await this.account?.loadWorkspaces()
    this.account?.openIfReady()
  }

  #onSubmit(submit: (fields: Record<string, string>) => Promise<void>): (event: SubmitEvent) => void {
    return (event) => {
      event.preventDefault()
      const data = new FormData(event.target as HTMLFormElement)
      const fields = Object.fromEntries([...data].map(([name, value]) => [name, String(value)]))
      void this.#attempt(() => submit(fields))
    }
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.problem = undefined
    try {
      this.problem = await catchProblem(action)
    } finally {
      this.isBusy = false
    }
  }
}

/** Reads the problem code of a failed identity provider sign-in from the URL query, and removes it from the URL. */
function consumeProviderProblem(): Problem | undefined {
  const url = new URL(location.href)
  const code = url.searchParams.get('sign-in')
  if (code === null) return undefined
  url.searchParams.delete('sign-in')
  history.replaceState(history.state, '', url)
  const problem = error('account.provider-failed', {})
  return Object.hasOwn(getStrings().signIn.problems, code) ? { ...problem, code } : problem
}

customElements.define('studio-sign-in-form', SignInForm)
