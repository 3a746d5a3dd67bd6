import { icon } from '@aw-flow/editor'
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { text } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { AccountPanelController, accountPanelStyles, renderAccountPanel } from './account-panel.ts'
import type { Account } from './account.ts'
import { describeDevice } from './describe-device.ts'
import { hasPasskeySupport, createPasskey } from './passkeys.ts'
import { element } from '../shell/element.ts'

interface Passkey {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
}

/** Lists the signed-in user's passkeys. The user can add, rename and remove them. */
export class PasskeysPanel extends element({
  account: undefined as Account | undefined,
  /** `undefined` while the passkeys are loading. */
  passkeys: undefined as readonly Passkey[] | undefined,
}) {
  static override styles: CSSResultGroup = [
    accountPanelStyles,
    css`
      li input {
        max-width: 280px;
      }
    `,
  ]

  readonly #panel = new AccountPanelController(this, (account) => this.#load(account))

  protected override render(): TemplateResult | typeof nothing {
    const { account, passkeys } = this
    if (!account) return nothing
    const { account: strings } = getStrings()
    return renderAccountPanel({
      id: 'passkeys',
      title: strings.passkeys,
      problem: this.#panel.problem,
      content:
        passkeys &&
        html`<p class="muted small">${strings.passkeysHelp}</p>
          ${passkeys.length === 0 ? html`<p>${strings.noPasskeys}</p>` : nothing}
          <ul>
            ${passkeys.map((passkey) => this.#renderPasskey(passkey))}
          </ul>
          ${hasPasskeySupport() ? this.#renderForm() : html`<p class="muted small">${strings.passkeysUnavailable}</p>`}`,
    })
  }

  #renderPasskey(passkey: Passkey): TemplateResult {
    const { account: strings } = getStrings()
    const { name, last_used_at: usedAt } = passkey
    return html`<li data-testid="passkey-item">
      ${icon('key-round', 20)}
      <span class="item-text">
        <input
          aria-label=${strings.renamePasskey(name)}
          maxlength="100"
          autocomplete="off"
          .value=${name}
          @change=${(event: Event) => void this.#rename(passkey, (event.target as HTMLInputElement).value.trim())}
        />
        <span class="muted small">
          ${usedAt === null ? strings.passkeyUnused : strings.passkeyUsed(formatTimeAgo(Date.parse(usedAt), Date.now()))}
        </span>
      </span>
      <button aria-label=${strings.removePasskeyLabel(name)} @click=${() => void this.#remove(passkey)}>
        ${strings.removePasskey}
      </button>
    </li>`
  }

  #renderForm(): TemplateResult {
    const { account: strings } = getStrings()
    const { browser, system } = describeDevice(navigator.userAgent)
    return renderForm({
      fields: () => ({
        name: text(strings.passkeyName, {
          value: system || browser,
          isRequired: true,
          maxLength: 100,
          isProse: true,
          testId: 'passkey-name',
        }),
      }),
      submit: html`${icon('plus')} ${strings.addPasskey}`,
      submitTestId: 'add-passkey',
      onSubmit: ({ name }) => this.#add(name),
    })
  }

  async #load({ api }: Account): Promise<void> {
    this.passkeys = (await api.call('GET /api/v1/auth/passkeys', {})).value.items
  }

  async #add(name: string): Promise<void> {
    const { account } = this
    if (!account || name === '') return
    const { account: strings } = getStrings()
    await this.#panel.perform(async () => {
      const { value: options } = await account.api.call('POST /api/v1/auth/passkeys/options', {})
      const credential = await createPasskey(options)
      if (!credential) return createStudioProblem('account.passkey-canceled', strings.passkeyCanceled)
      await account.api.call('POST /api/v1/auth/passkeys', { body: { name, credential } })
      await this.#load(account)
      this.#showToast(strings.passkeyAdded(name))
      return undefined
    })
  }

  async #rename({ id, name }: Passkey, newName: string): Promise<void> {
    const { account } = this
    if (!account || newName === name) return
    await this.#panel.perform(async () => {
      if (newName !== '')
        await account.api.call('PATCH /api/v1/auth/passkeys/{id}', { path: { id }, body: { name: newName } })
      await this.#load(account)
    })
  }

  async #remove({ id, name }: Passkey): Promise<void> {
    const { account } = this
    if (!account) return
    await this.#panel.perform(async () => {
      await account.api.call('DELETE /api/v1/auth/passkeys/{id}', { path: { id } })
      await this.#load(account)
      this.#showToast(getStrings().account.passkeyRemoved(name))
    })
  }

  #showToast(text: string): void {
    this.dispatchEvent(new ToastEvent(text))
  }
}

customElements.define('studio-passkeys', PasskeysPanel)
