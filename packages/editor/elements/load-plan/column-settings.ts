import type { Evidence, PlannedColumn } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import {
  dateFormats,
  isNumber,
  isTime,
  parseList,
  readableTypes,
  readAs,
  readAsConsidered,
  formatList,
} from './column-reading.ts'
import { typeName, type LoadPlanStrings } from './load-plan-strings.ts'
import { sourceOf } from './settled-plan.ts'

export interface ColumnSettings {
  /** The column with the user's changes. */
  column: PlannedColumn
  /** The column as detected. */
  found: PlannedColumn
  isChanged: boolean
  /** Its first cells, as text. */
  texts: readonly string[]
  /** The names of the other columns. */
  taken: ReadonlySet<string>
  evidence: Evidence | undefined
  /** An invalid name, as typed. */
  badName: string | undefined
  strings: LoadPlanStrings
  settle: (reading: PlannedColumn | undefined) => void
  refuseName: (name: string | undefined) => void
  close: () => void
}

/** The settings of a column: its name, its type, and the format of its cells. */
export function columnSettings(of: ColumnSettings): TemplateResult {
  const { column, found, isChanged, evidence, strings, settle, close } = of
  const types = [...new Set([...readableTypes, found.type, column.type])]
  return html`
    <div class="panel-head">
      <h3 id="column-title">${strings.column(column.name)}</h3>
      ${
        isChanged
          ? html`<button type="button" class="quiet found" @click=${() => settle(undefined)}>
              ${icon('rotate-ccw')}${strings.asFound}
            </button>`
          : nothing
      }
    </div>
    ${nameField(of)}
    <div class="field">
      <label for="column-type">${strings.type}</label>
      <select
        id="column-type"
        @change=${(event: Event) => {
          const type = (event.target as HTMLSelectElement).value
          const { name, sourceName: _, path: __, ...reading } = found
          const asFound = { ...column, ...reading, name: column.name }
          settle(type !== found.type ? readAs(column, type, of.texts) : name === column.name ? undefined : asFound)
        }}
      >
        ${types.map(
          (type) =>
            html`<option value=${type} .selected=${live(type === column.type)}>${typeName(type, strings)}</option>`,
        )}
      </select>
    </div>
    ${isNumber(column.type) ? numberFields(of) : nothing} ${isTime(column.type) ? timeField(of) : nothing}
    ${column.type === 'BOOLEAN' ? wordsFields(of) : nothing}
    ${listField(of, 'column-nulls', strings.nullWords, column.nulls, strings.nullWordsHint, (nulls) => ({ ...column, nulls }))}
    ${
      evidence
        ? html`<p class="muted small evidence">${withCode(strings.renderText(evidence.reason))}</p>
            ${evidence.runnersUp.length > 0 ? considered(of, evidence) : nothing}`
        : nothing
    }
    <div class="actions">
      ${
        column.type === 'VARCHAR'
          ? nothing
          : html`<button
              type="button"
              class="quiet"
              @click=${() => settle({ ...readAs(column, 'VARCHAR', []), nulls: [] })}
            >
              ${strings.leaveAsText}
            </button>`
      }
      <span class="gap"></span>
      <button type="button" class="primary" @click=${close}>${strings.done}</button>
    </div>
  `
}

/** The alternative readings, each with a button. */
function considered(
  { found, column, texts, strings, settle }: ColumnSettings,
  { runnersUp }: Evidence,
): TemplateResult {
  return html`<div class="considered" role="group" aria-label=${strings.runnersUp}>
    <span class="muted small" aria-hidden="true">${strings.runnersUp}:</span>
    ${runnersUp.map(({ value }) => {
      const reading = readAsConsidered(found, value, texts)
      const word = typeof value === 'string' ? typeName(value, strings) : strings.renderText(value)
      return reading
        ? html`<button type="button" @click=${() => settle({ ...reading, name: column.name })}>${word}</button>`
        : html`<span class="small">${word}</span>`
    })}
  </div>`
}

