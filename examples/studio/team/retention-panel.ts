import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import {
  AccountPanelController,
  limitsStyles,
  readTexts,
  renderAccountPanel,
  renderLimitsForm,
} from '../accounts/account-panel.ts'
import type { Account } from '../accounts/account.ts'
import { hasShorterPeriod, toRetentionDays, type RetentionItem } from './retention.ts'
import { element } from '../shell/element.ts'

/** Shows how long the selected workspace keeps its data. Administrators can change the retention periods. */
export class RetentionPanel extends element({
  account: undefined as Account | undefined,
  /** `undefined` while the retention periods are loading. */
  items: undefined as readonly RetentionItem[] | undefined,
}) {
  static override styles = limitsStyles

  readonly #panel = new AccountPanelController(this, async ({ api, workspace }) => {
    if (workspace) this.items = (await api.call('GET /api/v1/retention', {})).value.items
  })

  protected override render(): TemplateResult | typeof nothing {
    const { account, items } = this
    if (!account) return nothing
    const { retention: strings } = getStrings()
    const { canAdminister } = account
    return renderAccountPanel({
      id: 'retention',
      title: strings.title,
      problem: this.#panel.problem,
      content:
        items &&
        html`<p class="muted small">${strings.help}</p>
          ${renderLimitsForm({
            id: 'retention',
            headerCells: html`<th scope="col">${strings.kind}</th>
              <th scope="col" class="number">${strings.days}</th>
              ${canAdminister ? html`<th scope="col" class="number">${strings.allowedRange}</th>` : nothing}`,
            rows: items.map((item) => this.#renderItem(item, canAdminister)),
            saveLabel: canAdminister ? strings.save : undefined,
            read: (data) => toRetentionDays(items, readTexts(data)),
            onSubmit: (days) => this.#save(account, items, days),
          })}`,
    })
  }

  #renderItem(item: RetentionItem, canChange: boolean): TemplateResult {
    const { retention: strings, formats } = getStrings()
    const { name, days, workspace_days: workspaceDays, min_days: min, max_days: max } = item
    return html`<tr data-testid="retention-${name}">
      <th scope="row">${strings.names[name]}</th>
      <td class="number">
        ${
          canChange
            ? html`<input
                type="number"
                name=${name}
                min=${min}
                max=${max ?? nothing}
                step="1"
                placeholder=${max === null ? strings.forever : strings.serverDays(max)}
                aria-label=${strings.daysLabel(strings.names[name])}
                .defaultValue=${workspaceDays === null ? '' : String(workspaceDays)}
              />`
            : days === null
              ? strings.forever
              : formats.count(days)
        }
      </td>
      ${canChange ? html`<td class="number muted">${max === null ? strings.atLeast(min) : strings.range(min, max)}</td>` : nothing}
    </tr>`
  }

  #save({ api }: Account, items: readonly RetentionItem[], days: ReturnType<typeof toRetentionDays>): Promise<void> {
    return this.#panel.perform(async () => {
      const { retention: strings } = getStrings()
      const question = { title: strings.shorten, text: strings.shortenHelp, action: strings.save, isDestructive: true }
      if (hasShorterPeriod(items, days) && (await askQuestion(question)) === undefined) return
      this.items = (await api.call('PUT /api/v1/retention', { body: days })).value.items
      this.dispatchEvent(new ToastEvent(strings.saved))
    })
  }
}

customElements.define('studio-retention', RetentionPanel)
