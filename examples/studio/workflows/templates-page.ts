import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { drawWorkflow } from './draw-workflow.ts'
import { getStrings } from '../language/strings.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { createFromTemplate, sampleTemplates, getTemplateStrings, type SampleTemplate } from './starting-points.ts'
import { localizeTag } from './templates.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { templatesPageStyles } from './templates-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

const tags = [...new Set(sampleTemplates.flatMap(({ workflow }) => workflow.tags))].sort()

/** The page with the workflow templates and their sample files. */
export class TemplatesPage extends page({
  search: '',
  tag: undefined as string | undefined,
  /** ID of the template that a workflow is being created from. */
  creatingId: undefined as string | undefined,
}) {
  static override urlFields: UrlFields<TemplatesPage> = { search: 'typed', tag: tags }
  static override styles = templatesPageStyles

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { templates: strings } = getStrings()
    const matches = sampleTemplates.filter((template) => this.#matchesFilters(template))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          ${workspace.server ? html`<a class="button" href=${toPath('/gallery')}>${icon('globe')} ${strings.gallery}</a>` : nothing}
          <a class="button edit-control" href=${toPath('/workflows/new')}>${icon('plus')} ${strings.empty}</a>
        </header>
        <p class="muted lead">${strings.lead}</p>
        <div class="filters" role="search">
          <input
            type="search"
            placeholder=${strings.search}
            aria-label=${strings.search}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          <div class="bar tags" role="group" aria-label=${strings.categories}>
            ${tags.map(
              (tag) =>
                html`<button
                  class="tag"
                  aria-pressed=${tag === this.tag}
                  @click=${() => (this.tag = tag === this.tag ? undefined : tag)}
                >
                  ${localizeTag(tag)}
                </button>`,
            )}
          </div>
        </div>
        <p class="visually-hidden" role="status">${strings.templateCount(matches.length)}</p>
        ${
          matches.length === 0
            ? html`<div class="panel empty">
                ${icon('search', 20)}
                <p>${strings.noMatches}</p>
                <button @click=${() => this.#showAll()}>${strings.showAll}</button>
              </div>`
            : html`<ul class="cards">
                ${matches.map((template) => this.#renderTemplate(workspace, template))}
              </ul>`
        }
        <p class="muted small sources">${strings.sources}</p>
      </main>
    `
  }

  #renderTemplate(workspace: Workspace, template: SampleTemplate): TemplateResult {
    const { id, workflow, files } = template
    const fileNames = [...new Set(Object.values(files))]
    const { templates: strings } = getStrings()
    const { name, description } = getTemplateStrings(template)
    return html`
      <li class="panel" data-testid="template-item" data-id=${id}>
        <div class="picture">${drawWorkflow(workflow, workspace.engine.status.catalog)}</div>
        <div class="body">
          <h2>
            <button
              class="use"
              ?disabled=${this.creatingId !== undefined}
              @click=${() => void this.#use(workspace, template)}
            >
              ${name}
            </button>
          </h2>
          <p class="muted">${description}</p>
        </div>
        <footer>
          <span class="muted small files" title=${fileNames.join(', ')}>
            ${icon(fileNames.length === 0 ? 'globe' : 'file-text')}
            <span class="ellipsis"
              >${fileNames.length === 0 ? strings.service : fileNames.length === 1 ? fileNames[0] : strings.sampleFiles(fileNames.length)}</span
            >
          </span>
          <span class="go" aria-hidden="true">
            ${this.creatingId === id ? strings.creating : html`${strings.use} ${icon('arrow-right')}`}
          </span>
        </footer>
      </li>
    `
  }

  #matchesFilters(template: SampleTemplate): boolean {
    const { tags: workflowTags } = template.workflow
    const searchText = this.search.trim().toLowerCase()
    return (
      (this.tag === undefined || workflowTags.includes(this.tag)) &&
      [...Object.values(getTemplateStrings(template)), ...workflowTags.map(localizeTag)]
        .join(' ')
        .toLowerCase()
        .includes(searchText)
    )
  }

  #showAll(): void {
    this.search = ''
    this.tag = undefined
  }

  async #use(workspace: Workspace, template: SampleTemplate): Promise<void> {
    this.creatingId = template.id
    const result = await createFromTemplate(workspace, template)
    this.creatingId = undefined
    if ('problem' in result) return workspace.report(result.problem, 'template')
    workspace.clearProblem('template')
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(result.id)))
  }
}

customElements.define('studio-templates', TemplatesPage)
