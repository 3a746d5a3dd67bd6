import { newId, type WorkflowSession } from '@aw-flow/client'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { giveToWorkflow } from '../give-to-workflow.ts'
import { workflowPath } from '../router.ts'
import { GoEvent } from '../studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { workflowPageStyles } from './workflow-page.styles.ts'

/** One workflow in the editor, full height. Without an id it is a new one, which is stored with its first edit. */
export class WorkflowPage extends LitElement {
  static override styles = workflowPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    workflowId: { attribute: false },
    session: { state: true },
    missing: { state: true },
  }

  declare workspace: Workspace | undefined
  declare workflowId: string | undefined
  declare session: WorkflowSession | undefined
  declare missing: boolean

  constructor() {
    super()
    this.missing = false
  }

  /** Takes files in and sets the first where the workflow reads one. */
  readonly takeFiles = async (files: File[]): Promise<void> => {
    const { session } = this
    if (!session) return
    const datasets = await Promise.all(files.map((file) => session.addDataset(file)))
    const first = datasets.find((dataset) => dataset !== undefined)
    if (first) await giveToWorkflow(session, first)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.session?.removeEventListener('aw-session-change', this.#onChange)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('workflowId') || changed.has('workspace')) void this.#open()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.missing) {
      return html`
        <main>
          <header><h1 tabindex="-1">There is no workflow “${this.workflowId}” in this browser</h1></header>
          <p>It may have been deleted, or it was made in another browser. Open another one, or make a new one.</p>
          <p class="actions">
            <a class="button primary" href="/workflows">See your workflows</a>
            <a class="button" href="/workflows/new">New workflow</a>
          </p>
        </main>
      `
    }
    if (!this.session) return nothing
    return html`
      <main class="full">
        <h1 tabindex="-1" class="unseen">${this.session.document.name}</h1>
        <aw-workflow-editor .session=${this.session}></aw-workflow-editor>
      </main>
    `
  }

  async #open(): Promise<void> {
    const { workspace, workflowId } = this
    if (!workspace || (this.session && this.session.id === workflowId)) return
    this.session?.removeEventListener('aw-session-change', this.#onChange)
    this.session = undefined
    this.missing = workflowId !== undefined && !workspace.knowsWorkflow(workflowId)
    if (this.missing) return
    const session = await workspace.session(workflowId ?? newId('workflow'))
    if (workflowId !== this.workflowId) return
    session.addEventListener('aw-session-change', this.#onChange)
    this.session = session
  }

  /** A new workflow takes its own address once it is stored. */
  #onChange = (): void => {
    if (!this.session || this.workflowId !== undefined || this.session.saving !== 'saved') return
    if (this.session.canUndo) {
      this.workflowId = this.session.id
      this.dispatchEvent(new GoEvent(workflowPath(this.session.id), 'name'))
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-workflow': WorkflowPage
  }
}
