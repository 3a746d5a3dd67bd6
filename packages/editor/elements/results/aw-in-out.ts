import type { WorkflowSession } from '@aw-flow/client'
import type { TableRef } from '@aw-flow/schema'
import { css, html, nothing } from 'lit'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { dataTableStrings, type DataTableStrings } from '../../views/table/table-strings.ts'
import { findOutputLabel } from './output-label.ts'
import { listInputTables, listOutputTables, type NamedTable } from './in-out-tables.ts'
import { inOutStrings, type InOutStrings } from './in-out-strings.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-in-out': AwInOut
  }
}

/**
 * Shows a node's input and output tables from the last run side by side or, if the element is narrow, stacked.
 *
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The status line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwInOut extends element(
  {
    /** The session whose last run is shown. */
    session: undefined as WorkflowSession | undefined,
    /** Id of the node. */
    node: undefined as string | undefined,
    /** UI strings. Default: English. */
    strings: inOutStrings as InOutStrings,
    /** UI strings for the tables. Default: English. */
    tableStrings: dataTableStrings as DataTableStrings,
    /** Keys of the tables that the user has selected on the input and output sides. */
    _selectedKeys: {} as { readonly in?: string; readonly out?: string },
  },
  { node: {} },
) {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        container-type: inline-size;
        display: block;
        height: 100%;
        min-height: 0;
      }

      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        height: 100%;
      }

      section {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-width: 0;
        min-height: 0;
      }

      section + section {
        border-inline-start: 1px solid var(--_border);
      }

      .head {
        display: flex;
        align-items: center;
        gap: var(--_space-8);
        min-height: 36px;
        padding: var(--_space-2) var(--_space-12);
        border-bottom: 1px solid var(--_border);
      }

      .head span {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--_muted);
      }

      .head select {
        width: auto;
        min-width: 0;
        max-width: 60%;
      }

      .none {
        padding: var(--_space-16);
        color: var(--_muted);
      }

      @container (max-width: 560px) {
        .sides {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
        }

        section + section {
          border-inline-start: 0;
          border-top: 1px solid var(--_border);
        }
      }
    `,
  ]

  #controller = new SessionController(this, ['run'])
  #sources = new WeakMap<TableRef, TableSource>()
  #cachedSession: WorkflowSession | undefined

  override willUpdate(): void {
    const { session } = this.#controller
    if (this.#cachedSession === session) return
    this.#cachedSession = session
    this.#sources = new WeakMap()
  }

  override render(): unknown {
    const { node, strings } = this
    const { session } = this.#controller
    const run = session?.runs.current
    if (!session || !run || node === undefined) return nothing
    return html`<div class="sides">
      ${this.#renderSide('in', strings.input, listInputTables(run, node, strings.nodeTypes.getLabel))}
      ${this.#renderSide(
        'out',
        strings.output,
        listOutputTables(run, node, (output) => findOutputLabel(session, node, output, strings.nodeTypes)),
      )}
    </div>`
  }

  #renderSide(side: 'in' | 'out', title: string, tables: readonly NamedTable[]): unknown {
    const selectedTable = tables.find(({ key }) => key === this._selectedKeys[side]) ?? tables[0]
    const { strings } = this
    return html`<section aria-label=${title}>
      <div class="head">
        <h3>${title}</h3>
        ${
          tables.length > 1
            ? html`<select
                aria-label=${strings.tableLabel(title)}
                @change=${(event: Event) =>
                  (this._selectedKeys = { ...this._selectedKeys, [side]: (event.target as HTMLSelectElement).value })}
              >
                ${tables.map((table) => html`<option value=${table.key} ?selected=${table === selectedTable}>${table.title}</option>`)}
              </select>`
            : html`<span dir="auto">${selectedTable?.title}</span>`
        }
      </div>
      ${
        selectedTable
          ? html`<aw-data-table
              exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
              .source=${this.#getSource(selectedTable.table)}
              .strings=${this.tableStrings}
              label="${title}: ${selectedTable.title}"
            ></aw-data-table>`
          : html`<p class="none">${side === 'in' ? strings.noInput : strings.noOutput}</p>`
      }
    </section>`
  }

  #getSource(table: TableRef): TableSource {
    const source = this.#sources.get(table) ?? createSessionTable(this.#controller.session!, table)
    this.#sources.set(table, source)
    return source
  }
}
