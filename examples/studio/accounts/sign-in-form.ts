import type { ServerSignIn } from '@aw-flow/client'
import { controls, tokens } from '@aw-flow/editor'
import { error, type Problem } from '@aw-flow/schema'
import { html, nothing, type LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { Account } from './account.ts'
import { catchProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { formStyles } from './form.styles.ts'
import { newPassword } from './new-password-field.ts'
import { hasPasskeySupport, usePasskey } from './passkeys.ts'
import { element } from '../shell/element.ts'
import { hint, password, text, type Field, type TextOptions } from '../shell/forms/fields.ts'
import { fieldsStyles } from '../shell/forms/fields.styles.ts'
import { renderForm, type Fields, type Form } from '../shell/forms/studio-form.ts'
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
  /** The typed part of a sign-in code. */
  code: '',
}) {
  static override styles = [tokens, controls, fieldsStyles, formStyles]

  #email = ''

  constructor() {
    super()
    this.problem = consumeProviderProblem()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('fixedEmail') && this.fixedEmail !== undefined) this.#email = this.fixedEmail
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('step') === undefined || !changed.has('step')) return
    const form = this.renderRoot.querySelector<LitElement>('studio-form')
    void form?.updateComplete.then(() => form.querySelector<HTMLElement>('input:not([readonly])')?.focus())
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
    return html`${this.#renderProviderLink()}
      ${this.#renderForm({
        fields: () => ({
          email: this.#createEmailField(),
          newAddress: this.#isSignUpOpen ? hint(strings.newAddress) : undefined,
        }),
        submit: strings.sendCode,
        submitTestId: 'request-otp',
        onSubmit: () => this.#requestCode('login', 'code'),
      })}
      <div class="choices">
        ${this.#renderStepButton('password', strings.usePassword)} ${this.#renderPasskeyButton()}
      </div>`
  }

  #renderPassword(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`${this.#renderForm({
        fields: () => ({
          email: this.#createEmailField(),
          password: password(strings.password, {
            isRequired: true,
            autocomplete: 'current-password',
            testId: 'password',
          }),
        }),
        submit: strings.signIn,
        onSubmit: async ({ password: typedPassword }) => {
          const body = { email: this.#email, password: typedPassword }
          await this.#accept((await this.#api.call('POST /api/v1/auth/login', { body })).value)
        },
      })}
      <div class="choices">
        ${this.#renderStepButton('email', strings.useCode)} ${this.#renderStepButton('forgot', strings.forgotPassword)}
      </div>`
  }

  #renderCode(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<p role="status">
        ${this.#isSignUpOpen ? strings.signUpCodeSent(this.#email) : strings.codeSent(this.#email)}
        ${this.#renderOutbox()}
      </p>
      ${this.#renderForm({
        fields: () => ({
          code: createCodeField({
            value: this.code,
            onInput: ({ target }) => {
              const { value, form } = target as HTMLInputElement
              this.code = value
              if (value.length === codeLength) form?.requestSubmit()
            },
          }),
          complete: hint(strings.codeCompletes),
        }),
        submit: strings.signIn,
        onSubmit: async ({ code }) => {
          const body = { email: this.#email, code }
          await this.#accept((await this.#api.call('POST /api/v1/auth/verify-otp', { body })).value)
        },
      })}
      <div class="choices">
        ${this.#renderResendButton('login')}
        ${this.fixedEmail === undefined ? this.#renderStepButton('email', strings.useAnotherEmail) : nothing}
      </div>`
  }

  #renderForgot(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<p>${strings.forgotHelp}</p>
      ${this.#renderForm({
        fields: () => ({ email: this.#createEmailField() }),
        submit: strings.sendCode,
        submitTestId: 'request-otp',
        onSubmit: () => this.#requestCode('reset', 'reset'),
      })}
      <div class="choices">${this.#renderStepButton('password', strings.back)}</div>`
  }

  #renderReset(): TemplateResult {
    const { signIn: strings } = getStrings()
    return html`<p role="status">${strings.codeSent(this.#email)} ${this.#renderOutbox()}</p>
      ${this.#renderForm({
        fields: () => ({
          code: createCodeField(),
          password: newPassword(strings.newPassword, { isRequired: true }),
          help: hint(strings.resetHelp),
        }),
        submit: strings.setPassword,
        onSubmit: async (values) => {
          const body = { email: this.#email, code: values.code, password: values.password }
          await this.#accept((await this.#api.call('POST /api/v1/auth/reset-password', { body })).value)
        },
      })}
      <div class="choices">
        ${this.#renderResendButton('reset')} ${this.#renderStepButton('password', strings.back)}
      </div>`
  }

  /** Renders the form of the current step, and the problem of the latest attempt. */
  #renderForm<FormFields extends Fields>({ onSubmit, ...form }: Form<FormFields>): TemplateResult {
    return html`${renderForm<FormFields>({
      item: this.step,
      isPrimary: true,
      submitTestId: 'sign-in',
      ...form,
      onSubmit: (values) => this.#attempt(() => onSubmit(values)),
    })}
    ${renderAccountProblem(this.problem)}`
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

  #createEmailField(): Field<string> {
    return text(getStrings().signIn.email, {
      type: 'email',
      value: this.#email,
      isRequired: true,
      maxLength: 255,
      autocomplete: 'username',
      testId: 'email',
      isReadOnly: this.fixedEmail !== undefined,
      onInput: (event) => (this.#email = (event.target as HTMLInputElement).value.trim()),
    })
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
  #renderOutbox(): string | typeof nothing {
    return this.account?.hasOutbox ? getStrings().signIn.outbox : nothing
  }

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
    this.code = ''
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

  async #attempt(action: () => Promise<unknown>): Promise<void> {
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

const codeLength = 6

const createCodeField = (options: Pick<TextOptions, 'value' | 'onInput'> = {}): Field<string> =>
  text(getStrings().signIn.code, {
    ...options,
    className: 'code',
    isRequired: true,
    inputMode: 'numeric',
    pattern: '[0-9]{6}',
    maxLength: codeLength,
    autocomplete: 'one-time-code',
    testId: 'code',
  })

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
