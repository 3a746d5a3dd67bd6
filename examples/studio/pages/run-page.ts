import { formatDuration, icon, withCode, type DecideEvent, type NodeChooseEvent } from '@aw-flow/editor'
import type { WorkflowSession } from '@aw-flow/client'
import { foldRun, isEnded, type RunView } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { workflowPath } from '../router.ts'
import { showState } from '../show-state.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { runPageStyles } from './run-page.styles.ts'

/** One run: live while it goes on in this tab, else from its stored events. Both are the same fold of the same events. */
export class RunPage extends LitElement {
  static override styles = runPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    runId: { attribute: false },
    view: { state: true },
    node: { state: true },
  }

  declare workspace: Workspace | undefined
  declare runId: string
  /** `missing` where nothing is stored of this run. */
  declare view: RunView | 'missing' | undefined
  declare node: string | undefined

  readonly #narrow = globalThis.matchMedia('(max-width: 700px)')
  readonly #onNarrow = (): void => this.requestUpdate()
  #live: WorkflowSession | undefined
  #stop: (() => void) | undefined

  constructor() {
    super()
    this.addController(new WorkspaceController(this))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#narrow.addEventListener('change', this.#onNarrow)
    this.#follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#narrow.removeEventListener('change', this.#onNarrow)
    this.#stop?.()
    this.#stop = undefined
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('runId') || changed.has('workspace')) this.#follow()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this
    if (view === undefined) return nothing
    if (view === 'missing') return renderMissing(this.runId)
    const name = view.workflow?.name ?? 'Run'
    const open = view.workflowId !== undefined && this.workspace?.knowsWorkflow(view.workflowId)
    const took = view.startedAt !== undefined && view.endedAt !== undefined ? view.endedAt - view.startedAt : undefined
    return html`
      <main>
        <header>
          <div class="title">
            <p class="small muted">Run</p>
            <h1 tabindex="-1">${name}</h1>
          </div>
          ${showState(view.state)}
          ${
            open && view.workflowId !== undefined
              ? html`<a class="button" href=${workflowPath(view.workflowId)}>${icon('workflow')} Open workflow</a>`
              : nothing
          }
        </header>
        <p class="facts muted">
          ${view.startedAt === undefined ? nothing : html`<span>Started ${at(view.startedAt)}</span>`}
          ${took === undefined ? nothing : html`<span>took ${formatDuration(took)}</span>`}
          <span class="mono">${view.run}</span>
        </p>
        ${
          view.problem
            ? html`<p class="problem panel bad" role="alert">
                ${icon('circle-x')}<span
                  >${withCode(view.problem.message)}
                  <span class="muted">${withCode(view.problem.hint ?? '')}</span></span
                >
              </p>`
            : nothing
        }
        <section class="panel monitor" aria-label="Nodes">
          <aw-run-monitor
            .run=${view}
            .progress=${this.#live?.progress ?? {}}
            .node=${this.node}
            ?narrow=${this.#narrow.matches}
            ?deciding=${this.#live !== undefined}
            @aw-decide=${(event: DecideEvent) => void this.#live?.decide(event.decision)}
            @aw-node-choose=${(event: NodeChooseEvent) => (this.node = event.node)}
          ></aw-run-monitor>
        </section>
        ${
          isEnded(view.state) && !this.#live
            ? html`<p class="small muted">
                The record of a run is kept; its tables are not. Run the workflow again to see them.
              </p>`
            : nothing
        }
      </main>
    `
  }

  #follow(): void {
    this.#stop?.()
    this.#stop = undefined
    const { workspace, runId } = this
    if (!workspace || !this.isConnected) return
    this.node = undefined
    const session = workspace.sessionOfRun(runId)
    this.#live = session
    if (session) {
      const look = (): void => {
        if (session.run?.run === runId) this.#show(session.run)
      }
      session.addEventListener('aw-session-change', look)
      this.#stop = () => session.removeEventListener('aw-session-change', look)
      look()
    } else {
      this.#stop = workspace.storage.subscribe(({ kind, id }) => {
        if (kind === 'runs' && id === runId) void this.#read(workspace)
      })
      void this.#read(workspace)
    }
  }

  async #read({ storage }: Workspace): Promise<void> {
    const { runId } = this
    const events = await storage.runEvents(runId)
    if (runId !== this.runId || this.#live) return
    if (events.length === 0) this.view = 'missing'
    else this.#show(foldRun(events))
  }

  #show(view: RunView): void {
    this.view = view
    // What a person looks for first: what went wrong, or else the last thing that was done.
    const nodes = Object.values(view.nodes)
    this.node ??= nodes.find(({ state }) => state === 'failed')?.node ?? nodes.findLast(({ report }) => report)?.node
    this.requestUpdate()
  }
}

const at = (time: number): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

const renderMissing = (run: string): TemplateResult => html`
  <main>
    <header><h1 tabindex="-1">There is no run ${run} in this browser</h1></header>
    <p class="muted">Runs are kept in the browser in which they ran.</p>
    <p class="actions"><a class="button primary" href="/workflows">See your workflows</a></p>
  </main>
`

declare global {
  interface HTMLElementTagNameMap {
    'studio-run': RunPage
  }
}
