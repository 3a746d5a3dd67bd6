import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { groupFunctions, type GroupMeasure, type TableGroups } from '@aw-flow/schema/internal'
import { icon } from '../../../icons/icon.ts'
import { renderIconButton } from '../../../icons/icon-button.ts'
import { isNumeric } from '../../format-cell.ts'
import type { PanelHost, TablePanel } from '../table-panel.ts'
import type { TableToolStrings } from '../table-tool-strings.ts'

type GroupFunction = GroupMeasure['function']

/** Panel for editing the columns to group by and the values calculated for each group. */
export class GroupForm implements TablePanel {
  readonly label: string
  readonly #options: ConstructorParameters<typeof GroupForm>[0]
  #groupColumns: readonly string[]
  #measures: readonly GroupMeasure[]

  /** @param options.columns - The columns of the table to group. */
  constructor(options: {
    readonly columns: readonly Column[]
    readonly groups: TableGroups
    readonly host: PanelHost
    readonly onApply: (groups: TableGroups | undefined) => void
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
    this.label = options.getToolStrings().groups
    this.#groupColumns = options.groups.by
    this.#measures = options.groups.measures
  }

  render(): TemplateResult {
    const { host, columns } = this.#options
    const toolStrings = this.#options.getToolStrings()
    const otherColumns = columns.filter(({ name }) => !this.#groupColumns.includes(name))
    return html`<form
      class="filter groups"
      @submit=${(event: Event) => {
        event.preventDefault()
        this.#apply({ by: [...this.#groupColumns], measures: [...this.#measures] })
      }}
    >
      <h3>${toolStrings.groups}</h3>
      ${this.#groupColumns.map(
        (name) =>
          html`<div class="part">
            <span class="text ellipsis">${name}</span>${this.#renderRemoveButton(
              name,
              this.#groupColumns.length > 1,
              () => {
                this.#groupColumns = this.#groupColumns.filter((candidate) => candidate !== name)
              },
            )}
          </div>`,
      )}
      ${
        otherColumns.length === 0
          ? nothing
          : html`<select
              aria-label=${toolStrings.addGroup}
              @change=${(event: Event) => {
                const select = event.target as HTMLSelectElement
                if (select.value !== '') this.#groupColumns = [...this.#groupColumns, select.value]
                select.value = ''
                host.requestUpdate()
              }}
            >
              <option value="">${toolStrings.addGroup}…</option>
              ${otherColumns.map(({ name }) => html`<option value=${name}>${name}</option>`)}
            </select>`
      }
      <h3>${toolStrings.calculations}</h3>
      ${this.#measures.map((measure, index) => this.#renderMeasure(measure, index, toolStrings))}
      <button type="button" class="quiet start" @click=${() => this.#addMeasure()}>
        ${icon('plus')}${toolStrings.addCalculation}
      </button>
      <div class="buttons">
        <button type="button" @click=${() => this.#apply(undefined)}>${toolStrings.ungroup}</button>
        <button type="submit" class="primary">${toolStrings.apply}</button>
      </div>
    </form>`
  }

  #renderMeasure(measure: GroupMeasure, index: number, toolStrings: TableToolStrings): TemplateResult {
    const { columns, host } = this.#options
    const change = (fields: Partial<GroupMeasure>): void => {
      this.#measures = this.#measures.map((candidate, position) => (position === index ? replaceUnsupportedColumn({ ...candidate, ...fields }, columns) : candidate)) // oxfmt-ignore
      host.requestUpdate()
    }
    const usableColumns = columns.filter((column) => isUsable(measure.function, column))
    const label = `${toolStrings.functionNames[measure.function]} ${measure.column || toolStrings.rowsOption}`
    return html`<div class="part">
      <select
        aria-label=${toolStrings.calculation}
        @change=${(event: Event) => change({ function: (event.target as HTMLSelectElement).value as GroupFunction })}
      >
        ${groupFunctions.map((name) => html`<option value=${name} ?selected=${name === measure.function}>${toolStrings.functionNames[name]}</option>`)}
      </select>
      <select
        aria-label=${toolStrings.calculationColumn}
        @change=${(event: Event) => change({ column: (event.target as HTMLSelectElement).value })}
      >
        ${measure.function === 'count' ? html`<option value="" ?selected=${measure.column === ''}>${toolStrings.rowsOption}</option>` : nothing}
        ${usableColumns.map(({ name }) => html`<option value=${name} ?selected=${name === measure.column}>${name}</option>`)}
      </select>
      ${this.#renderRemoveButton(label, true, () => {
        this.#measures = this.#measures.filter((_, position) => position !== index)
      })}
    </div>`
  }

  #renderRemoveButton(label: string, isEnabled: boolean, onClick: () => void): TemplateResult {
    const { host } = this.#options
    const title = this.#options.getToolStrings().removeItem(label)
    return renderIconButton(
      'x',
      title,
      () => {
        onClick()
        host.requestUpdate()
      },
      { isDisabled: !isEnabled },
    )
  }

  #addMeasure(): void {
    const { columns, host } = this.#options
    const unusedColumns = columns.filter(
      (column) =>
        isNumeric(column.type) &&
        !this.#groupColumns.includes(column.name) &&
        !this.#measures.some((measure) => measure.column === column.name),
    )
    // Integers are often ids, whose mean is meaningless.
    const valueColumn = unusedColumns.find(({ type }) => /^(DOUBLE|FLOAT|DECIMAL)/.test(type)) ?? unusedColumns[0]
    const newMeasure: GroupMeasure = valueColumn
      ? { function: 'mean', column: valueColumn.name }
      : { function: 'count', column: '' }
    this.#measures = [...this.#measures, newMeasure]
    host.requestUpdate()
  }

  #apply(groups: TableGroups | undefined): void {
    this.#options.host.close()
    this.#options.onApply(groups)
  }
}

const numericFunctions: ReadonlySet<GroupFunction> = new Set(['sum', 'mean', 'median'])

const isUsable = (fn: GroupFunction, { type }: Column): boolean => !numericFunctions.has(fn) || isNumeric(type)

/** Replaces the column if the aggregate function does not support it. */
function replaceUnsupportedColumn(measure: GroupMeasure, columns: readonly Column[]): GroupMeasure {
  if (measure.function === 'count' && measure.column === '') return measure
  const currentColumn = columns.find(({ name }) => name === measure.column)
  if (currentColumn && isUsable(measure.function, currentColumn)) return measure
  const column = columns.find((candidate) => isUsable(measure.function, candidate))
  return column ? { ...measure, column: column.name } : { function: 'count', column: '' }
}
