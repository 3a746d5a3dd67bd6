import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { assignToWorkflow } from '../datasets/assign-to-workflow.ts'
import { getStrings } from '../language/strings.ts'
import { openPreview, type Preview } from '../datasets/open-preview.ts'
import { pageStyles } from '../page.styles.ts'
import { storePreference, readPreference } from '../settings/stored-preference.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { addTourSample } from '../datasets/sample-dataset.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

const mainWorkflowId = 'cosmo-ready'

const stepCount = 4

/** Problems of the sample: lines without a row, and decimal commas. */
const problemPattern = /(^[^;\n]*;;;;$|\d[\d.]{0,9},\d\d\b)/gm

/** A five-minute tour with sample data. Users can leave and resume it at any time. */
export class TourPage extends page({
  step: 0,
  text: '',
  sampleId: undefined as string | undefined,
  preview: undefined as Preview | undefined,
}) {
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
        font-size: var(--_type-20);
        font-weight: 600;
      }

      .description {
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

      .shown:has(pre) {
        height: auto;
      }

      mark {
        border-radius: 2px;
        background: color-mix(in srgb, var(--_warn) 22%, transparent);
        color: inherit;
      }

      .shown > aw-data-table,
      .shown > .chain {
        height: 100%;
      }

      pre {
        overflow: auto;
        margin: 0;
        padding: 12px;
        font-family: var(--_mono);
        font-size: var(--_type-12);
        line-height: 1.5;
      }

      .chain {
        display: grid;
        place-content: center;
        grid-auto-flow: column;
        gap: 32px;
      }

      .chain span {
        position: relative;
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 8px 12px;
        border: 1px solid var(--_border);
        border-left: 3px solid var(--_family-data-agents);
        border-radius: 6px;
        background: var(--_raised);
        font-size: var(--_type-13);
        font-weight: 600;
      }

      .chain span + span::before {
        content: '';
        position: absolute;
        inset-inline-end: 100%;
        inset-block-start: 50%;
        width: 32px;
        border-block-start: 1.5px solid var(--_muted);
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

        .chain span + span::before {
          display: none;
        }
      }
    `,
  ]

  /** Whether the preview is open or loading. */
  #isPreviewing = false

  constructor() {
    super()
    const storedStep = Number(readPreference('tour') ?? 0)
    this.step = Number.isInteger(storedStep) && storedStep > 0 && storedStep < stepCount ? storedStep : 0
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    void this.preview?.close()
    this.preview = undefined
    this.#isPreviewing = false
  }

  protected override updated(): void {
    const { workspace } = this
    if (workspace && this.text === '') void this.#initialize(workspace)
    if (
      workspace &&
      this.step === 1 &&
      this.sampleId !== undefined &&
      !this.preview &&
      workspace.engine.status.state === 'ready'
    ) {
      void this.#openSamplePreview(workspace, this.sampleId)
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { tour: strings, common } = getStrings()
    const { title = '', description = '' } = strings.steps[this.step] ?? {}
    const isLast = this.step === stepCount - 1
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          <a class="button" href=${toPath('/')}>${strings.skip}</a>
        </header>
        <section class="panel" aria-labelledby="step">
          <ol aria-label=${strings.step(this.step + 1, stepCount)}>
            ${strings.steps.map((_, index) => html`<li class=${index <= this.step ? 'done' : ''}></li>`)}
          </ol>
          <h2 id="step">${title}</h2>
          <p class="description">${description}</p>
          <div class="shown" tabindex="0" role="region" aria-label=${strings.example}>${this.#renderStepContent()}</div>
          <footer>
            ${this.step > 0 ? html`<button @click=${() => this.#goToStep(this.step - 1)}>${icon('arrow-left')} ${strings.back}</button>` : nothing}
            <span class="gap"></span>
            ${
              isLast
                ? html`<button class="primary" data-testid="tour-finish" @click=${() => void this.#finish()}>
                    ${common.openWorkflow} ${icon('arrow-right')}
                  </button>`
                : html`<button class="primary" data-testid="tour-next" @click=${() => this.#goToStep(this.step + 1)}>
                    ${strings.next} ${icon('arrow-right')}
                  </button>`
            }
          </footer>
        </section>
      </main>
    `
  }

  #renderStepContent(): TemplateResult {
    const { tour: strings, common, editor } = getStrings()
    if (this.step === 0)
      return html`<pre tabindex="0">
${this.text.split(problemPattern).map((part, index) => (index % 2 === 0 ? part : html`<mark>${part}</mark>`))}</pre>`
    if (this.step === 1) {
      const state = this.preview?.state
      return state?.kind === 'loaded'
        ? html`<aw-data-table
            label=${strings.asTable}
            .strings=${editor.resultsStrings.table}
            .source=${state.source}
          ></aw-data-table>`
        : html`<div class="skeleton" role="status"><span class="visually-hidden">${strings.loading}</span></div>`
    }
    return html`<div class="chain">
      <span>${icon('file-input')} ${common.load}</span><span>${icon('wand-sparkles')} ${common.prepare}</span>
      <span>${icon('shield-check')} ${common.validate}</span><span>${icon('table-2')} ${common.table}</span>
    </div>`
  }

  #goToStep(step: number): void {
    this.step = step
    storePreference('tour', String(step))
  }

  async #initialize(workspace: Workspace): Promise<void> {
    const { dataset, text } = await addTourSample(workspace)
    this.text = text
    if (dataset.ok) this.sampleId = dataset.value.id
  }

  async #openSamplePreview(workspace: Workspace, id: string): Promise<void> {
    const storedDataset = workspace.datasets.find(({ dataset }) => dataset.id === id)
    if (!storedDataset || this.#isPreviewing) return
    this.#isPreviewing = true
    this.preview = await openPreview(workspace, storedDataset.dataset, {
      onChange: (preview) => (this.preview = preview),
    })
  }

  async #finish(): Promise<void> {
    const { workspace } = this
    storePreference('tour', undefined)
    const storedDataset = workspace?.datasets.find(({ dataset }) => dataset.id === this.sampleId)
    if (workspace && storedDataset)
      await assignToWorkflow(await workspace.openSession(mainWorkflowId), storedDataset.dataset)
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(mainWorkflowId)))
  }
}

customElements.define('studio-tour', TourPage)
