import { html, nothing, type TemplateResult } from 'lit'
import { defined, type Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { icon } from '../../../icons/icon.ts'
import { renderIconButton } from '../../../icons/icon-button.ts'
import { readRows } from '../../read-rows.ts'
import type { TableSource } from '../../table-source.ts'
import type { PanelHost, TablePanel } from '../table-panel.ts'
import type { DataTableStrings } from '../table-strings.ts'
import type { TableToolStrings } from '../table-tool-strings.ts'
import type { ColumnColors, ColumnDateStyle, ColumnFormat, ColumnNumberFormat, LevelRule } from './column-format.ts'
import { createFormatter, hasDate } from './create-formatter.ts'

const numberStyles: readonly ColumnNumberFormat['style'][] = ['number', 'percent', 'currency', 'compact', 'scientific']
const dateStyles: readonly ColumnDateStyle[] = ['short', 'medium', 'long', 'weekday', 'month', 'year']
const levels = ['good', 'warn', 'bad', 'info'] as const
const maxDecimals = 6
const sampleTime = '2026-03-09 14:05:00'
const defaultScale = { min: 0, max: 100 }

type Scale = Extract<ColumnColors, { kind: 'scale' }>

/** Panel for changing how a column is displayed. Changes are applied immediately. */
export class FormatForm implements TablePanel {
  readonly label: string
  readonly #options: ConstructorParameters<typeof FormatForm>[0]
  #format: ColumnFormat
  /** The column's smallest and largest number, once loaded. */
  #range: { readonly min: number; readonly max: number } | undefined

  /** @param options.source - The table that contains the column. Undefined if the column is calculated for groups. */
  constructor(options: {
    readonly source: TableSource | undefined
    readonly column: Column
    readonly format: ColumnFormat | undefined
    readonly host: PanelHost
    readonly onChange: (format: ColumnFormat | undefined) => void
    getStrings(): DataTableStrings
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
    this.label = options.getToolStrings().formats.title(options.column.name)
    this.#format = options.format ?? {}
    if (getTypeFamily(options.column.type) === 'number') void this.#loadRange()
  }

  render(): TemplateResult {
    const { column, host, onChange } = this.#options
    const strings = this.#options.getToolStrings().formats
    const family = getTypeFamily(column.type)
    return html`<form
      class="filter"
      @submit=${(event: Event) => {
        event.preventDefault()
        host.close()
      }}
    >
      <h3 class="ellipsis">${column.name}</h3>
      ${family === 'number' ? this.#renderNumber() : hasDate(column.type) ? this.#renderDate() : nothing}
      ${this.#renderSelect(
        strings.colors,
        (['none', ...(family === 'number' ? ['scale'] : []), 'rules'] as const).map((kind) => [
          kind,
          strings.colorKinds[kind as keyof typeof strings.colorKinds],
        ]),
        this.#format.colors?.kind ?? 'none',
        (kind) => this.#selectColors(kind),
      )}
      ${this.#format.colors?.kind === 'scale' ? this.#renderScale(this.#format.colors) : nothing}
      ${this.#format.colors?.kind === 'rules' ? this.#renderRules(this.#format.colors.rules) : nothing}
      <p class="muted">${strings.note}</p>
      <div class="buttons">
        <button
          type="button"
          @click=${() => {
            host.close()
            onChange(undefined)
          }}
        >
          ${strings.clear}
        </button>
        <button type="submit" class="primary">${strings.done}</button>
      </div>
    </form>`
  }

  #renderNumber(): TemplateResult {
    const strings = this.#options.getToolStrings().formats
    const { number } = this.#format
    const change = (fields: Partial<ColumnNumberFormat>): void =>
      this.#change({ number: { ...(number ?? { style: 'number' }), ...fields } })
    const decimalOptions = Array.from({ length: maxDecimals + 1 }, (_, count) => String(count))
    return html`${this.#renderSelect(
      strings.style,
      [['exact', strings.exact], ...numberStyles.map((style) => [style, strings.numberStyles[style]] as const)],
      number?.style ?? 'exact',
      (style) =>
        style === 'exact'
          ? this.#change({ number: undefined })
          : change({
              style: style as ColumnNumberFormat['style'],
              ...(style === 'currency' ? this.#getCurrency() : {}),
            }),
    )}
    ${
      number === undefined
        ? nothing
        : html`<div class="range">
            ${this.#renderSelect(
              strings.decimals,
              [['', strings.automatic], ...decimalOptions.map((count) => [count, count] as const)],
              number.decimals === undefined ? '' : String(number.decimals),
              (count) => change({ decimals: count === '' ? undefined : Number(count) }),
            )}
            ${
              number.style === 'currency'
                ? this.#renderSelect(
                    strings.currency,
                    Intl.supportedValuesOf('currency').map((code) => [code, code] as const),
                    number.currency ?? 'USD',
                    (currency) => change({ currency }),
                  )
                : nothing
            }
          </div>`
    }`
  }

  /** Returns the initially selected currency, which depends on the table's language. */
  #getCurrency(): Pick<ColumnNumberFormat, 'currency'> {
    const isEnglish = this.#options.getStrings().language.startsWith('en')
    return { currency: this.#format.number?.currency ?? (isEnglish ? 'USD' : 'EUR') }
  }

  #renderDate(): TemplateResult {
    const { column } = this.#options
    const [{ language }, { formats }] = [this.#options.getStrings(), this.#options.getToolStrings()]
    const sample = column.type.startsWith('TIMESTAMP') ? sampleTime : sampleTime.slice(0, 10)
    const examples = dateStyles.map((date) => {
      const { format } = createFormatter(column, { date }, language, formats)
      return [date, format?.(sample) ?? date] as const
    })
    return this.#renderSelect(
      formats.style,
      [['exact', `${formats.exact} (${sample})`], ...examples],
      this.#format.date ?? 'exact',
      (date) => this.#change({ date: date === 'exact' ? undefined : (date as ColumnDateStyle) }),
    )
  }

  #renderScale(scale: Scale): TemplateResult {
    const [strings, { formats }] = [this.#options.getStrings(), this.#options.getToolStrings()]
    const change = (fields: Partial<Scale>): void => this.#change({ colors: { ...scale, ...fields } })
    const midpoint = (scale.min + scale.max) / 2
    return html`<div class="range">
        ${this.#renderNumberInput(strings.from, scale.min, (min) => change({ min }))}
        ${this.#renderNumberInput(strings.to, scale.max, (max) => change({ max }))}
      </div>
      <label class="tick"
        ><input
          type="checkbox"
          .checked=${scale.middle !== undefined}
          @change=${(event: Event) =>
            change({
              middle: !(event.target as HTMLInputElement).checked
                ? undefined
                : scale.min < 0 && scale.max > 0
                  ? 0
                  : midpoint,
            })}
        />${formats.divergingScale}</label
      >
      ${
        scale.middle === undefined
          ? nothing
          : this.#renderNumberInput(formats.midpoint, scale.middle, (value) => change({ middle: value }))
      }`
  }

  #renderRules(rules: readonly LevelRule[]): TemplateResult {
    const { column } = this.#options
    const toolStrings = this.#options.getToolStrings()
    const strings = toolStrings.formats
    const isText = getTypeFamily(column.type) !== 'number' && getTypeFamily(column.type) !== 'time'
    const tests = isText ? (['equals', 'contains'] as const) : (['at-least', 'at-most', 'equals'] as const)
    const setRules = (newRules: readonly LevelRule[]): void =>
      this.#change({ colors: { kind: 'rules', rules: newRules } })
    const readValue = (event: Event): string => (event.target as HTMLInputElement).value
    return html`${rules.map((rule, index) => {
        const change = (fields: Partial<LevelRule>): void =>
          setRules(rules.map((candidate, position) => (position === index ? { ...candidate, ...fields } : candidate)))
        const removeLabel = toolStrings.removeItem(`${strings.ruleTests[rule.test]} ${rule.value}`)
        return html`<div class="part rule">
          <select
            aria-label=${strings.test}
            @change=${(event: Event) => change({ test: readValue(event) as LevelRule['test'] })}
          >
            ${tests.map((test) => html`<option value=${test} ?selected=${test === rule.test}>${strings.ruleTests[test]}</option>`)}
          </select>
          <input
            aria-label=${strings.value}
            placeholder=${hasDate(column.type) ? sampleTime.slice(0, 10) : ''}
            inputmode=${getTypeFamily(column.type) === 'number' ? 'decimal' : nothing}
            .value=${rule.value}
            @input=${(event: Event) => change({ value: readValue(event) })}
          />
          <select
            aria-label=${strings.level}
            @change=${(event: Event) => change({ level: readValue(event) as LevelRule['level'] })}
          >
            ${levels.map((level) => html`<option value=${level} ?selected=${level === rule.level}>${strings.levels[level]}</option>`)}
          </select>
          ${renderIconButton('x', removeLabel, () => setRules(rules.filter((_, position) => position !== index)))}
        </div>`
      })}
      <button type="button" class="quiet start" @click=${() => setRules([...rules, this.#createRule(rules)])}>
        ${icon('plus')}${strings.addRule}
      </button>`
  }

  #renderSelect(
    title: string,
    options: readonly (readonly [value: string, label: string])[],
    selectedValue: string,
    onSelect: (value: string) => void,
  ): TemplateResult {
    return html`<label
      ><span>${title}</span
      ><select @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value)}>
        ${options.map(([value, label]) => html`<option value=${value} ?selected=${value === selectedValue}>${label}</option>`)}
      </select></label
    >`
  }

  #renderNumberInput(title: string, value: number, onInput: (value: number) => void): TemplateResult {
    return html`<label
      ><span>${title}</span
      ><input
        type="number"
        step="any"
        .value=${String(value)}
        @change=${(event: Event) => {
          const number = (event.target as HTMLInputElement).valueAsNumber
          if (Number.isFinite(number)) onInput(number)
        }}
    /></label>`
  }

  #selectColors(kind: string): void {
    const colors: ColumnColors | undefined =
      kind === 'scale'
        ? { kind, ...(this.#range ?? defaultScale) }
        : kind === 'rules'
          ? { kind, rules: [this.#createRule([])] }
          : undefined
    this.#change({ colors })
  }

  /** Creates a rule with the same test as the last one and with the next level. */
  #createRule(rules: readonly LevelRule[]): LevelRule {
    const family = getTypeFamily(this.#options.column.type)
    const defaultTest = family === 'number' || family === 'time' ? 'at-least' : 'equals'
    const lastRule = rules.at(-1)
    return { test: lastRule?.test ?? defaultTest, value: '', level: levels[rules.length % levels.length]! }
  }

  #change(fields: Partial<ColumnFormat>): void {
    const { number, date, colors } = { ...this.#format, ...fields }
    this.#format = { ...defined({ number }), ...(date ? { date } : {}), ...defined({ colors }) }
    this.#options.onChange(Object.keys(this.#format).length === 0 ? undefined : this.#format)
    this.#options.host.requestUpdate()
  }

  async #loadRange(): Promise<void> {
    const { source, column } = this.#options
    try {
      const statistics = await source?.derive?.({ kind: 'statistics', column: column.name, filters: [] })
      if (!statistics) return
      const { columns } = statistics.source
      const [row = []] = readRows(await statistics.source.page(0, 1), columns.length)
      const read = (name: string): number =>
        Number(row[columns.findIndex((candidate) => candidate.name === name)] ?? Number.NaN)
      const range = { min: read('min'), max: read('max') }
      if (!Number.isFinite(range.min) || !Number.isFinite(range.max)) return
      this.#range = range
      const { colors } = this.#format
      const hasDefaultRange =
        colors?.kind === 'scale' && colors.min === defaultScale.min && colors.max === defaultScale.max
      if (hasDefaultRange) this.#change({ colors: { ...colors, ...range } })
    } catch {
      // The user can still enter the range manually.
    }
  }
}
