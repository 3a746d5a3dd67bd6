import type { ServerApi, ServerGalleryTemplate } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import type { Workflow } from '@aw-flow/schema'
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { getStrings } from '../language/strings.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { hint, omitEmpty, selectItem, textArea } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import { renderServerData } from '../shell/server-data/render-server-data.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import { drawWorkflow } from '../workflows/draw-workflow.ts'
import { templatesPageStyles } from '../workflows/templates-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

interface Templates {
  items: readonly ServerGalleryTemplate[]
  total: number
}

/** Number of templates to load at a time. */
const pageSize = 30

/** The server's public template gallery. Users can search, preview and copy templates, and publish workflows. */
export class GalleryPage extends page({
  search: '',
  /** Number of templates to show. */
  limit: pageSize,
  /** Loaded workflows, keyed by template ID. */
  previews: {} as Readonly<Record<string, Workflow>>,
}) {
  static override urlFields: UrlFields<GalleryPage> = { search: 'typed' }
  static override styles: CSSResultGroup = [
    ...serverPageStyles,
    ...templatesPageStyles,
    css`
      .picture .preview {
        width: 100%;
        height: 100%;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        margin-top: 8px;
      }

      footer button {
        min-height: 30px;
      }

      .cards + .panel,
      p + .panel {
        margin-top: 24px;
      }
    `,
  ]

  readonly #templates = new ServerDataController(this, {
    task: 'gallery',
    args: () => [this.search.trim(), this.limit],
    load: loadTemplates,
    shouldKeepPrevious: true,
  })
  readonly #workflows = new ServerDataController(this, { task: 'gallery-workflows', load: listServerWorkflows })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { gallery: strings } = getStrings()
    return html`
      <main>
        <header><h1 tabindex="-1">${strings.title}</h1></header>
        ${
          this.#templates.problem?.code === 'route.not-found'
            ? html`<div class="panel empty"><p>${strings.galleryDisabled}</p></div>`
            : html`<p class="muted lead">${strings.lead}</p>
                ${renderServerData(this.#templates, { ...strings, picture: 'workflow' }, (templates) => this.#renderTemplates(templates))}`
        }
      </main>
    `
  }

  #renderTemplates({ items, total }: Templates): TemplateResult {
    const { gallery: strings } = getStrings()
    return html`<div class="filters" role="search">
        <input
          type="search"
          maxlength="200"
          placeholder=${strings.search}
          aria-label=${strings.search}
          .value=${this.search}
          @input=${(event: Event) => {
            this.search = (event.target as HTMLInputElement).value
            this.limit = pageSize
          }}
        />
      </div>
      <p class="visually-hidden" role="status">${strings.templateCount(total)}</p>
      ${
        items.length === 0
          ? html`<div class="panel empty">
              ${this.search.trim() === '' ? drawEmptyState('workflow') : icon('search', 20)}
              <p>${this.search.trim() === '' ? strings.empty : strings.noMatches}</p>
            </div>`
          : html`<ul class="cards">
              ${repeat(
                items,
                ({ id }) => id,
                (template) => this.#renderTemplate(template),
              )}
            </ul>`
      }
      ${
        items.length < total
          ? html`<p><button @click=${() => (this.limit += pageSize)}>${strings.more}</button></p>`
          : nothing
      }
      ${this.#renderForm()}`
  }

  #renderTemplate(template: ServerGalleryTemplate): TemplateResult {
    const { gallery: strings } = getStrings()
    const { id, name, description, author, nodes, uses } = template
    const preview = this.previews[id]
    return html`<li class="panel" data-testid="gallery-item">
      <div class="picture">
        ${
          preview
            ? drawWorkflow(preview, this.workspace!.engine.status.catalog)
            : html`<button
                class="preview"
                aria-label=${strings.previewLabel(name)}
                @click=${() => void this.#preview(id)}
              >
                ${icon('eye')} ${strings.preview}
              </button>`
        }
      </div>
      <div class="body">
        <h2>${name}</h2>
        ${description === null ? nothing : html`<p class="muted">${description}</p>`}
        <p class="muted small facts">
          <span>${strings.authorLabel(author)}</span><span>${strings.nodes(nodes)}</span
          ><span>${strings.uses(uses)}</span>
        </p>
      </div>
      <footer>
        <button
          class="edit-control"
          aria-label=${strings.copyLabel(name)}
          data-testid="gallery-copy"
          @click=${() => void this.#copy(template)}
        >
          ${icon('copy')} ${strings.copy}
        </button>
        ${
          template.can_withdraw
            ? html`<button
                class="edit-control"
                aria-label=${strings.unpublishLabel(name)}
                @click=${() => void this.#unpublish(template)}
              >
                ${strings.unpublish}
              </button>`
            : nothing
        }
      </footer>
    </li>`
  }

  #renderForm(): TemplateResult | typeof nothing {
    const { gallery: strings } = getStrings()
    const workflows = this.#workflows.data ?? []
    if (workflows.length === 0) return nothing
    return html`<section class="panel edit-control">
      <header><h2>${strings.publish}</h2></header>
      ${renderForm({
        fields: () => ({
          help: hint(strings.publishHelp),
          workflow_id: selectItem(strings.workflow, workflows, { none: strings.selectWorkflow, isRequired: true }),
          description: textArea(strings.description, { maxLength: 10_000, isProse: true }),
        }),
        submit: strings.publishAction,
        isPrimary: true,
        onSubmit: ({ workflow_id: id, description }) =>
          this.#templates.change(
            'POST /api/v1/gallery',
            { body: { workflow_id: id, ...omitEmpty({ description: description.trim() }) } },
            ({ name }) => strings.published(name),
          ),
      })}
    </section>`
  }

  async #preview(id: string): Promise<void> {
    const response = await this.#templates.request((api) => api.call('GET /api/v1/gallery/{id}', { path: { id } }))
    const workflow = response?.value.workflow
    if (workflow) this.previews = { ...this.previews, [id]: workflow }
  }

  async #copy({ id, name }: ServerGalleryTemplate): Promise<void> {
    const response = await this.#templates.request((api) =>
      api.call('POST /api/v1/gallery/{id}/use', { path: { id }, body: {} }),
    )
    if (!response) return
    await this.workspace?.refreshServerLists()
    this.dispatchEvent(new ToastEvent(getStrings().gallery.copied(name)))
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(response.value.id)))
  }

  async #unpublish({ id, name }: ServerGalleryTemplate): Promise<void> {
    const { gallery: strings } = getStrings()
    const question = {
      title: strings.unpublishQuestion(name),
      text: strings.unpublishHelp,
      action: strings.unpublish,
      isDestructive: true,
    }
    if ((await askQuestion(question)) === undefined) return
    await this.#templates.change('DELETE /api/v1/gallery/{id}', { path: { id } }, strings.unpublished(name))
  }
}

async function loadTemplates(api: ServerApi, search: string, limit: number): Promise<Templates> {
  const query = { limit, ...(search === '' ? {} : { q: search }) }
  const { value } = await api.call('GET /api/v1/gallery', { query })
  return value
}

customElements.define('studio-gallery', GalleryPage)
