import type { WorkflowSession } from '@aw-flow/client'
import { defined, type PreparationPlan, type TableRef, unwrap } from '@aw-flow/schema'
import {
  assignOperationIds,
  isAppliedOperation,
  type Operation,
  type PlanPreview,
  type PreparationReport,
} from '@aw-flow/schema/internal'
import { initialState, Task } from '@lit/task'
import { html, nothing, type PropertyValues } from 'lit'
import { ModalElement } from '../../elements/editor/modal-element.ts'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import type { PlanApplyEvent, PlanChangeEvent } from './aw-plan.ts'
import { findInputTable } from './input-table.ts'
import { planStrings, type PlanStrings } from './plan-strings.ts'
import { writePlan } from './write-plan.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-preparation-dialog': AwPreparationDialog
  }
}

/**
 * A dialog that shows the plan executed by a Prepare node. Changes are previewed on the table that the node
 * received in the last run, and the user can save the changed plan for the next run.
 *
 * @event {DialogCloseEvent} aw-dialog-close - Fired when the dialog is closed, or if the node has no plan.
 * @csspart operation - A single operation.
 * @csspart list - The list of operations.
 * @csspart links - The operations that create links between graph nodes.
 * @csspart state - The state of an operation: proposed, approved or rejected.
 * @csspart drift - The differences between the table and the one that the plan was created for.
 * @csspart examples - Examples of cells before and after an operation.
 * @csspart form - The form for editing an operation.
 */
export class AwPreparationDialog extends ModalElement {
  static override properties = {
    session: { attribute: false },
    node: {},
    strings: { attribute: false },
    readonly: { type: Boolean },
    _plan: { state: true },
    _preview: { state: true },
  }

  /** The session whose last run is shown. */
  declare session: WorkflowSession | undefined
  /** Id of the Prepare node. */
  declare node: string | undefined
  /** UI strings. Default: English. */
  declare strings: PlanStrings
  declare readonly: boolean
  declare private _plan: PreparationPlan | undefined
  declare private _preview: PlanPreview | undefined

  /** The inverse of the executed plan. It does not include changes made in the dialog. */
  #inversePlan: PreparationPlan | undefined
  readonly #previewTask = new Task<readonly [plan?: PreparationPlan], PlanPreview>(this, {
    autoRun: false,
    task: ([plan]) => this.#loadPreview(plan),
    onComplete: (preview) => (this._preview = preview),
  })

  constructor() {
    super()
    this.strings = planStrings
    this.readonly = false
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('node')) this.#readReport()
  }

  override render(): unknown {
    const { session, strings } = this
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    if (!node || !this._plan) return nothing
    return html`<dialog class="plan preparation" aria-labelledby="preparation-title" @close=${this.onClosed}>
      <div class="plan-bar">
        <h2 id="preparation-title">${strings.title}: ${strings.nodeTypes.getLabel(node) || node.type}</h2>
        ${
          this.#inversePlan
            ? html`<button type="button" class="inverse" title=${strings.inverseHint} @click=${this.#saveInverse}>
                ${icon('download')}${strings.inverse}
              </button>`
            : nothing
        }
        ${renderIconButton('x', strings.close, this.close)}
      </div>
      <aw-plan
        exportparts="operation, list, links, state, drift, examples, form"
        .plan=${this._plan}
        .preview=${this._preview}
        .strings=${{ ...strings, apply: strings.savePlan }}
        ?readonly=${this.readonly}
        @aw-plan-change=${this.#onChange}
        @aw-plan-apply=${this.#onApply}
      ></aw-plan>
    </dialog>`
  }

  /** Reads the executed plan and its effects from the node's report. */
  #readReport(): void {
    // Ignores a preview of another node's plan.
    void this.#previewTask.run([])
    this._plan = undefined
    const nodeReport = this.node === undefined ? undefined : this.session?.runs.current?.nodes[this.node]?.report
    if (nodeReport?.kind !== 'prepare') return this.onClosed()
    const report = nodeReport.report as PreparationReport
    this._plan = assignOperationIds(report.plan)
    this.#inversePlan = report.inverse
    const { applied, rowsIn, rowsOut, columnsOut, links } = report
    const drift = report.drift ?? { missing: [], added: [], types: [], values: [] }
    // Operations are matched by position because those in the report may have no ids.
    const assignOperations = (entries: typeof applied, operations: readonly Operation[] = []): typeof applied => {
      const acceptedOperations = operations.filter(isAppliedOperation)
      return entries.map((entry, index) => ({ ...entry, operation: acceptedOperations[index] ?? entry.operation }))
    }
    const preparedLinks = links && {
      applied: assignOperations(links.applied, this._plan.links?.operations),
      rowsIn: links.rowsIn,
      rowsOut: links.rowsOut,
    }
    this._preview = defined({
      applied: assignOperations(applied, this._plan.operations),
      rowsIn,
      rowsOut,
      columnsOut,
      drift,
      links: preparedLinks,
    })
  }

  #onChange = ({ plan }: PlanChangeEvent): void => {
    this._plan = plan
    void this.#previewTask.run([plan])
  }

  async #loadPreview(plan: PreparationPlan | undefined): Promise<PlanPreview | typeof initialState> {
    const { session, node } = this
    const table = session && node !== undefined ? findInputTable(session, node) : undefined
    if (!plan || !session?.tables.previewPlan || !table) return initialState
    return unwrap(await session.tables.previewPlan({ table, plan, namedTables: findOtherInputTables(session, node) }))
  }

  #onApply = ({ plan }: PlanApplyEvent): void => {
    const { session, node } = this
    if (!session || node === undefined || this.readonly) return
    session.document.apply({ type: 'set-config', id: node, path: ['plan'], value: writePlan(plan) })
    this.close()
  }

  #saveInverse = (): void => {
    const node = this.session?.document.current.nodes.find(({ id }) => id === this.node)
    saveFile(
      new Blob([JSON.stringify(this.#inversePlan, null, 2)], { type: 'application/json' }),
      `${toFileName(node?.data.label ?? '', 'prepare')}.inverse.plan.json`,
    )
  }
}

/** Returns the tables at the node's other inputs, keyed by the names that plans use for them. */
function findOtherInputTables(session: WorkflowSession, nodeId: string | undefined): Record<string, TableRef> {
  const tables: Record<string, TableRef> = {}
  for (const input of ['links', 'other']) {
    const table = nodeId === undefined ? undefined : findInputTable(session, nodeId, input)
    if (table) tables[input] = table
  }
  return tables
}