function nameField({ column, taken, badName, strings, settle, refuseName }: ColumnSettings): TemplateResult {
  const source = sourceOf(column)
  const fault =
    badName === undefined ? undefined : badName.trim() === '' ? strings.emptyName : strings.takenName(badName)
  const rename = (name: string): void => {
    const isFree = name.trim() !== '' && !taken.has(name.trim().toLowerCase())
    refuseName(isFree ? undefined : name)
    if (isFree) settle({ ...column, name: name.trim() })
  }
  return html`<div class="field">
    <label for="column-name">${strings.columnName}</label>
    <input
      id="column-name"
      type="text"
      maxlength="200"
      autocomplete="off"
      spellcheck="false"
      aria-describedby=${fault || source !== column.name ? 'column-name-about' : nothing}
      aria-invalid=${fault ? 'true' : nothing}
      .value=${live(badName ?? column.name)}
      @input=${(event: Event) => rename((event.target as HTMLInputElement).value)}
    />
    ${
      fault
        ? html`<p id="column-name-about" class="bad small">${fault}</p>`
        : source === column.name
          ? nothing
          : html`<p id="column-name-about" class="muted small">${strings.sourceName(source)}</p>`
    }
  </div>`
}

function choice(
  id: string,
  label: string,
  value: string,
  titles: Record<string, string>,
  change: (value: string) => void,
): TemplateResult {
  const values = [...new Set([...Object.keys(titles), value])]
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
      ${values.map((one) => html`<option value=${one} .selected=${live(one === value)}>${titles[one] ?? one}</option>`)}
    </select>
  </div>`
}

function numberFields(of: ColumnSettings): TemplateResult {
  const { column, strings, settle } = of
  const decimal = column.decimal ?? '.'
  const { decimal: _, ...others } = column
  const { thousands: __, ...unmarked } = column
  const { strip: ___, ...unstripped } = column
  const { minusBehind: ____, ...unturned } = column
  return html`<div class="pair">
      ${choice('column-decimal', strings.decimal, decimal, strings.decimals, (value) =>
        settle(value === ',' ? { ...column, decimal: ',' } : others),
      )}
      ${choice('column-thousands', strings.thousands, column.thousands ?? '', strings.thousandsMarks, (value) =>
        settle(value === '' ? unmarked : { ...column, thousands: value }),
      )}
    </div>
    ${listField(of, 'column-strip', strings.strip, column.strip ?? [], strings.stripHint, (strip) =>
      strip.length === 0 ? unstripped : { ...column, strip },
    )}
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(column.minusBehind === true)}
        @change=${(event: Event) =>
          settle((event.target as HTMLInputElement).checked ? { ...column, minusBehind: true } : unturned)}
      />
      ${strings.minusBehind}
    </label>`
}

function timeField({ column, texts, strings, settle }: ColumnSettings): TemplateResult {
  const { format: _, ...plain } = column
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
        settle(value.trim() === '' ? plain : { ...column, format: value })
      }}
    />
    <datalist id="column-formats">
      ${dateFormats(column.type, texts).map((format) => html`<option value=${format}></option>`)}
    </datalist>
    <p id="column-format-about" class="muted small">${strings.dateFormatHint}</p>
  </div>`
}

function wordsFields(of: ColumnSettings): TemplateResult {
  const { column, strings } = of
  const { trueValues: _, falseValues: __, ...plain } = column
  const { trueValues = [], falseValues = [] } = column
  const both = (yes: string[], no: string[]): PlannedColumn =>
    yes.length === 0 && no.length === 0 ? plain : { ...plain, trueValues: yes, falseValues: no }
  return html`<div class="pair">
    ${listField(of, 'column-yes', strings.yesWords, trueValues, undefined, (yes) => both(yes, falseValues))}
    ${listField(of, 'column-no', strings.noWords, falseValues, undefined, (no) => both(trueValues, no))}
  </div>`
}

/** A list of values; it is read when it loses the focus, so that a comma can be typed. */
function listField(
  { settle }: ColumnSettings,
  id: string,
  label: string,
  values: readonly string[],
  hint: string | undefined,
  change: (values: string[]) => PlannedColumn,
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
      @change=${(event: Event) => settle(change(parseList((event.target as HTMLInputElement).value)))}
    />
  </div>`
}
