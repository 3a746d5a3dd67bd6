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
import { renderNewPasswordField } from './new-password-field.ts'
import './sign-in-form.ts'
import { element } from '../shell/element.ts'

/**
 * The page shown before the studio opens: sign-in, setup of a new server, acceptance of an invitation, or creation of
 * the first workspace. The URL stays the same, so that signing in does not need a redirect.
 */
export class GatePage extends element({
  account: undefined as Account | undefined,
  isBusy: false,
  /** The invitations to the user's address. Empty until they are loaded. */
  invitations: [] as readonly ServerInvitation[],
  problem: undefined as Problem | undefined,
}) {
  static override styles = [
    tokens,
    controls,
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
      <form
        @submit=${this.#onSubmit(async ({ email = '', name = '', password = '' }) => {
          const { value } = await account.signInApi.call('POST /api/v1/auth/setup', {
            body: {
              token,
              email,
              ...(name.trim() === '' ? {} : { full_name: name }),
              ...(password === '' ? {} : { password }),
            },
          })
          account.session.accept(value)
          await this.#open(account)
        })}
      >
        <label
          >${strings.email}
          <input type="email" name="email" required maxlength="255" autocomplete="username" data-testid="email"
        /></label>
        <label
          >${strings.fullName}<input name="name" maxlength="255" autocomplete="name" data-testid="full-name"
        /></label>
        ${renderNewPasswordField({ formatLabel: strings.optionalPassword, isRequired: false, describedBy: 'password-help' })}
        <p class="muted small" id="password-help">${strings.optionalPasswordHelp}</p>
        ${renderAccountProblem(this.problem)}
        <button class="primary" data-testid="set-up" ?disabled=${this.isBusy}>${strings.createOwner}</button>
      </form>`
  }

  #renderInvitation(account: Account, token: string): TemplateResult {
    const { signIn: strings, team, account: accountStrings } = getStrings()
    return html`<h1 tabindex="-1">${strings.invitation}</h1>
      <form
        @submit=${this.#onSubmit(async (fields) => {
          const { value } = await account.api.call('POST /api/v1/invitations/{token}/accept', {
            path: { token: token || (fields.token ?? '').trim() },
          })
          account.link = undefined
          await this.#open(account, value.workspace_id)
        })}
      >
        ${this.invitations.map(
          ({ workspace_name: workspace, role, invited_by_name: inviter }) =>
            html`<p>${strings.invitedTo(workspace, team.roles[role], inviter)}</p>`,
        )}
        <p>${strings.signedInAs(account.user?.email ?? '')}</p>
        ${
          token === ''
            ? html`<label
                  >${strings.invitationToken}
                  <input name="token" required maxlength="200" autocomplete="off" spellcheck="false"
                /></label>
                <p class="muted small">${strings.invitationTokenHelp}</p>`
            : nothing
        }
        ${renderAccountProblem(this.problem)}
        <button class="primary" data-testid="accept-invitation" ?disabled=${this.isBusy}>${strings.accept}</button>
        <div class="choices">
          <button type="button" class="link" @click=${() => void this.#dismissInvitation(account)}>
            ${strings.notNow}
          </button>
          <button type="button" class="link" @click=${() => void this.#signOut(account)}>
            ${accountStrings.signOut}
          </button>
        </div>
      </form>`
  }

  /** Renders the form that a user without a workspace uses to create one. */
  #renderFirstWorkspace(account: Account): TemplateResult {
    const { signIn: strings, team, account: accountStrings } = getStrings()
    return html`<h1 tabindex="-1">${strings.noWorkspace}</h1>
      <form
        @submit=${this.#onSubmit(async ({ name = '' }) => {
          const { value } = await account.api.call('POST /api/v1/workspaces', { body: { name } })
          await this.#open(account, value.id)
        })}
      >
        <p>${strings.noWorkspaceHelp}</p>
        <label
          >${team.name} <input name="name" required maxlength="100" autocomplete="off" data-testid="workspace-name"
        /></label>
        ${renderAccountProblem(this.problem)}
        <button class="primary" ?disabled=${this.isBusy}>${team.create}</button>
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
        </div>
      </form>`
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
    this.dispatchEvent(new NavigationRequestEvent('/', true))
    account.openIfReady()
  }

  async #signOut(account: Account): Promise<void> {
    this.problem = await catchProblem(() => account.signOut())
    if (!this.problem) location.reload()
  }

  #onSubmit(submit: (fields: Record<string, string>) => Promise<void>): (event: SubmitEvent) => void {
    return (event) => {
      event.preventDefault()
      if (this.isBusy) return
      const data = new FormData(event.target as HTMLFormElement)
      const fields = Object.fromEntries([...data].map(([name, value]) => [name, String(value)]))
      this.isBusy = true
      void catchProblem(() => submit(fields))
        .then((problem) => (this.problem = problem))
        .finally(() => (this.isBusy = false))
    }
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
