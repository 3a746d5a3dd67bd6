import { icon } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { drawWorkflow } from '../workflows/draw-workflow.ts'
import { say } from '../language/speak.ts'
import { workflowPath } from '../shell/router.ts'
import { beginWith, startingPoints, textsOf, type StartingPoint } from '../workflows/starting-points.ts'
import { tagWord } from '../workflows/templates.ts'
import { GoEvent } from '../shell/studio-events.ts'
import { QueryController } from '../shell/query-controller.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { templatesPageStyles } from './templates-page.styles.ts'

const tags = [...new Set(startingPoints.flatMap(({ workflow }) => workflow.tags))].sort()

/** Workflows to begin with, each on real files. */
export class TemplatesPage extends LitElement {
  static override styles = templatesPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    search: { state: true },
    tag: { state: true },
    busy: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Of its address. */
  declare query: string | undefined
  declare search: string
  declare tag: string | undefined
  /** The template that is being used. */
  declare busy: string | undefined

  constructor() {
    super()
    this.search = ''
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { search: 'typed', tag: tags }))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { templates: words } = say()
    const found = startingPoints.filter((point) => this.#isWanted(point))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${words.title}</h1>
          <a class="button" href="/workflows/new">${icon('plus')} ${words.empty}</a>
        </header>
        <p class="muted lead">${words.lead}</p>
        <div class="filters" role="search">
          <input
            type="search"
            placeholder=${words.search}
            aria-label=${words.search}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          <div class="tags" role="group" aria-label=${words.kinds}>
            ${tags.map(
              (tag) =>
                html`<button
                  class="tag"
                  aria-pressed=${tag === this.tag}
                  @click=${() => (this.tag = tag === this.tag ? undefined : tag)}
                >
                  ${tagWord(tag)}
                </button>`,
            )}
          </div>
        </div>
        <p class="visually-hidden" role="status">${words.found(found.length)}</p>
        ${
          found.length === 0
            ? html`<div class="panel empty">
                ${icon('search', 20)}
                <p>${words.noneFits}</p>
                <button @click=${() => this.#showAll()}>${words.showAll}</button>
              </div>`
            : html`<ul class="cards">
                ${found.map((point) => this.#renderPoint(workspace, point))}
              </ul>`
        }
        <p class="muted small sources">${words.sources}</p>
      </main>
    `
  }

  #renderPoint(workspace: Workspace, point: StartingPoint): TemplateResult {
    const { id, workflow, files } = point
    const names = [...new Set(Object.values(files))]
    const { templates: words } = say()
    const [name, description] = textsOf(point)
    return html`
      <li class="panel" data-testid="template-item" data-id=${id}>
        <div class="picture">${drawWorkflow(workflow, workspace.engine.status.catalogue)}</div>
        <div class="body">
          <h2>
            <button class="use" ?disabled=${this.busy !== undefined} @click=${() => void this.#use(workspace, point)}>
              ${name}
            </button>
          </h2>
          <p class="muted">${description}</p>
        </div>
        <footer>
          <span class="muted small files" title=${names.join(', ')}>
            ${icon(names.length === 0 ? 'globe' : 'file-text')}
            <span class="ellipsis"
              >${names.length === 0 ? words.service : names.length === 1 ? names[0] : words.files(names.length)}</span
            >
          </span>
          <span class="go" aria-hidden="true">
            ${this.busy === id ? words.making : html`${words.use} ${icon('arrow-right')}`}
          </span>
        </footer>
      </li>
    `
  }

  #isWanted(point: StartingPoint): boolean {
    const { tags: own } = point.workflow
    const words = this.search.trim().toLowerCase()
    return (
      (this.tag === undefined || own.includes(this.tag)) &&
      [...textsOf(point), ...own.map(tagWord)].join(' ').toLowerCase().includes(words)
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
    if ('problem' in begun) return workspace.report(begun.problem, 'template')
    workspace.settled('template')
    this.dispatchEvent(new GoEvent(workflowPath(begun.id)))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-templates': TemplatesPage
  }
}

customElements.define('studio-templates', TemplatesPage)
