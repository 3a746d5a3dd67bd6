import type { ValidationReport } from '@aw-flow/schema'
import { getRuleSubject, renderValidationReport, type RuleResult } from '@aw-flow/schema/internal'
import { html, nothing, svg } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { panelStyles } from '../../styles/panel.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { renderCode } from '../../render-code.ts'
import { describeRuleCount } from './describe-rule-count.ts'
import { styles } from './aw-validation-report.styles.ts'
import { validationStrings, type ValidationStrings } from './validation-strings.ts'
import { element } from '../../element.ts'

/** Fired when the user clicks a failing row. The host can then show it in the table. @public */
export class FailingRowEvent extends defineEvent<{
  /** The row number as displayed in the table, starting at 1. */
  readonly row: number
  /** The checked column, or `undefined` if the rule applies to entire rows. */
  readonly column: string | undefined
}>('aw-failing-row') {}

declare global {
  interface HTMLElementEventMap {
    'aw-failing-row': FailingRowEvent
  }
  interface HTMLElementTagNameMap {
    'aw-validation-report': AwValidationReport
  }
}

type RuleFilter = 'failing' | 'passing' | 'all'

/** Maximum number of rules to list. */
const maxRules = 500

/**
 * Shows a validation report: the verdict, and each rule with the number, percentage and examples of failing rows. The
 * report can be exported as JSON or as a single HTML file.
 *
 * @event {FailingRowEvent} aw-failing-row - Fired when the user clicks a failing row.
 * @csspart bar - The bar with the verdict and the buttons.
 * @csspart verdict - The verdict: whether the table is valid, and how many rules failed.
 * @csspart rules - The list of rules.
 *
 * @public
 */
export class AwValidationReport extends element(
  {
    /** The validation report to show. */
    report: undefined as ValidationReport | undefined,
    /** The name of the checked table, used for the list of rules and the file names. */
    label: '',
    strings: validationStrings as ValidationStrings,
    /** The filter that the user has selected. By default, failing rules are shown, or all rules if none fail. */
    _filter: undefined as RuleFilter | undefined,
  },
  { label: {} },
) {
  static override styles = [tokens, controls, panelStyles, styles]

  override render(): unknown {
    const { report, strings } = this
    if (!report) return html`<p class="none">${strings.none}</p>`
    const failingRules = report.rules.filter(({ valid }) => !valid)
    const filter = this._filter ?? (failingRules.length > 0 ? 'failing' : 'all')
    const rules =
      filter === 'all'
        ? [...failingRules, ...report.rules.filter(({ valid }) => valid)]
        : report.rules.filter(({ valid }) => valid === (filter === 'passing'))
    return html`<div part="bar" class="bar">
        <p
          part="verdict"
          class="verdict ${report.valid ? (failingRules.length > 0 ? 'warn' : 'good') : 'bad'}"
          role="status"
        >
          ${icon(report.valid ? (failingRules.length > 0 ? 'triangle-alert' : 'circle-check') : 'circle-x', 20)}
          <span>${!report.valid ? strings.notValid : failingRules.length > 0 ? strings.warned : strings.valid}</span>
          <span class="summary">
            ${report.rules.length === 0 ? strings.noRules : strings.summary(failingRules.length, report.rules.length, report.rows)}
          </span>
        </p>
        ${report.rules.length === 0 ? nothing : this.#renderControls(report, failingRules.length, filter)}
      </div>
      ${
        report.rules.length === 0
          ? nothing
          : rules.length === 0
            ? html`<p class="none">${strings.noMatches}</p>`
            : html`<ul part="rules" class="rules unmarked" tabindex="0" aria-label=${this.label || strings.rules}>
                ${rules.slice(0, maxRules).map((rule) => this.#renderRule(rule))}
              </ul>`
      }`
  }

  #renderControls({ rules }: ValidationReport, failingCount: number, filter: RuleFilter): unknown {
    const { strings } = this
    const choices: [RuleFilter, string][] = [
      ['failing', strings.failing(failingCount)],
      ['passing', strings.passing(rules.length - failingCount)],
      ['all', strings.all(rules.length)],
    ]
    return html`<div class="filters" role="group" aria-label=${strings.show}>
        ${choices.map(
          ([choice, label]) =>
            html`<button
              type="button"
              class="quiet"
              aria-pressed=${choice === filter}
              @click=${() => (this._filter = choice)}
            >
              ${label}
            </button>`,
        )}
      </div>
      <div class="exports">
        <button type="button" class="quiet json" @click=${this.#saveJson}>
          ${icon('download')} ${strings.saveJson}
        </button>
        <button type="button" class="quiet html" @click=${this.#saveHtml}>
          ${icon('download')} ${strings.saveHtml}
        </button>
      </div>`
  }

  #renderRule(rule: RuleResult): unknown {
    const { strings } = this
    const { valid, failing, checked, severity = 'error', sample, message, column } = rule
    const tone = valid ? 'good' : severity === 'error' ? 'bad' : 'warn'
    const failingFraction = checked === 0 || getRuleSubject(rule) !== 'rows' ? undefined : failing / checked
    return html`<li class="rule">
      <span class=${tone}>
        ${icon(valid ? 'circle-check' : severity === 'error' ? 'circle-x' : 'triangle-alert')}
        <span class="visually-hidden">${valid ? strings.passed : strings.failed}</span>
      </span>
      <span class="rule-text">
        ${renderCode(this.strings.renderText(rule.rule))}
        ${valid || severity === 'error' ? nothing : html`<span class="severity small muted">${strings.severities[severity]}</span>`}
      </span>
      ${
        valid
          ? html`<span></span>`
          : html`<span class="share small ${tone}">
              <span>${describeRuleCount(rule, strings)}</span>
              ${
                failingFraction === undefined
                  ? nothing
                  : html`<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                      ${svg`<rect width=${Math.max(failingFraction * 100, failing > 0 ? 1 : 0)} height="4" />`}
                    </svg>`
              }
            </span>`
      }
      ${valid || message === rule.rule ? nothing : html`<span class="message">${renderCode(this.strings.renderText(message))}</span>`}
      ${
        sample.length === 0
          ? nothing
          : html`<ul class="sample unmarked" aria-label=${strings.firstRows}>
              ${sample.map(
                ({ row, value }) =>
                  html`<li>
                    <button
                      type="button"
                      class="quiet ellipsis"
                      @click=${() => this.dispatchEvent(new FailingRowEvent({ row, column }))}
                    >
                      ${strings.row(row)}: ${value ?? strings.noValue}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
    </li>`
  }

  #saveJson = (): void => {
    const json = `${JSON.stringify(this.report, null, 2)}\n`
    saveFile(new Blob([json], { type: 'application/json' }), `${this.#createFileName()}.json`)
  }

  #saveHtml = (): void => {
    if (!this.report) return
    const language = this.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang
    const reportHtml = renderValidationReport(this.report, {
      title: this.label || this.strings.rules,
      format: this.strings.renderText,
      labels: this.strings.file,
      ...(language === '' ? {} : { language }),
    })
    saveFile(new Blob([reportHtml], { type: 'text/html' }), `${this.#createFileName()}.html`)
  }

  #createFileName(): string {
    return `${this.label || 'validation'}-report`.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
  }
}
