import { requests, type NodePage } from '@aw-flow/client'
import { icon, markdown } from '@aw-flow/editor'
import type { NodeFamily, NodeType } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import { helpPath } from '../shell/router.ts'
import { QueryController } from '../shell/query-controller.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { helpPageStyles } from './help-page.styles.ts'

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

/** What each node is for and how it is set, as it is written beside the node. */
export class HelpPage extends LitElement {
  static override styles = helpPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    type: { attribute: false },
    search: { state: true },
    text: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Of its address. */
  declare query: string | undefined
  /** The node type whose page is shown; the overview, where there is none. */
  declare type: string | undefined
  declare search: string
  declare text: { key: string; page: NodePage | undefined } | undefined
  /** The page that was asked for: its language and type. */
  #asked: string | undefined

  constructor() {
    super()
    this.search = ''
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { search: 'typed' }))
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { workspace, type } = this
    if (workspace && type !== undefined && this.#asked !== keyOf(type)) void this.#read(workspace, type)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { help: words, editor } = say()
    const catalogue = editor.nodeTypes.types(workspace.engine.status.catalogue)
    const wanted = this.search.trim().toLowerCase()
    const found = catalogue.filter(({ title, description }) => `${title} ${description}`.toLowerCase().includes(wanted))
    return html`
      <main>
        <nav aria-label=${words.nodes}>
          <input
            type="search"
            placeholder=${words.search}
            aria-label=${words.search}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          ${catalogue.length === 0 ? html`<div class="skeleton"></div>` : families.map((family) => this.#renderFamily(found, family, words.families[family]))}
        </nav>
        <article>${this.type === undefined ? renderOverview() : this.#renderNode(catalogue, this.type)}</article>
      </main>
    `
  }

  #renderFamily(found: readonly NodeType[], family: NodeFamily, word: string): TemplateResult | typeof nothing {
    const own = found.filter((type) => type.family === family)
    if (own.length === 0) return nothing
    return html`<h2>${word}</h2>
      <ul>
        ${own.map(
          ({ type, title, icon: name }) =>
            html`<li>
              <a href=${helpPath(type)} aria-current=${type === this.type ? 'page' : nothing}>${icon(name)} ${title}</a>
            </li>`,
        )}
      </ul>`
  }

  /** The heading stays the same element while its text comes: it has the focus, as every page's heading does. */
  #renderNode(catalogue: readonly NodeType[], type: string): TemplateResult {
    const known = catalogue.find((one) => one.type === type)
    const isRead = this.text?.key === keyOf(type)
    const page = isRead ? this.text?.page : undefined
    // The page's first line is its title.
    const [, title = known?.title, rest = ''] = /^# (.*)\n([^]*)$/.exec(page?.markdown ?? '') ?? []
    const words = say().help
    return html`<h1 tabindex="-1" lang=${page?.language ?? nothing}>${title ?? (isRead ? type : words.title)}</h1>
      ${
        page
          ? html`<div lang=${page.language}>${markdown(rest || page.markdown, 2)}</div>`
          : isRead
            ? html`<p>${known?.description ?? words.noNode(type)}</p>`
            : html`<div class="skeleton" aria-busy="true"></div>`
      }`
  }

  async #read({ engine }: Workspace, type: string): Promise<void> {
    const key = keyOf(type)
    this.#asked = key
    const answer = await engine.ask(requests.readNodeDocs({ type, language: say().formats.locale }))
    if (key === this.#asked) this.text = { key, page: answer.ok ? answer.value : undefined }
  }
}

/** A page, in the language of now. */
const keyOf = (type: string): string => `${say().formats.locale} ${type}`

const renderOverview = (): TemplateResult => {
  const { help: words, shell, trash } = say()
  const pages: readonly (readonly [path: string, word: string, says: string])[] = [
    ['/data', shell.data, words.data],
    ['/workflows', shell.workflows, words.workflows],
    ['/runs', shell.runs, words.runs],
    ['/validation', shell.validate, words.validation],
    ['/settings', shell.settings, words.settings],
    ['/trash', trash.title, words.trash],
  ]
  return html`
    <h1 tabindex="-1">${words.title}</h1>
    <p>${words.says}</p>
    <p class="ways">
      <a class="button primary" href="/tour">${icon('graduation-cap')} ${words.tour}</a>
      <a class="button" href="/workflows">${icon('workflow')} ${words.openWorkflows}</a>
    </p>
    <h2>${words.pages}</h2>
    <dl>
      ${pages.map(
        ([path, word, says]) =>
          html`<dt><a href=${path}>${word}</a></dt>
            <dd>${says}</dd>`,
      )}
    </dl>
    <h2>${words.theNodes}</h2>
    <p>${words.nodesSay}</p>
  `
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-help': HelpPage
  }
}

customElements.define('studio-help', HelpPage)
