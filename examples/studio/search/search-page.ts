import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { listAgents } from '../agents/server-agents.ts'
import { getDisplayStrings, getRunTitle } from '../display-names.ts'
import { getStrings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { listInputFileNames } from '../runs/run-files.ts'
import { toPath } from '../shell/base-path.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { getAgentPath, getRunPath, getWorkflowPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import type { Workspace } from '../workspace.ts'
import { findItems, type SearchableItem } from './find-items.ts'

const kindIcons = {
  workflows: 'workflow',
  runs: 'rotate-ccw-clock',
  datasets: 'database',
  agents: 'bot',
  people: 'users',
} as const
type Kind = keyof typeof kindIcons

/** Searches all workflows, runs, datasets, agents and people of the workspace. */
export class SearchPage extends page({ search: '' }) {
  static override urlFields: UrlFields<SearchPage> = { search: 'typed' }
  static override styles = [
    ...pageStyles,
    css`
      input {
        width: 100%;
        margin-bottom: 12px;
      }

      .panel {
        margin-bottom: 12px;
        overflow: hidden;
      }

      li > a {
        display: flex;
        align-items: center;
        gap: 8px 12px;
        min-height: 40px;
        padding: 4px 16px;
        color: inherit;
        text-decoration: none;
      }

      li > a:hover {
        background: var(--_hover);
      }
    `,
  ]

  readonly #agents = new ServerDataController(this, { task: 'search-agents', load: listAgents })
  readonly #members = new ServerDataController(this, {
    task: 'search-members',
    args: () => {
      const id = this.workspace?.account?.workspace?.id
      return id === undefined ? undefined : [id]
    },
    load: async (api, id) => (await api.call('GET /api/v1/workspaces/{id}/members', { path: { id } })).value.items,
  })

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { search: strings } = getStrings()
    const items = this.#listItems(this.workspace)
    const found = (Object.keys(kindIcons) as Kind[]).flatMap((kind) => {
      const matches = findItems(items[kind], this.search)
      return matches.length === 0 ? [] : [{ kind, matches }]
    })
    const hasSearch = this.search.trim() !== ''
    const { workspace: searchedWorkspace, workspaces = [] } = this.workspace.account ?? {}
    return html`<main>
      <header><h1 tabindex="-1">${strings.title}</h1></header>
      <div role="search">
        <input
          type="search"
          placeholder=${strings.placeholder}
          aria-label=${strings.placeholder}
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
      </div>
      <p class="muted small" role="status">
        ${hasSearch ? strings.found(found.reduce((count, { matches }) => count + matches.length, 0)) : strings.help}
      </p>
      ${
        searchedWorkspace && workspaces.length > 1
          ? html`<p class="muted small">${strings.onlyIn(searchedWorkspace.name)}</p>`
          : nothing
      }
      ${found.map(({ kind, matches }) => this.#renderKind(kind, matches))}
    </main>`
  }

  #renderKind(kind: Kind, matches: readonly SearchableItem[]): TemplateResult {
    const title = getStrings().search.kinds[kind]
    return html`<section class="panel" aria-label=${title}>
      <h2>${title}</h2>
      <ul>
        ${matches.map(
          (item) =>
            html`<li>
              <a href=${item.path} data-testid="search-item"
                >${icon(kindIcons[kind])}<span class="ellipsis">${item.title}</span></a
              >
            </li>`,
        )}
      </ul>
    </section>`
  }

  #listItems(workspace: Workspace): Record<Kind, SearchableItem[]> {
    return {
      workflows: workspace.workflows.map((listed) => {
        const { name, description } = getDisplayStrings(listed, workspace.engine.status.catalog)
        const path = getWorkflowPath(listed.id)
        return { id: listed.id, title: name, texts: [description, ...listed.workflow.tags], path }
      }),
      runs: workspace.runs.map((run) => ({
        id: run.run,
        title: `${getRunTitle(run)} · ${getStrings().formats.dateTime(run.startedAt)}`,
        texts: [...listInputFileNames(run, workspace), getStrings().states[run.state]],
        path: getRunPath(run.run),
      })),
      datasets: workspace.datasets.map(({ dataset: { id, name } }) => ({
        id,
        title: name,
        texts: [],
        path: toPath(`/data?${new URLSearchParams({ search: name }).toString()}`),
      })),
      agents: (this.#agents.data ?? []).map(({ id, name, kind, ...agent }) => ({
        id,
        title: name,
        texts: ['description' in agent ? agent.description : ''],
        path: kind === 'model' ? getAgentPath(id) : toPath('/agents'),
      })),
      people: (this.#members.data ?? []).map(({ user_id: id, full_name: name, email }) => ({
        id,
        title: name ?? email,
        texts: [email],
        path: toPath('/workspace'),
      })),
    }
  }
}

customElements.define('studio-search', SearchPage)
