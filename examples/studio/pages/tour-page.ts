import { icon } from '@aw-flow/editor'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { giveToWorkflow } from '../give-to-workflow.ts'
import { openPreview, type Preview } from '../open-preview.ts'
import { pageStyles } from '../page.styles.ts'
import { remember, remembered } from '../remembered.ts'
import { workflowPath } from '../router.ts'
import { giveTourSample } from '../sample-dataset.ts'
import { GoEvent } from '../studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'

const mainJob = 'cosmo-ready'

const steps = [
  {
    title: 'A file as it comes',
    says: 'Here is a small file as people get them: lines above the table, semicolons, commas in numbers, an empty row. It is among your data now. Nothing was told about its form.',
  },
  {
    title: 'Loaded, without a question',
    says: 'The Load agent looked at its bytes and decided: where the table begins, what parts the cells, what type each column has. This is the file as a table. Each decision, with its grounds, stands in the report of a run.',
  },
  {
    title: 'A workflow around it',
    says: 'Load, Prepare, Validate, Table: four nodes, each with settings that you can read and change. Pressing Run starts it; until then a workflow does nothing.',
  },
  {
    title: 'Now it is yours',
    says: 'Open the workflow with this file, press Run, and choose a node to see what it gave. You find the tour again under Help.',
  },
] as const

/** Five minutes on sample data, left at any time and gone on with where it was. */
export class TourPage extends LitElement {
  static override styles = [
    ...pageStyles,
    css`
      main {
        max-width: 860px;
      }

      .panel {
        padding: 24px;
      }

      h2 {
        margin: 0 0 8px;
        font-size: 20px;
        font-weight: 600;
      }

      .says {
        max-width: 68ch;
        min-height: 72px;
        color: var(--_muted);
        line-height: 1.6;
      }

      ol {
        display: flex;
        gap: 8px;
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }

      ol li {
        flex: 1;
        height: 4px;
        border-radius: 2px;
        background: var(--_border);
      }

      ol li.done {
        background: var(--_accent);
      }

      .shown {
        height: 280px;
        margin: 16px 0;
        overflow: auto;
        border: 1px solid var(--_border);
        border-radius: 6px;
      }

      pre {
        margin: 0;
        padding: 12px;
        font-family: var(--_mono);
        font-size: 12px;
        line-height: 1.5;
      }

      .chain {
        display: grid;
        place-content: center;
        grid-auto-flow: column;
        gap: 32px;
      }

      .chain span {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 8px 12px;
        border: 1px solid var(--_border);
        border-left: 3px solid var(--_family-data-agents);
        border-radius: 6px;
        background: var(--_raised);
        font-size: 13px;
        font-weight: 600;
      }

      footer {
        display: flex;
        gap: 8px;
      }

      .gap {
        flex: 1;
      }

      @media (max-width: 700px) {
        .chain {
          grid-auto-flow: row;
          gap: 8px;
        }
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    step: { state: true },
    text: { state: true },
    sample: { state: true },
    preview: { state: true },
  }

  declare workspace: Workspace | undefined
  declare step: number
  declare text: string
  declare sample: string | undefined
  declare preview: Preview | undefined

  constructor() {
    super()
    const before = Number(remembered('tour') ?? 0)
    this.step = Number.isInteger(before) && before > 0 && before < steps.length ? before : 0
    this.text = ''
    this.addController(new WorkspaceController(this))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    void this.preview?.close()
    this.preview = undefined
  }

  protected override updated(): void {
    const { workspace } = this
    if (workspace && this.text === '') void this.#begin(workspace)
    if (
      workspace &&
      this.step === 1 &&
      this.sample !== undefined &&
      !this.preview &&
      workspace.engine.state === 'ready'
    ) {
      void this.#look(workspace, this.sample)
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { title, says } = steps[this.step] ?? steps[0]
    const isLast = this.step === steps.length - 1
    return html`
      <main>
        <header>
          <h1 tabindex="-1">Tour</h1>
          <a class="button" href="/">Leave it for now</a>
        </header>
        <section class="panel" aria-labelledby="step">
          <ol aria-label="Step ${this.step + 1} of ${steps.length}">
            ${steps.map((_, index) => html`<li class=${index <= this.step ? 'done' : ''}></li>`)}
          </ol>
          <h2 id="step">${title}</h2>
          <p class="says">${says}</p>
          <div class="shown" tabindex="0" role="region" aria-label="Example">${this.#renderShown()}</div>
          <footer>
            ${this.step > 0 ? html`<button @click=${() => this.#go(this.step - 1)}>${icon('arrow-left')} Back</button>` : nothing}
            <span class="gap"></span>
            ${
              isLast
                ? html`<button class="primary" data-testid="tour-finish" @click=${() => void this.#finish()}>
                    Open the workflow ${icon('arrow-right')}
                  </button>`
                : html`<button class="primary" data-testid="tour-next" @click=${() => this.#go(this.step + 1)}>
                    Next ${icon('arrow-right')}
                  </button>`
            }
          </footer>
        </section>
      </main>
    `
  }

  #renderShown(): TemplateResult {
    if (this.step === 0) return html`<pre>${this.text}</pre>`
    if (this.step === 1) {
      const state = this.preview?.state
      return state?.kind === 'shown'
        ? html`<aw-data-table label="The file as a table" .source=${state.source}></aw-data-table>`
        : html`<div class="skeleton" role="status"><span class="visually-hidden">Loading the file…</span></div>`
    }
    return html`<div class="chain shown-chain">
      <span>${icon('file-input')} Load</span><span>${icon('wand-sparkles')} Prepare</span>
      <span>${icon('shield-check')} Validate</span><span>${icon('table-2')} Table</span>
    </div>`
  }

  #go(step: number): void {
    this.step = step
    remember('tour', String(step))
  }

  async #begin(workspace: Workspace): Promise<void> {
    const { dataset, text } = await giveTourSample(workspace)
    this.text = text
    this.sample = dataset?.id
  }

  async #look(workspace: Workspace, id: string): Promise<void> {
    const stored = workspace.datasets.find(({ dataset }) => dataset.id === id)
    if (!stored) return
    this.preview = await openPreview(workspace, stored.dataset, (preview) => (this.preview = preview))
  }

  async #finish(): Promise<void> {
    const { workspace } = this
    remember('tour', undefined)
    const stored = workspace?.datasets.find(({ dataset }) => dataset.id === this.sample)
    if (workspace && stored) await giveToWorkflow(await workspace.session(mainJob), stored.dataset)
    this.dispatchEvent(new GoEvent(workflowPath(mainJob)))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-tour': TourPage
  }
}

customElements.define('studio-tour', TourPage)
