import { icon, markdown } from '@aw-flow/editor'
import type { NodeFamily, NodeType } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { helpPath } from '../router.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { helpPageStyles } from './help-page.styles.ts'

const families: readonly [NodeFamily, string][] = [
  ['triggers', 'Triggers'],
  ['data-agents', 'Data agents'],
  ['tables', 'Tables'],
  ['agents', 'Agents'],
  ['actions', 'Actions'],
  ['logic', 'Logic'],
  ['integration', 'Integration'],
  ['views', 'Views'],
]

/** What each node is for and how it is set, as it is written beside the node. */
export class HelpPage extends LitElement {
  static override styles = helpPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    type: { attribute: false },
    search: { state: true },
    text: { state: true },
  }

  declare workspace: Workspace | undefined
  /** The node type whose page is shown; the overview, where there is none. */
  declare type: string | undefined
  declare search: string
  declare text: { type: string; markdown: string | undefined } | undefined
  #asked: string | undefined

  constructor() {
    super()
    this.search = ''
    this.addController(new WorkspaceController(this))
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { workspace, type } = this
    if (workspace && type !== undefined && this.#asked !== type) {
      this.#asked = type
      void this.#read(workspace, type)
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { catalogue } = workspace.engine
    const words = this.search.trim().toLowerCase()
    const found = catalogue.filter(({ title, description }) => `${title} ${description}`.toLowerCase().includes(words))
    return html`
      <main>
        <nav aria-label="Nodes">
          <input
            type="search"
            placeholder="Search nodes"
            aria-label="Search nodes"
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          />
          ${catalogue.length === 0 ? html`<div class="skeleton"></div>` : families.map(([family, word]) => this.#renderFamily(found, family, word))}
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

  #renderNode(catalogue: readonly NodeType[], type: string): TemplateResult {
    const known = catalogue.find((one) => one.type === type)
    const { text } = this
    if (text?.type !== type) {
      return html`<h1 tabindex="-1">${known?.title ?? 'Help'}</h1>
        <div class="skeleton" aria-busy="true"></div>`
    }
    if (text.markdown === undefined) {
      return html`<h1 tabindex="-1">${known?.title ?? type}</h1>
        <p>${known?.description ?? html`There is no node “${type}”. Choose one from the list.`}</p>`
    }
    // The page's first line is its title; it takes the focus, as every page's heading does.
    const [, title = known?.title ?? type, rest = ''] = /^# (.*)\n([^]*)$/.exec(text.markdown) ?? []
    return html`<h1 tabindex="-1">${title}</h1>
      ${markdown(rest || text.markdown)}`
  }

  async #read({ engine }: Workspace, type: string): Promise<void> {
    const answer = await engine.nodeDocs(type)
    if (type === this.type) this.text = { type, markdown: answer.ok ? answer.value : undefined }
  }
}

const renderOverview = (): TemplateResult => html`
  <h1 tabindex="-1">Help</h1>
  <p>
    A workflow is a drawing of what happens to data: nodes do something, edges carry tables between them. Nothing runs
    until you press Run, and nothing leaves this browser unless a node says so.
  </p>
  <p class="ways">
    <a class="button primary" href="/tour">${icon('graduation-cap')} Take the tour (five minutes)</a>
    <a class="button" href="/workflows">${icon('workflow')} Open your workflows</a>
  </p>
  <h2>The pages</h2>
  <dl>
    <dt><a href="/data">Data</a></dt>
    <dd>Your files as they came. Drop them anywhere; look at them, check them, take them out in another format.</dd>
    <dt><a href="/workflows">Workflows</a></dt>
    <dd>What you have drawn, and templates to begin with, each on real data.</dd>
    <dt><a href="/runs">Runs</a></dt>
    <dd>What was run, with what went in, what came out and why it failed; two runs beside each other.</dd>
    <dt><a href="/validation">Validate</a></dt>
    <dd>Check a file by a schema, by facts about it, or by what must hold in every row.</dd>
    <dt><a href="/settings">Settings</a></dt>
    <dd>Appearance, keys of models, retries, storage, and everything as one file.</dd>
    <dt><a href="/trash">Trash</a></dt>
    <dd>What you have deleted in the last thirty days.</dd>
  </dl>
  <h2>The nodes</h2>
  <p>Each has its page: what goes in, what comes out, what can be set. Choose one from the list.</p>
`

declare global {
  interface HTMLElementTagNameMap {
    'studio-help': HelpPage
  }
}

customElements.define('studio-help', HelpPage)
