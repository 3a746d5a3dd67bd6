import { toPath } from '../shell/base-path.ts'
import type { ServerInvitation } from '@aw-flow/client'
import { controls, tokens } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import type { Account } from './account.ts'
import { catchProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { formStyles } from './form.styles.ts'
import { newPassword } from './new-password-field.ts'
import './sign-in-form.ts'
import { element } from '../shell/element.ts'
import { content, hint, omitEmpty, text } from '../shell/forms/fields.ts'
import { fieldsStyles } from '../shell/forms/fields.styles.ts'
import { renderForm, type Fields, type Form } from '../shell/forms/studio-form.ts'

/**
 * The page shown before the studio opens: sign-in, setup of a new server, acceptance of an invitation, or creation of
 * the first workspace. The URL stays the same, so that signing in does not need a redirect.
 */
export class GatePage extends element({
  account: undefined as Account | undefined,
  /** The invitations to the user's address. Empty until they are loaded. */
  invitations: [] as readonly ServerInvitation[],
  problem: undefined as Problem | undefined,
}) {
  static override styles = [
    tokens,
    controls,
    fieldsStyles,
    formStyles,
    css`
      :host {
        box-sizing: border-box;
        display: grid;
        justify-items: center;
        align-content: safe center;
        min-height: 100%;
        padding: 32px 16px;
        overflow: auto;
        background: var(--_canvas);
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        box-sizing: border-box;
        width: min(400px, 100%);
        padding: 32px;
        border: 1px solid var(--_border);
        border-radius: 10px;
        background: var(--_surface);
        box-shadow: var(--_shadow-low);
      }

      .brand {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--_muted);
        font-weight: 500;
      }

      @media (max-width: 600px) {
        :host {
          align-content: start;
          padding: 16px;
        }

        main {
          padding: 24px 16px;
        }
      }
    `,
  ]

  #observedAccount: Account | undefined
  /** Whether the invitations have been requested. */
  #areInvitationsRequested = false

  override connectedCallback(): void {
    super.connectedCallback()
    this.#subscribe(this.account)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#subscribe(undefined)
  }

  protected override willUpdate(): void {
    if (this.isConnected) this.#subscribe(this.account)
    const { account } = this
    if (!account || account.state === 'signed-out' || this.#areInvitationsRequested) return
    this.#areInvitationsRequested = true
    // The invitation can be accepted without knowing what it is for.
    void catchProblem(async () => {
      this.invitations = (await account.api.call('GET /api/v1/invitations', {})).value.items
    })
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { account } = this
    if (!account) return nothing
    return html`<main>
      <div class="brand">
        <img src=${toPath('/mark.svg')} alt="" width="28" height="28" /> ${getStrings().shell.appName}
      </div>
      ${this.#renderContent(account)}
    </main>`
  }

  #renderContent(account: Account): TemplateResult {
    const { signIn: strings } = getStrings()
    const { link } = account
    if (account.state === 'signed-out') {
      if (link?.kind === 'setup') return this.#renderSetup(account, link.token)
      return html`<h1 tabindex="-1">${link ? strings.invitation : strings.title}</h1>
        ${link ? html`<p>${strings.invitationSignIn}</p>` : nothing}
        <studio-sign-in-form .account=${account}></studio-sign-in-form>`
    }
    return link?.kind === 'invitation'
      ? this.#renderInvitation(account, link.token)
      : this.#renderFirstWorkspace(account)
  }

  #renderSetup(account: Account, token: string): TemplateResult {
    const { signIn: strings } = getStrings()
    if (token === '')
      return html`<h1 tabindex="-1">${strings.setup}</h1>
        <p>${strings.setupMissing}</p>`
    return html`<h1 tabindex="-1">${strings.setup}</h1>
      <p>${strings.setupHelp}</p>
      ${this.#renderForm({
        fields: () => ({
          email: text(strings.email, {
            type: 'email',
            isRequired: true,
            maxLength: 255,
            autocomplete: 'username',
            testId: 'email',
          }),
          name: text(strings.fullName, { maxLength: 255, autocomplete: 'name', isProse: true, testId: 'full-name' }),
          password: newPassword(strings.optionalPassword, { describedBy: 'password-help' }),
          help: content(html`<p class="muted small" id="password-help">${strings.optionalPasswordHelp}</p>`),
        }),
        submit: strings.createOwner,
        submitTestId: 'set-up',
        onSubmit: async ({ email, name, password }) => {
          const body = { token, email, ...omitEmpty({ full_name: name, password }) }
          const { value } = await account.signInApi.call('POST /api/v1/auth/setup', { body })
          account.session.accept(value)
          await this.#open(account)
        },
      })}`
  }

  #renderInvitation(account: Account, token: string): TemplateResult {
    const { signIn: strings, team, account: accountStrings } = getStrings()
    return html`<h1 tabindex="-1">${strings.invitation}</h1>
      ${this.invitations.map(
        ({ workspace_name: workspace, role, invited_by_name: inviter }) =>
          html`<p>${strings.invitedTo(workspace, team.roles[role], inviter)}</p>`,
      )}
      <p>${strings.signedInAs(account.user?.email ?? '')}</p>
      ${this.#renderForm({
        fields: () => ({
          token: token === '' ? text(strings.invitationToken, { isRequired: true, maxLength: 200 }) : undefined,
          help: token === '' ? hint(strings.invitationTokenHelp) : undefined,
        }),
        submit: strings.accept,
        submitTestId: 'accept-invitation',
        onSubmit: async ({ token: typedToken = token }) => {
          const path = { token: typedToken }
          const { value } = await account.api.call('POST /api/v1/invitations/{token}/accept', { path })
          account.link = undefined
          await this.#open(account, value.workspace_id)
        },
      })}
      <div class="choices">
        <button type="button" class="link" @click=${() => void this.#dismissInvitation(account)}>
          ${strings.notNow}
        </button>
        <button type="button" class="link" @click=${() => void this.#signOut(account)}>
          ${accountStrings.signOut}
        </button>
      </div>`
  }

  /** Renders the form that a user without a workspace uses to create one. */
  #renderFirstWorkspace(account: Account): TemplateResult {
    const { signIn: strings, team, account: accountStrings } = getStrings()
    return html`<h1 tabindex="-1">${strings.noWorkspace}</h1>
      <p>${strings.noWorkspaceHelp}</p>
      ${this.#renderForm({
        fields: () => ({
          name: text(team.name, { isRequired: true, maxLength: 100, isProse: true, testId: 'workspace-name' }),
        }),
        submit: team.create,
        onSubmit: async ({ name }) => {
          const { value } = await account.api.call('POST /api/v1/workspaces', { body: { name } })
          await this.#open(account, value.id)
        },
      })}
      <div class="choices">
        <button
          type="button"
          class="link"
          @click=${() => {
            account.link = { kind: 'invitation', token: '' }
            this.requestUpdate()
          }}
        >
          ${strings.haveInvitation}
        </button>
        <button type="button" class="link" @click=${() => void this.#signOut(account)}>
          ${accountStrings.signOut}
        </button>
      </div>`
  }

  /** Renders a form, and the problem with which its latest submit failed. */
  #renderForm<FormFields extends Fields>({ onSubmit, ...form }: Form<FormFields>): TemplateResult {
    return html`${renderForm<FormFields>({
      isPrimary: true,
      ...form,
      onSubmit: async (values) => {
        this.problem = await catchProblem(() => onSubmit(values))
      },
    })}
    ${renderAccountProblem(this.problem)}`
  }

  async #dismissInvitation(account: Account): Promise<void> {
    account.link = undefined
    this.problem = undefined
    await this.#open(account)
  }

  /** Reloads the workspaces, optionally selects one, and opens the studio if the user has a workspace. */
  async #open(account: Account, workspaceId?: string): Promise<void> {
    await account.loadWorkspaces()
    if (workspaceId !== undefined) account.selectWorkspace(workspaceId)
    this.dispatchEvent(new NavigationRequestEvent(toPath('/'), true))
    account.openIfReady()
  }

  async #signOut(account: Account): Promise<void> {
    this.problem = await catchProblem(() => account.signOut())
    if (!this.problem) location.reload()
  }

  #subscribe(account: Account | undefined): void {
    if (account === this.#observedAccount) return
    this.#observedAccount?.removeEventListener('change', this.#onChange)
    account?.addEventListener('change', this.#onChange)
    this.#observedAccount = account
  }

  #onChange = (): void => this.requestUpdate()
}

customElements.define('studio-gate', GatePage)
