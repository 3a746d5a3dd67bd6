import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import {
  AccountPanelController,
  limitsStyles,
  readTexts,
  renderAccountPanel,
  renderLimitsForm,
} from '../accounts/account-panel.ts'
import type { Account } from '../accounts/account.ts'
import { formatMonth, isUsedUp, toFieldValue, toLimits, type Quota } from './quotas.ts'
import { element } from '../shell/element.ts'

/** Shows the selected workspace's quotas and their usage. Administrators can change the limits. */
export class QuotasPanel extends element({
  account: undefined as Account | undefined,
  /** `undefined` while the quotas are loading. */
  quotas: undefined as readonly Quota[] | undefined,
  month: '',
}) {
  static override styles: CSSResultGroup = [
    limitsStyles,
    css`
      /* A fixed width aligns the inputs of all rows. */
      .unit {
        display: inline-block;
        width: 28px;
        color: var(--_muted);
        text-align: start;
      }

      /* Aligns the right edge of the header with the inputs, leaving space for the unit after them. */
      th.field {
        padding-inline-end: 44px;
      }

      .used-up {
        color: var(--_bad);
        font-weight: 500;
      }
    `,
  ]

  readonly #panel = new AccountPanelController(this, async ({ api, workspace }) => {
    if (!workspace) return
    const { value } = await api.call('GET /api/v1/quotas', {})
    this.quotas = value.items
    this.month = value.month
  })

  protected override render(): TemplateResult | typeof nothing {
    const { account, quotas } = this
    if (!account) return nothing
    const { quotas: strings, formats } = getStrings()
    const canChange = account.canAdminister
    // The column is hidden on most servers, which set no limits.
    const hasServerLimits = quotas?.some(({ server_limit: limit }) => limit !== null) ?? false
    return renderAccountPanel({
      id: 'quotas',
      title: strings.title,
      problem: this.#panel.problem,
      content:
        quotas &&
        html`<p class="muted small">${strings.help(formatMonth(this.month, formats.locale))}</p>
          ${renderLimitsForm({
            id: 'quotas',
            headerCells: html`<th scope="col">${strings.quota}</th>
              <th scope="col" class="number">${strings.used}</th>
              <th scope="col" class="number ${canChange ? 'field' : ''}">${strings.limit}</th>
              ${hasServerLimits ? html`<th scope="col" class="number">${strings.serverLimit}</th>` : nothing}`,
            rows: quotas.map((quota) => this.#renderQuota(quota, canChange, hasServerLimits)),
            saveLabel: canChange ? strings.save : undefined,
            read: (data) => toLimits(quotas, readTexts(data)),
            onSubmit: (limits) => this.#save(account, limits),
          })}`,
    })
  }

  #renderQuota(quota: Quota, canChange: boolean, hasServerLimits: boolean): TemplateResult {
    const { quotas: strings, analytics } = getStrings()
    const { name, used, workspace_limit: limit, server_limit: serverLimit } = quota
    return html`<tr data-testid="quota-${name}">
      <th scope="row">${strings.names[name]}</th>
      <td class="number ${isUsedUp(quota) ? 'used-up' : ''}">
        ${used === null ? analytics.noPrice : this.#format(quota, used)}${isUsedUp(quota) ? html` <span>(${strings.usedUp})</span>` : nothing}
      </td>
      <td class="number">
        ${
          canChange
            ? html`<input
                  type="number"
                  name=${name}
                  min=${name === 'model_cost' ? '0.01' : '1'}
                  step=${name === 'model_cost' ? '0.01' : '1'}
                  placeholder=${strings.none}
                  aria-label=${strings.limitLabel(strings.names[name])}
                  .defaultValue=${toFieldValue(quota)}
                />
                <span class="unit">${name === 'storage_bytes' ? 'MB' : name === 'model_cost' ? '$' : nothing}</span>`
            : this.#format(quota, limit)
        }
      </td>
      ${hasServerLimits ? html`<td class="number">${this.#format(quota, serverLimit)}</td>` : nothing}
    </tr>`
  }

  #format({ name }: Quota, value: number | null): string {
    const { quotas: strings, formats } = getStrings()
    if (value === null) return strings.none
    if (name === 'storage_bytes') return formats.bytes(value)
    return name === 'model_cost' ? formats.cost(value) : formats.count(value)
  }

  #save({ api }: Account, body: ReturnType<typeof toLimits>): Promise<void> {
    return this.#panel.perform(async () => {
      this.quotas = (await api.call('PUT /api/v1/quotas', { body })).value.items
      this.dispatchEvent(new ToastEvent(getStrings().quotas.saved))
    })
  }
}

customElements.define('studio-quotas', QuotasPanel)
