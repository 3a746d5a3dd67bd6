import { formatBytes, icon } from '@aw-flow/editor'
import type { TrashEntry } from '@aw-flow/client'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { pageStyles } from '../page.styles.ts'
import { ToastEvent, undoTime } from '../studio-events.ts'
import { timeAgo } from '../words.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'

const kinds = {
  dataset: { icon: 'database', word: 'Data' },
  workflow: { icon: 'workflow', word: 'Workflow' },
  run: { icon: 'play', word: 'Run' },
} as const

/** What was deleted in the last thirty days. */
export class TrashPage extends LitElement {
  static override styles = [
    ...pageStyles,
    css`
      .panel {
        overflow: hidden;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        min-height: 48px;
        padding: 4px 8px 4px 16px;
      }

      li + li {
        border-top: 1px solid var(--_border);
      }

      .name {
        flex: 1;
        min-width: 120px;
        font-weight: 500;
      }

      li svg {
        color: var(--_muted);
      }
    `,
  ]
  static override properties: PropertyDeclarations = { workspace: { attribute: false }, going: { state: true } }

  declare workspace: Workspace | undefined
  /** Entries that are deleted for ever unless somebody takes it back in time. */
  declare going: ReadonlySet<string>

  constructor() {
    super()
    this.going = new Set()
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const trash = workspace.trash.filter(({ id }) => !this.going.has(id))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">Trash</h1>
          ${
            trash.length === 0
              ? nothing
              : html`<button class="danger" @click=${() => this.#forget(workspace, trash)}>
                  ${icon('trash')} Empty the trash
                </button>`
          }
        </header>
        <p class="muted">What you delete stays here for thirty days.</p>
        ${
          trash.length === 0
            ? html`<div class="panel empty">
                ${icon('trash', 20)}
                <p>Nothing was deleted.</p>
              </div>`
            : html`<section class="panel">
                <ul>
                  ${trash.map((entry) => this.#renderEntry(workspace, entry))}
                </ul>
              </section>`
        }
      </main>
    `
  }

  #renderEntry(workspace: Workspace, entry: TrashEntry): TemplateResult {
    const { kind, name, size, deletedAt } = entry
    return html`
      <li data-testid="trash-item">
        ${icon(kinds[kind].icon)}
        <span class="name ellipsis">${name}</span>
        <span class="muted small">${kinds[kind].word}${size > 0 ? `, ${formatBytes(size)}` : ''}</span>
        <span class="muted small">deleted ${timeAgo(deletedAt, Date.now())}</span>
        <button @click=${() => void this.#bringBack(workspace, entry)}>${icon('undo-2')} Bring back</button>
        <button class="quiet icon danger" title="Delete for ever" @click=${() => this.#forget(workspace, [entry])}>
          ${icon('x')}<span class="visually-hidden">Delete “${name}” for ever</span>
        </button>
      </li>
    `
  }

  /** Gone at once for who looks, and for ever when nobody has taken it back; a page that is closed before keeps it. */
  #forget(workspace: Workspace, entries: readonly TrashEntry[]): void {
    const ids = entries.map(({ id }) => id)
    this.going = new Set([...this.going, ...ids])
    const leave = setTimeout(() => void Promise.all(entries.map((entry) => workspace.forget(entry))), undoTime + 500)
    const run = (): void => {
      clearTimeout(leave)
      this.going = new Set([...this.going].filter((id) => !ids.includes(id)))
    }
    const [first] = entries
    const text = entries.length === 1 && first ? `“${first.name}” is deleted for ever.` : 'The trash is emptied.'
    this.dispatchEvent(new ToastEvent(text, { word: 'Undo', run, until: Date.now() + undoTime }))
  }

  async #bringBack(workspace: Workspace, entry: TrashEntry): Promise<void> {
    if (await workspace.bringBack(entry)) this.dispatchEvent(new ToastEvent(`“${entry.name}” is back.`))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-trash': TrashPage
  }
}

customElements.define('studio-trash', TrashPage)
