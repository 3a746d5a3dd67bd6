import type { Evidence, PlannedColumn } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import {
  rankDateFormats,
  isNumberType,
  isDateOrTimeType,
  parseList,
  columnTypes,
  changeColumnType,
  applyAlternative,
  formatList,
} from './column-reading.ts'
import { formatType, type LoadPlanStrings } from './load-plan-strings.ts'
import { getSourceColumnName } from './load-plan-changes.ts'

export interface ColumnSettingsOptions {
  /** The column, including the user's changes. */
  column: PlannedColumn
  /** The detected column, without the user's changes. */
  detected: PlannedColumn
  isChanged: boolean
  /** The column's first cells, as text. */
  cells: readonly string[]
  /** The names of the other columns. */
  otherNames: ReadonlySet<string>
  evidence: Evidence | undefined
  /** The name that the user has entered, if it is invalid. */
  invalidName: string | undefined
  strings: LoadPlanStrings
  onChange: (column: PlannedColumn | undefined) => void
  setInvalidName: (name: string | undefined) => void
  close: () => void
}

/** Renders a column's settings: its name, type and cell format. */
export function renderColumnSettings(settings: ColumnSettingsOptions): TemplateResult {
  const { column, detected, isChanged, evidence, strings, onChange, close } = settings
  const types = [...new Set([...columnTypes, detected.type, column.type])]
  return html`
    <div class="panel-head">
      <h3 id="column-title">${strings.column(column.name)}</h3>
      ${
        isChanged
          ? html`<button type="button" class="quiet restore" @click=${() => onChange(undefined)}>
              ${icon('rotate-ccw')}${strings.detected}
            </button>`
          : nothing
      }
    </div>
    ${renderNameField(settings)}
    <div class="field">
      <label for="column-type">${strings.type}</label>
      <select
        id="column-type"
        @change=${(event: Event) => {
          const type = (event.target as HTMLSelectElement).value
          const { name, sourceName: _, path: __, ...detectedValues } = detected
          const detectedSettings = { ...column, ...detectedValues, name: column.name }
          onChange(
            type !== detected.type
              ? changeColumnType(column, type, settings.cells)
              : name === column.name
                ? undefined
                : detectedSettings,
          )
        }}
      >
        ${types.map(
          (type) =>
            html`<option value=${type} .selected=${live(type === column.type)}>${formatType(type, strings)}</option>`,
        )}
      </select>
    </div>
    ${isNumberType(column.type) ? renderNumberFields(settings) : nothing}
    ${isDateOrTimeType(column.type) ? renderDateFormatField(settings) : nothing}
    ${column.type === 'BOOLEAN' ? renderBooleanFields(settings) : nothing}
    ${renderListField(settings, 'column-nulls', strings.nullValues, column.nulls, strings.nullValuesHint, (nulls) => ({ ...column, nulls }))}
    ${
      evidence
        ? html`<p class="muted small evidence">${renderCode(strings.renderText(evidence.reason))}</p>
            ${evidence.runnersUp.length > 0 ? renderAlternatives(settings, evidence) : nothing}`
        : nothing
    }
    <div class="actions">
      ${
        column.type === 'VARCHAR'
          ? nothing
          : html`<button
              type="button"
              class="quiet"
              @click=${() => onChange({ ...changeColumnType(column, 'VARCHAR', []), nulls: [] })}
            >
              ${strings.keepAsText}
            </button>`
      }
      <span class="gap"></span>
      <button type="button" class="primary" @click=${close}>${strings.done}</button>
    </div>
  `
}

/** Renders the alternatives to the detected settings. Those that can be applied are buttons. */
function renderAlternatives(
  { detected, column, cells, strings, onChange }: ColumnSettingsOptions,
  { runnersUp }: Evidence,
): TemplateResult {
  return html`<div class="alternatives" role="group" aria-label=${strings.alternatives}>
    <span class="muted small" aria-hidden="true">${strings.alternatives}:</span>
    ${runnersUp.map(({ value }) => {
      const alternative = applyAlternative(detected, value, cells)
      const label = typeof value === 'string' ? formatType(value, strings) : strings.renderText(value)
      return alternative
        ? html`<button type="button" @click=${() => onChange({ ...alternative, name: column.name })}>${label}</button>`
        : html`<span class="small">${label}</span>`
    })}
  </div>`
}

function renderNameField({
  column,
  otherNames,
  invalidName,
  strings,
  onChange,
  setInvalidName,
}: ColumnSettingsOptions): TemplateResult {
  const sourceColumnName = getSourceColumnName(column)
  const error =
    invalidName === undefined
      ? undefined
      : invalidName.trim() === ''
        ? strings.emptyName
        : strings.duplicateName(invalidName)
  const rename = (name: string): void => {
    const isAvailable = name.trim() !== '' && !otherNames.has(name.trim().toLowerCase())
    setInvalidName(isAvailable ? undefined : name)
    if (isAvailable) onChange({ ...column, name: name.trim() })
  }
  return html`<div class="field">
    <label for="column-name">${strings.columnName}</label>
    <input
      id="column-name"
      type="text"
      maxlength="200"
      autocomplete="off"
      spellcheck="false"
      aria-describedby=${error || sourceColumnName !== column.name ? 'column-name-about' : nothing}
      aria-invalid=${error ? 'true' : nothing}
      .value=${live(invalidName ?? column.name)}
      @input=${(event: Event) => rename((event.target as HTMLInputElement).value)}
    />
    ${
      error
        ? html`<p id="column-name-about" class="bad small">${error}</p>`
        : sourceColumnName === column.name
          ? nothing
          : html`<p id="column-name-about" class="muted small">${strings.sourceName(sourceColumnName)}</p>`
    }
  </div>`
}

