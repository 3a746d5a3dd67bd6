import type { WorkflowSession } from '@aw-flow/client'
import {
  withIds,
  type Operation,
  type PlanPreview,
  type PreparationPlan,
  type PreparationReport,
  type TableRef,
} from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { fileName } from '../../elements/files/file-name.ts'
import { NodeDialog, type NodeDialogHost } from '../../elements/editor/node-dialog.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import type { PlanApplyEvent, PlanChangeEvent } from './aw-plan.ts'
import type { PlanStrings } from './plan-strings.ts'

/** The plan of a Prepare node, as it was carried out, is to be shown. */
export class PreparationOpenEvent extends defineEvent<{ readonly node: string }>('aw-preparation-open') {}

declare global {
  interface GlobalEventHandlersEventMap {
    'aw-preparation-open': PreparationOpenEvent
  }
}

interface PreparationDialogHost extends NodeDialogHost {
  readonly strings: { plan: PlanStrings }
}

/**
 * Shows the plan that a Prepare node has carried out in a window over the editor. What is changed is previewed on the
 * table that the node was given in the last run, and is kept as the node's plan when the person says so; the next run
 * carries it out. The keyboard goes back to where it was.
 */
export class PreparationDialog extends NodeDialog<PreparationDialogHost, PreparationOpenEvent> {
  #plan: PreparationPlan | undefined
  #preview: PlanPreview | undefined
  /** Leads back from what the run has prepared, not from what is changed since. */
  #inverse: PreparationPlan | undefined
  #asked = 0

  constructor(host: PreparationDialogHost) {
    super(host, { event: PreparationOpenEvent, dialog: 'dialog.preparation' })
  }

  /** The window; nothing while it is closed. */
  view(): TemplateResult | typeof nothing {
    const { shownSession: session, locked, strings } = this.host
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    if (!node || !this.#plan) return nothing
    const words = strings.plan
    return html`<dialog class="plan preparation" aria-labelledby="preparation-title" @close=${this.onClosed}>
      <div class="plan-bar">
        <h2 id="preparation-title">${words.title}: ${node.data.label || node.type}</h2>
        ${
          this.#inverse
            ? html`<button type="button" class="inverse" title=${words.inverseHint} @click=${this.#saveInverse}>
                ${icon('download')}${words.inverse}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="quiet icon"
          aria-label=${words.close}
          title=${words.close}
          @click=${() => this.close()}
        >
          ${icon('x')}
        </button>
      </div>
      <aw-plan
        exportparts="operation: plan-operation, list: plan-list, links: plan-links, state: plan-state, drift: plan-drift, examples: plan-examples, form: plan-form"
        .plan=${this.#plan}
        .preview=${this.#preview}
        .strings=${{ ...words, apply: words.keep }}
        ?readonly=${locked}
        @aw-plan-change=${this.#onChange}
        @aw-plan-apply=${this.#onApply}
      ></aw-plan>
    </dialog>`
  }

  protected show({ node }: PreparationOpenEvent): void {
    const reported = this.host.shownSession?.runs.current?.nodes[node]?.report
    if (reported?.kind !== 'prepare') return
    const report = reported.report as PreparationReport
    this.#asked++
    this.node = node
    this.#plan = withIds(report.plan)
    this.#inverse = report.inverse
    const { applied, rowsIn, rowsOut, columnsOut, links } = report
    const drift = report.drift ?? { missing: [], added: [], types: [], values: [] }
    // What was carried out goes by its place: the plan of the report may have no ids.
    const byPlace = (done: typeof applied, operations: readonly Operation[] = []): typeof applied => {
      const carried = operations.filter(({ state }) => state !== 'rejected')
      return done.map((one, index) => ({ ...one, operation: carried[index] ?? one.operation }))
    }
    const ofLinks = links && {
      applied: byPlace(links.applied, this.#plan.links?.operations),
      rowsIn: links.rowsIn,
      rowsOut: links.rowsOut,
    }
    this.#preview = {
      applied: byPlace(applied, this.#plan.operations),
      rowsIn,
      rowsOut,
      columnsOut,
      drift,
      ...(ofLinks ? { links: ofLinks } : {}),
    }
  }

  #onChange = ({ plan }: PlanChangeEvent): void => {
    this.#plan = plan
    this.host.requestUpdate()
    void this.#previewAnew(plan)
  }

  async #previewAnew(plan: PreparationPlan): Promise<void> {
    const session = this.host.shownSession
    const table = session && this.node !== undefined ? tableGivenTo(session, this.node) : undefined
    if (!session?.tables.previewPlan || !table) return
    const asked = ++this.#asked
    const preview = await session.tables.previewPlan({ table, plan, given: givenTo(session, this.node) })
    if (asked !== this.#asked || !preview.ok) return
    this.#preview = preview.value
    this.host.requestUpdate()
  }

  #onApply = ({ plan }: PlanApplyEvent): void => {
    const session = this.host.shownSession
    if (!session || this.node === undefined || this.host.locked) return
    session.document.apply({ type: 'set-config', id: this.node, path: ['plan'], value: JSON.stringify(plan) })
    this.close()
  }

  #saveInverse = (): void => {
    const session = this.host.shownSession
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    saveFile(
      new Blob([JSON.stringify(this.#inverse, null, 2)], { type: 'application/json' }),
      `${fileName(node?.data.label ?? '', 'prepare')}.inverse.plan.json`,
    )
  }
}

/** The tables beside it, by the names of their inputs, which are those that plans have for them. */
function givenTo(session: WorkflowSession, node: string | undefined): Record<string, TableRef> {
  const given: Record<string, TableRef> = {}
  for (const input of ['links', 'other']) {
    const table = node === undefined ? undefined : tableGivenTo(session, node, input)
    if (table) given[input] = table
  }
  return given
}

/** The table that a node was given in the last run, at an input; nothing where it is not there. */
export function tableGivenTo({ runs }: WorkflowSession, node: string, input = 'table'): TableRef | undefined {
  const run = runs.current
  const edge = run?.workflow?.edges.find(
    ({ target, targetHandle }) => target === node && (targetHandle ?? 'table') === input,
  )
  const outputs = edge ? run?.nodes[edge.source]?.outputs : undefined
  const value =
    outputs?.[edge?.sourceHandle ?? 'table'] ?? Object.values(outputs ?? {}).find(({ kind }) => kind === 'table')
  return value?.kind === 'table' ? value.table : undefined
}
