import { icon } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { drawWorkflow } from '../draw-workflow.ts'
import { workflowPath } from '../router.ts'
import { beginWith, startingPoints, type StartingPoint } from '../starting-points.ts'
import { GoEvent } from '../studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { templatesPageStyles } from './templates-page.styles.ts'

const tags = [...new Set(startingPoints.flatMap(({ workflow }) => workflow.tags))].sort()

/** Workflows to begin with, each on real files. */
export class TemplatesPage extends LitElement {
  static override styles = templatesPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    search: { state: true },
    tag: { state: true },
    busy: { state: true },
  }

  declare workspace: Workspace | undefined
  declare search: string
  declare tag: string | undefined
  /** The template that is being used. */
  declare busy: string | undefined

  constructor() {
    super()
    this.search = ''
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const found = startingPoints.filter((point) => this.#isWanted(point))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">New from a template</h1>
          <a class="button" href="/workflows/new">${icon('plus')} Empty workflow</a>
        </header>
        <p class="muted lead">
          Each comes with real, public data, so that you can run it at once. Then put your own files in their place.
        </p>
        <div class="filters" role="search">
          <input
            type="search"
            placeholder="Search templates"
            aria-label="Search templates"
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          <div class="tags" role="group" aria-label="Kinds">
            ${tags.map(
              (tag) =>
                html`<button
                  class="tag"
                  aria-pressed=${tag === this.tag}
                  @click=${() => (this.tag = tag === this.tag ? undefined : tag)}
                >
                  ${tag}
                </button>`,
            )}
          </div>
        </div>
        <p class="visually-hidden" role="status">${found.length} templates</p>
        ${
          found.length === 0
            ? html`<div class="panel empty">
                ${icon('search', 20)}
                <p>No template is called that. Try other words, or begin with an empty workflow.</p>
                <button @click=${() => this.#showAll()}>Show all templates</button>
              </div>`
            : html`<ul class="cards">
                ${found.map((point) => this.#renderPoint(workspace, point))}
              </ul>`
        }
        <p class="muted small sources">
          Samples are cut from public data: U.S. Geological Survey, NOAA, FAA and other agencies of the United States
          (public domain), Palmer Station LTER (CC0), Scripps CO₂ Program and Gapminder (CC BY 4.0), and the Hospital
          table of HoloClean (Apache 2.0).
        </p>
      </main>
    `
  }

  #renderPoint(workspace: Workspace, point: StartingPoint): TemplateResult {
    const { id, workflow, files } = point
    const names = [...new Set(Object.values(files))]
    return html`
      <li class="panel" data-testid="template-item" data-id=${id}>
        <div class="picture">${drawWorkflow(workflow, workspace.engine.catalogue)}</div>
        <div class="body">
          <h2>
            <button class="use" ?disabled=${this.busy !== undefined} @click=${() => void this.#use(workspace, point)}>
              ${workflow.name}
            </button>
          </h2>
          <p class="muted">${workflow.description}</p>
        </div>
        <footer>
          <span class="muted small files" title=${names.join(', ')}>
            ${icon(names.length === 0 ? 'globe' : 'file-text')}
            <span class="ellipsis"
              >${names.length === 0 ? 'The studio’s sample service' : names.length === 1 ? names[0] : `${names.length} sample files`}</span
            >
          </span>
          <span class="go" aria-hidden="true">
            ${this.busy === id ? 'Making it…' : html`Use ${icon('arrow-right')}`}
          </span>
        </footer>
      </li>
    `
  }

  #isWanted({ workflow: { name, description = '', tags: own } }: StartingPoint): boolean {
    const words = this.search.trim().toLowerCase()
    return (
      (this.tag === undefined || own.includes(this.tag)) &&
      `${name} ${description} ${own.join(' ')}`.toLowerCase().includes(words)
    )
  }

  #showAll(): void {
    this.search = ''
    this.tag = undefined
  }

  async #use(workspace: Workspace, point: StartingPoint): Promise<void> {
    this.busy = point.id
    const begun = await beginWith(workspace, point)
    this.busy = undefined
    if ('problem' in begun) workspace.report(begun.problem)
    else this.dispatchEvent(new GoEvent(workflowPath(begun.id)))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-templates': TemplatesPage
  }
}

customElements.define('studio-templates', TemplatesPage)