function renderSelectField(
  id: string,
  label: string,
  value: string,
  titles: Record<string, string>,
  onSelect: (value: string) => void,
): TemplateResult {
  const values = [...new Set([...Object.keys(titles), value])]
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value)}>
      ${values.map((option) => html`<option value=${option} .selected=${live(option === value)}>${titles[option] ?? option}</option>`)}
    </select>
  </div>`
}

function renderNumberFields(settings: ColumnSettingsOptions): TemplateResult {
  const { column, strings, onChange } = settings
  const decimal = column.decimal ?? '.'
  const { decimal: _, ...withoutDecimal } = column
  const { thousands: __, ...withoutThousands } = column
  const { strip: ___, ...withoutStrip } = column
  return html`<div class="pair">
      ${renderSelectField('column-decimal', strings.decimal, decimal, strings.decimals, (value) =>
        onChange(value === ',' ? { ...column, decimal: ',' } : withoutDecimal),
      )}
      ${renderSelectField(
        'column-thousands',
        strings.thousands,
        column.thousands ?? '',
        strings.thousandsSeparators,
        (value) => onChange(value === '' ? withoutThousands : { ...column, thousands: value }),
      )}
    </div>
    ${renderListField(settings, 'column-strip', strings.strip, column.strip ?? [], strings.stripHint, (strip) =>
      strip.length === 0 ? withoutStrip : { ...column, strip },
    )}
    ${renderMinusField(settings, 'minusBehind', strings.trailingMinus)}
    ${renderMinusField(settings, 'minusBrackets', strings.bracketMinus)}`
}

function renderMinusField(
  { column, onChange }: ColumnSettingsOptions,
  key: 'minusBehind' | 'minusBrackets',
  label: string,
): TemplateResult {
  const { [key]: isSet, ...otherSettings } = column
  const update = (event: Event): void =>
    onChange((event.target as HTMLInputElement).checked ? { ...column, [key]: true } : otherSettings)
  return html`<label class="check">
    <input type="checkbox" .checked=${live(isSet === true)} @change=${update} />
    ${label}
  </label>`
}

function renderDateFormatField({ column, cells, strings, onChange }: ColumnSettingsOptions): TemplateResult {
  const { format: _, ...withoutFormat } = column
  return html`<div class="field">
    <label for="column-format">${strings.dateFormat}</label>
    <input
      id="column-format"
      type="text"
      list="column-formats"
      autocomplete="off"
      spellcheck="false"
      class="mono"
      placeholder=${strings.iso}
      aria-describedby="column-format-about"
      .value=${live(column.format ?? '')}
      @input=${(event: Event) => {
        const { value } = event.target as HTMLInputElement
        onChange(value.trim() === '' ? withoutFormat : { ...column, format: value })
      }}
    />
    <datalist id="column-formats">
      ${rankDateFormats(column.type, cells).map((format) => html`<option value=${format}></option>`)}
    </datalist>
    <p id="column-format-about" class="muted small">${strings.dateFormatHint}</p>
  </div>`
}

function renderBooleanFields(settings: ColumnSettingsOptions): TemplateResult {
  const { column, strings } = settings
  const { trueValues: _, falseValues: __, ...withoutValues } = column
  const { trueValues = [], falseValues = [] } = column
  const replaceValues = (newTrueValues: string[], newFalseValues: string[]): PlannedColumn =>
    newTrueValues.length === 0 && newFalseValues.length === 0
      ? withoutValues
      : { ...withoutValues, trueValues: newTrueValues, falseValues: newFalseValues }
  return html`<div class="pair">
    ${renderListField(settings, 'column-yes', strings.trueValues, trueValues, undefined, (values) => replaceValues(values, falseValues))}
    ${renderListField(settings, 'column-no', strings.falseValues, falseValues, undefined, (values) => replaceValues(trueValues, values))}
  </div>`
}

/**
 * Renders a field for a comma-separated list. The text is parsed on `change` instead of `input`, so that users can type
 * commas.
 */
function renderListField(
  { onChange }: ColumnSettingsOptions,
  id: string,
  label: string,
  values: readonly string[],
  hint: string | undefined,
  applyValues: (values: string[]) => PlannedColumn,
): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="text"
      autocomplete="off"
      spellcheck="false"
      placeholder=${hint ?? nothing}
      .value=${live(formatList(values))}
      @change=${(event: Event) => onChange(applyValues(parseList((event.target as HTMLInputElement).value)))}
    />
  </div>`
}
