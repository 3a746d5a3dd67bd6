import { requests, type NodeTypeDocs } from '@aw-flow/client'
import { icon, renderMarkdown } from '@aw-flow/editor'
import type { NodeFamily, NodeType } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { getHelpPath } from '../shell/router.ts'
import type { Workspace } from '../workspace.ts'
import { helpPageStyles } from './help-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

const families: readonly NodeFamily[] = [
  'triggers',
  'data-agents',
  'tables',
  'agents',
  'actions',
  'logic',
  'integration',
  'views',
]

/** Help pages for nodes, rendered from the documentation next to each node's source. */
export class HelpPage extends page({
  /** Node type to document. The overview is shown if this is `undefined`. */
  type: undefined as string | undefined,
  search: '',
  loadedPage: undefined as { key: string; page: NodeTypeDocs | undefined } | undefined,
}) {
  static override urlFields: UrlFields<HelpPage> = { search: 'typed' }
  static override styles = helpPageStyles

  /** Key of the most recently requested page. */
  #requestedPageKey: string | undefined

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { workspace, type } = this
    if (workspace && type !== undefined && this.#requestedPageKey !== toPageKey(type))
      void this.#loadPage(workspace, type)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { help: strings, editor } = getStrings()
    const catalog = editor.nodeTypes.translateTypes(workspace.engine.status.catalog)
    const searchText = this.search.trim().toLowerCase()
    const matches = catalog.filter(({ title, description }) =>
      `${title} ${description}`.toLowerCase().includes(searchText),
    )
    return html`
      <main>
        <nav aria-label=${strings.nodes}>
          <input
            type="search"
            placeholder=${strings.search}
            aria-label=${strings.search}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          ${catalog.length === 0 ? html`<div class="skeleton"></div>` : families.map((family) => this.#renderFamily(matches, family, strings.families[family]))}
        </nav>
        <article>${this.type === undefined ? renderOverview() : this.#renderNode(catalog, this.type)}</article>
      </main>
    `
  }

  #renderFamily(matches: readonly NodeType[], family: NodeFamily, label: string): TemplateResult | typeof nothing {
    const familyNodeTypes = matches.filter((type) => type.family === family)
    if (familyNodeTypes.length === 0) return nothing
    return html`<h2>${label}</h2>
      <ul>
        ${familyNodeTypes.map(
          ({ type, title, icon: iconName }) =>
            html`<li>
              <a href=${getHelpPath(type)} aria-current=${type === this.type ? 'page' : nothing}
                >${icon(iconName)} ${title}</a
              >
            </li>`,
        )}
      </ul>`
  }

  /** Renders a node's help page. The heading element stays in place while the text loads, because it has focus. */
  #renderNode(catalog: readonly NodeType[], type: string): TemplateResult {
    const nodeType = catalog.find((item) => item.type === type)
    const isLoaded = this.loadedPage?.key === toPageKey(type)
    const page = isLoaded ? this.loadedPage?.page : undefined
    // The Markdown's first line is the title.
    const [, title = nodeType?.title, body = ''] = /^# (.*)\n([^]*)$/.exec(page?.markdown ?? '') ?? []
    const strings = getStrings().help
    return html`<a class="button back" href=${toPath('/help')}>${icon('arrow-left')} ${strings.title}</a>
      <h1 tabindex="-1" lang=${page?.language ?? nothing}>${title ?? (isLoaded ? type : strings.title)}</h1>
      ${
        page
          ? html`<div lang=${page.language}>${renderMarkdown(body || page.markdown, 2)}</div>`
          : isLoaded
            ? html`<p>${nodeType?.description ?? strings.nodeNotFound(type)}</p>`
            : html`<div class="skeleton" aria-busy="true"></div>`
      }`
  }

  async #loadPage({ engine }: Workspace, type: string): Promise<void> {
    const key = toPageKey(type)
    this.#requestedPageKey = key
    const result = await engine.ask(requests.readNodeDocs({ type, language: getStrings().formats.locale }))
    if (key === this.#requestedPageKey) this.loadedPage = { key, page: result.ok ? result.value : undefined }
  }
}

/** Returns the cache key of a node's page in the current language. */
const toPageKey = (type: string): string => `${getStrings().formats.locale} ${type}`

const renderOverview = (): TemplateResult => {
  const {
    help: strings,
    shell,
    trash,
    queue,
    analytics,
    runNotifications,
    events,
    agents,
    mcp,
    evaluations,
  } = getStrings()
  const pages: readonly (readonly [path: string, label: string, description: string])[] = [
    ['/data', shell.data, strings.data],
    ['/workflows', shell.workflows, strings.workflows],
    ['/runs', shell.runs, strings.runs],
    ['/queue', queue.title, strings.queue],
    ['/analytics', analytics.title, analytics.help],
    ['/notifications', runNotifications.title, runNotifications.help],
    ['/events', events.title, events.help],
    ['/agents', agents.title, agents.help],
    ['/mcp', mcp.title, mcp.help],
    ['/evaluations', evaluations.title, evaluations.help],
    ['/schedules', shell.schedules, strings.schedules],
    ['/webhooks', shell.integrations, strings.webhooks],
    ['/validation', shell.validate, strings.validation],
    ['/settings', shell.settings, strings.settings],
    ['/trash', trash.title, strings.trash],
  ]
  return html`
    <h1 tabindex="-1">${strings.title}</h1>
    <p>${strings.description}</p>
    <p class="bar">
      <a class="button primary" href=${toPath('/tour')}>${icon('graduation-cap')} ${strings.tour}</a>
      <a class="button" href=${toPath('/workflows')}>${icon('workflow')} ${strings.openWorkflows}</a>
    </p>
    <h2>${strings.pages}</h2>
    <dl>
      ${pages.map(
        ([path, label, description]) =>
          html`<dt><a href=${toPath(path)}>${label}</a></dt>
            <dd>${description}</dd>`,
      )}
    </dl>
    <h2>${strings.nodesHeading}</h2>
    <p>${strings.nodesHelp}</p>
  `
}

customElements.define('studio-help', HelpPage)
