import { keepFileVersions, newId, workflowFile, type UnreadableDocument } from '@aw-flow/client'
import { icon, saveFile } from '@aw-flow/editor'
import { readWorkflow } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { workflowPath } from '../router.ts'
import { showState } from '../show-state.ts'
import { ChooseFileEvent, GoEvent, ToastEvent } from '../studio-events.ts'
import { chainOf, copyName, timeAgo } from '../words.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { ListedWorkflow, Workspace } from '../workspace.ts'
import { workflowsPageStyles } from './workflows-page.styles.ts'

/** All workflows of this browser. */
export class WorkflowsPage extends LitElement {
  static override styles = workflowsPageStyles
  static override properties: PropertyDeclarations = { workspace: { attribute: false } }

  declare workspace: Workspace | undefined

  constructor() {
    super()
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    return html`
      <main>
        <header>
          <h1 tabindex="-1">Workflows</h1>
          <button @click=${this.#import}>${icon('upload')} Import</button>
          <a class="button primary" href="/workflows/new">${icon('plus')} New workflow</a>
        </header>
        <ul class="cards">
          ${workspace.unreadable.map((unreadable) => this.#renderUnreadable(workspace, unreadable))}
          ${workspace.workflows.map((listed) => this.#renderWorkflow(workspace, listed))}
        </ul>
      </main>
    `
  }

  #renderWorkflow(workspace: Workspace, listed: ListedWorkflow): TemplateResult {
    const { id, workflow, updatedAt } = listed
    const last = workspace.runs.find((run) => run.workflowId === id)
    return html`
      <li class="panel" data-testid="workflow-item">
        <div class="body">
          <h2 class="ellipsis"><a href=${workflowPath(id)}>${workflow.name}</a></h2>
          <p class="muted">${workflow.description ?? chainOf(workflow)}</p>
        </div>
        <footer>
          <span class="muted small ellipsis">
            ${updatedAt === undefined ? 'Built in' : `Edited ${timeAgo(updatedAt, Date.now())}`}
          </span>
          ${last ? showState(last.state) : nothing}
          <span class="tools">
            <button class="quiet icon" title="Duplicate" @click=${() => this.#duplicate(listed)}>
              ${icon('copy')}<span class="visually-hidden">Duplicate “${workflow.name}”</span>
            </button>
            <button class="quiet icon" title="Export as file" @click=${() => void this.#export(listed)}>
              ${icon('download')}<span class="visually-hidden">Export “${workflow.name}” as a file</span>
            </button>
            ${
              updatedAt === undefined
                ? nothing
                : html`<button class="quiet icon" title="Delete" @click=${() => this.#remove(listed)}>
                    ${icon('trash')}<span class="visually-hidden">Delete “${workflow.name}”</span>
                  </button>`
            }
          </span>
        </footer>
      </li>
    `
  }

  #renderUnreadable({ storage }: Workspace, unreadable: UnreadableDocument): TemplateResult {
    const { id, why, value } = unreadable
    const name = unreadable.name || id
    const remove = (): void => {
      if (confirm(`Delete the unreadable workflow “${name}”? It cannot be brought back.`)) {
        void storage.removeUnreadable(unreadable)
      }
    }
    return html`
      <li class="panel" data-testid="unreadable-item">
        <div class="body">
          <h2 class="ellipsis">${name}</h2>
          <p class="muted">This workflow is stored, but cannot be read. ${why}</p>
        </div>
        <footer>
          <span class="muted small ellipsis">Unreadable</span>
          <span class="tools">
            <button
              class="quiet icon"
              title="Save what is stored as a file"
              @click=${() => saveJson(value, name.slice(0, 100))}
            >
              ${icon('download')}<span class="visually-hidden">Save what is stored of “${name}” as a file</span>
            </button>
            <button class="quiet icon" title="Delete" @click=${remove}>
              ${icon('trash')}<span class="visually-hidden">Delete the unreadable workflow “${name}”</span>
            </button>
          </span>
        </footer>
      </li>
    `
  }

  async #duplicate({ workflow }: ListedWorkflow): Promise<void> {
    const name = copyName(
      workflow.name,
      this.workspace?.workflows.map((listed) => listed.workflow.name),
    )
    await this.workspace?.storage.putDocument(newId('workflow'), { ...workflow, name }, 0)
  }

  async #remove(listed: ListedWorkflow): Promise<void> {
    const bringBack = await this.workspace?.removeWorkflow(listed)
    if (!bringBack) return
    this.dispatchEvent(
      new ToastEvent(`“${listed.workflow.name}” deleted.`, { word: 'Undo', run: () => void bringBack() }),
    )
  }

  async #export({ id, workflow }: ListedWorkflow): Promise<void> {
    const storage = this.workspace?.storage
    if (storage) saveText(await workflowFile(storage, id, workflow), workflow.name)
  }

  #import(): void {
    this.dispatchEvent(
      new ChooseFileEvent(([file]) => file && void this.#open(file), { accept: '.json,application/json' }),
    )
  }

  async #open(file: File): Promise<void> {
    const text = await file.text()
    const { workflow, problems } = readWorkflow(text)
    if (!workflow) {
      const [first] = problems
      if (first) this.workspace?.report({ ...first, message: `“${file.name}” was not imported. ${first.message}` })
      return
    }
    const id = newId('workflow')
    if (this.workspace) {
      await this.workspace.storage.putDocument(id, workflow, 0)
      await keepFileVersions(this.workspace.storage, id, text)
    }
    await this.workspace?.refresh()
    this.dispatchEvent(new GoEvent(workflowPath(id)))
  }
}

const saveJson = (value: unknown, title: string): void => saveText(`${JSON.stringify(value, null, 2)}\n`, title)

function saveText(text: string, title: string): void {
  const name = title.replace(/[^\p{L}\p{N}._ -]+/gu, '').trim() || 'workflow'
  saveFile(new Blob([text], { type: 'application/json' }), `${name}.json`)
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-workflows': WorkflowsPage
  }
}

customElements.define('studio-workflows', WorkflowsPage)
