import type { CreatedServerApiKey, ServerApiKey, ServerSession } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { defined, type Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Account } from './account.ts'
import { catchProblem, describeSignedInProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'
import { describeDevice, formatRemoteAddress } from './describe-device.ts'
import './passkeys-panel.ts'
import './privacy-panel.ts'
import { newPassword } from './new-password-field.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { checkboxes, content, password, select, text, toOptions } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { copyText } from '../shell/copy-text.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { accountPageStyles } from './account-page.styles.ts'
import { page } from '../shell/element.ts'

type Scope = ServerApiKey['scopes'][number]
type Section = 'profile' | 'password' | 'sessions' | 'keys'

/** Lifetimes that users can select for an API key, in days. 0 means that the key never expires. */
const keyLifetimeDays = [30, 90, 365, 0] as const
const defaultKeyLifetimeDays = 90
const msPerDay = 86_400_000

/** Scopes that a user can grant to an API key, keyed by the user's role. */
const roleScopes: Readonly<Record<string, readonly Scope[]>> = {
  owner: ['view', 'comment', 'edit', 'execute', 'administer'],
  administrator: ['view', 'comment', 'edit', 'execute', 'administer'],
  editor: ['view', 'comment', 'edit', 'execute'],
  commenter: ['view', 'comment'],
  viewer: ['view'],
}

/** The signed-in user's account page: profile, password, passkeys, sessions, API keys and personal data. */
export class AccountPage extends page({
  /** Whether the user has a password. Like the lists below, `undefined` until it is loaded. */
  hasPassword: undefined as boolean | undefined,
  sessions: undefined as readonly ServerSession[] | undefined,
  keys: undefined as readonly ServerApiKey[] | undefined,
  /** The most recently created API key. It is shown only once, because the server never returns it again. */
  createdKey: undefined as CreatedServerApiKey | undefined,
  problem: undefined as { section: Section; problem: Problem } | undefined,
}) {
  static override styles = accountPageStyles

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdKey = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) void this.#load()
  }

  protected override render(): TemplateResult | typeof nothing {
    const account = this.workspace?.account
    if (!account) return nothing
    return html`<main>
      <header><h1 tabindex="-1">${getStrings().account.title}</h1></header>
      ${this.#renderProfile(account)} ${this.#renderPassword(account)}
      <studio-passkeys .account=${account}></studio-passkeys>
      ${this.#renderSessions(account)} ${this.#renderKeys(account)}
      <studio-privacy .account=${account} .hasPassword=${this.hasPassword === true}></studio-privacy>
    </main>`
  }

  #renderProfile(account: Account): TemplateResult {
    const { account: strings } = getStrings()
    return html`<section class="panel" aria-labelledby="profile">
      <h2 id="profile">${strings.profile}</h2>
      ${renderForm({
        fields: () => ({
          email: text(strings.email, { type: 'email', isReadOnly: true, value: account.user?.email }),
          name: text(strings.fullName, {
            value: account.user?.full_name,
            maxLength: 255,
            isProse: true,
            autocomplete: 'name',
            testId: 'full-name',
          }),
        }),
        submit: strings.save,
        onSubmit: ({ name }) =>
          this.#perform('profile', async () => {
            const { value } = await account.api.call('PATCH /api/v1/auth/me', { body: { full_name: name || null } })
            account.session.updateUser(value)
            this.#showToast(strings.saved)
          }),
      })}
      ${this.#renderProblem('profile')}
    </section>`
  }

  #renderPassword(account: Account): TemplateResult | typeof nothing {
    const { account: strings, signIn } = getStrings()
    const { hasPassword } = this
    if (hasPassword === undefined) return nothing
    return html`<section class="panel" aria-labelledby="password">
      <h2 id="password">${strings.password}</h2>
      ${hasPassword ? nothing : html`<p class="muted">${strings.noPassword}</p>`}
      ${renderForm({
        item: hasPassword,
        fields: () => ({
          // Password managers need the name of the account.
          username: content(
            html`<input
              type="email"
              autocomplete="username"
              class="visually-hidden"
              tabindex="-1"
              aria-hidden="true"
              readonly
              .value=${account.user?.email ?? ''}
            />`,
          ),
          current: hasPassword
            ? password(strings.currentPassword, {
                isRequired: true,
                autocomplete: 'current-password',
                testId: 'current-password',
              })
            : undefined,
          password: newPassword(signIn.newPassword, { isRequired: true }),
        }),
        submit: hasPassword ? strings.changePassword : strings.setPassword,
        onSubmit: ({ current, password: typedPassword }) =>
          this.#perform('password', async () => {
            const body = { password: typedPassword, ...defined({ current_password: current }) }
            await account.api.call('PUT /api/v1/auth/password', { body })
            this.#showToast(strings.passwordSet)
            await this.#load()
          }),
      })}
      <p class="muted small">${strings.passwordHelp}</p>
      ${this.#renderProblem('password')}
    </section>`
  }

  #renderSessions(account: Account): TemplateResult | typeof nothing {
    const { account: strings } = getStrings()
    if (!this.sessions) return this.problem ? nothing : renderLoading()
    return html`<section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">${strings.sessions}</h2>
      <p class="muted small">${strings.sessionsHelp}</p>
      <ul>
        ${this.sessions.map((session) => {
          const deviceName = getDeviceName(session)
          const lastActiveText = strings.lastActive(formatTimeAgo(Date.parse(session.last_activity_at), Date.now()))
          return html`<li data-testid="session-item">
            ${icon('monitor-smartphone', 20)}
            <span class="item-text">
              <span class="name">${deviceName}</span>
              <span class="muted small"
                >${[lastActiveText, formatRemoteAddress(session.ip_address)].filter(Boolean).join(' · ')}</span
              >
            </span>
            ${
              session.is_current
                ? html`<span class="tag">${strings.thisDevice}</span>`
                : html`<button
                    aria-label=${strings.endSessionLabel(deviceName)}
                    @click=${() => void this.#endSession(account, session, deviceName)}
                  >
                    ${strings.endSession}
                  </button>`
            }
          </li>`
        })}
      </ul>
      ${this.#renderProblem('sessions')}
    </section>`
  }

  #renderKeys(account: Account): TemplateResult | typeof nothing {
    const { account: strings } = getStrings()
    if (!this.keys) return nothing
    return html`<section class="panel" aria-labelledby="keys">
      <h2 id="keys">${strings.keys}</h2>
      <p class="muted small">${strings.keysHelp}</p>
      ${this.keys.length === 0 ? html`<p>${strings.noKeys}</p>` : nothing}
      <ul>
        ${this.keys.map((key) => this.#renderKey(account, key))}
      </ul>
      ${this.#renderCreatedKey()} ${this.#renderKeyForm(account)} ${this.#renderProblem('keys')}
    </section>`
  }

  #renderKey(account: Account, key: ServerApiKey): TemplateResult {
    const { account: strings } = getStrings()
    const workspaceName = account.workspaces.find(({ id }) => id === key.workspace_id)?.name ?? key.workspace_id
    return html`<li data-testid="key-item">
      ${icon('key-round', 20)}
      <span class="item-text">
        <span class="name">${key.name}</span>
        <span class="muted small">
          ${[workspaceName, key.scopes.map((scope) => strings.scopeNames[scope]).join(', '), describeExpiry(key)].join(' · ')}
        </span>
      </span>
      <button aria-label=${strings.revokeLabel(key.name)} @click=${() => void this.#revokeKey(account, key)}>
        ${strings.revoke}
      </button>
    </li>`
  }

  #renderCreatedKey(): TemplateResult | typeof nothing {
    const { createdKey } = this
    if (!createdKey) return nothing
    const { account: strings } = getStrings()
    return html`<div class="secret">
      <p class="warn" role="status">${strings.newKey}</p>
      <p>
        <code data-testid="created-key">${createdKey.key}</code>
        <button class="quiet icon" title=${strings.copy} @click=${() => void copyText(this, createdKey.key, strings)}>
          ${icon('copy')}<span class="visually-hidden">${strings.copy}</span>
        </button>
      </p>
    </div>`
  }

  #renderKeyForm(account: Account): TemplateResult {
    const { account: strings } = getStrings()
    const scopes = roleScopes[account.workspace?.role ?? ''] ?? []
    return renderForm({
      fields: () => ({
        name: text(strings.keyName, {
          isRequired: true,
          maxLength: 100,
          placeholder: strings.keyNameExample,
          testId: 'key-name',
        }),
        days: select(
          strings.expiry,
          keyLifetimeDays.map((days) => ({ value: String(days), label: strings.expiries[days] })),
          { value: String(defaultKeyLifetimeDays) },
        ),
        scopes: checkboxes(strings.scopes, toOptions(scopes, strings.scopeNames), {
          checked: ['view'],
          findProblem: ({ length }) => (length === 0 ? strings.selectScope : undefined),
        }),
      }),
      submit: html`${icon('plus')} ${strings.createKey(account.workspace?.name ?? '')}`,
      submitTestId: 'create-key',
      onSubmit: ({ name, days, scopes: selectedScopes }) =>
        this.#perform('keys', async () => {
          const expiry = days === '0' ? null : new Date(Date.now() + Number(days) * msPerDay).toISOString()
          const body = { name, scopes: selectedScopes, expires_at: expiry }
          this.createdKey = (await account.api.call('POST /api/v1/auth/api-keys', { body })).value
          await this.#load()
        }),
    })
  }

  #renderProblem(section: Section): TemplateResult | typeof nothing {
    return renderAccountProblem(
      this.problem?.section === section ? this.problem.problem : undefined,
      describeSignedInProblem,
    )
  }

  async #load(): Promise<void> {
    const account = this.workspace?.account
    if (!account) return
    const problem = await catchProblem(async () => {
      const [me, sessions, keys] = await Promise.all([
        account.api.call('GET /api/v1/auth/me', {}),
        account.api.call('GET /api/v1/auth/sessions', {}),
        account.api.call('GET /api/v1/auth/api-keys', {}),
      ])
      this.hasPassword = me.value.has_password
      this.sessions = sessions.value.items
      this.keys = keys.value.items
    })
    if (problem) this.problem = { section: 'profile', problem }
  }

  async #endSession(account: Account, { id }: ServerSession, deviceName: string): Promise<void> {
    await this.#perform('sessions', async () => {
      await account.api.call('DELETE /api/v1/auth/sessions/{id}', { path: { id } })
      this.#showToast(getStrings().account.sessionEnded(deviceName))
      await this.#load()
    })
  }

  async #revokeKey(account: Account, { id, name }: ServerApiKey): Promise<void> {
    await this.#perform('keys', async () => {
      await account.api.call('DELETE /api/v1/auth/api-keys/{id}', { path: { id } })
      if (this.createdKey?.id === id) this.createdKey = undefined
      this.#showToast(getStrings().account.revoked(name))
      await this.#load()
    })
  }

  /** Performs an action and shows its problem in a section. Returns `true` if it succeeded. */
  async #perform(section: Section, action: () => Promise<void>): Promise<true | undefined> {
    this.problem = undefined
    const problem = await catchProblem(action)
    if (!problem) return true
    this.problem = { section, problem }
    return undefined
  }

  #showToast(text: string): void {
    this.dispatchEvent(new ToastEvent(text))
  }
}

function getDeviceName({ user_agent: userAgent }: ServerSession): string {
  const { account: strings } = getStrings()
  const { browser, system } = describeDevice(userAgent)
  return browser === '' ? system || strings.unknownDevice : strings.device(browser, system)
}

function describeExpiry({ expires_at: expiresAt }: ServerApiKey): string {
  const { account: strings, formats } = getStrings()
  if (expiresAt === null) return strings.neverExpires
  const time = Date.parse(expiresAt)
  return time <= Date.now() ? strings.expired : strings.expires(formats.dateTime(time))
}

customElements.define('studio-account', AccountPage)
