import { icon } from '@aw-flow/editor'
import type { TrashEntry } from '@aw-flow/client'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { drawEmpty } from '../shell/draw-empty.ts'
import { say } from '../language/speak.ts'
import { pageStyles } from '../page.styles.ts'
import { ToastEvent, undoTime } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'

const kindIcons = {
  dataset: 'database',
  workflow: 'workflow',
  run: 'play',
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

      @media (max-width: 600px) {
        li {
          padding: 8px 8px 8px 16px;
        }

        .name {
          flex-basis: calc(100% - 32px);
        }

        .when {
          flex: 1;
        }
      }
    `,
  ]
  static override properties: PropertyDeclarations = { workspace: { attribute: false }, going: { state: true } }

  declare workspace: Workspace | undefined
  /** Entries that are deleted forever unless somebody takes it back in time. */
  declare going: ReadonlySet<string>

  constructor() {
    super()
    this.going = new Set()
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const words = say().trash
    const trash = workspace.trash.filter(({ id }) => !this.going.has(id))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${words.title}</h1>
          ${
            trash.length === 0
              ? nothing
              : html`<button class="danger" @click=${() => this.#forget(workspace, trash)}>
                  ${icon('trash')} ${words.empty}
                </button>`
          }
        </header>
        <p class="muted">${words.says}</p>
        ${
          trash.length === 0
            ? html`<div class="panel empty">
                ${drawEmpty('trash')}
                <p>${words.nothing}</p>
              </div>`
            : html`<section class="panel">
                <ul>
                  ${repeat(
                    trash,
                    ({ id }) => id,
                    (entry) => this.#renderEntry(workspace, entry),
                  )}
                </ul>
              </section>`
        }
      </main>
    `
  }

  #renderEntry(workspace: Workspace, entry: TrashEntry): TemplateResult {
    const { kind, name, size, deletedAt } = entry
    const { trash: words, common, formats } = say()
    return html`
      <li data-testid="trash-item">
        ${icon(kindIcons[kind])}
        <span class="name ellipsis">${name}</span>
        <span class="muted small">${words.kinds[kind]}${size > 0 ? `, ${formats.bytes(size)}` : ''}</span>
        <span class="muted small when">${words.deletedAt(common.ago(deletedAt, Date.now()))}</span>
        <button @click=${() => void this.#bringBack(workspace, entry)}>${icon('undo-2')} ${words.bringBack}</button>
        <button class="quiet icon danger" title=${words.forget} @click=${() => this.#forget(workspace, [entry])}>
          ${icon('x')}<span class="visually-hidden">${words.forgetIt(name)}</span>
        </button>
      </li>
    `
  }

  /** Gone at once for who looks, and forever when nobody has taken it back; a page that is closed before keeps it. */
  #forget(workspace: Workspace, entries: readonly TrashEntry[]): void {
    const ids = entries.map(({ id }) => id)
    this.going = new Set([...this.going, ...ids])
    const leave = setTimeout(() => void Promise.all(entries.map((entry) => workspace.forget(entry))), undoTime + 500)
    const run = (): void => {
      clearTimeout(leave)
      this.going = new Set([...this.going].filter((id) => !ids.includes(id)))
    }
    const [first] = entries
    const { trash, common } = say()
    const text = entries.length === 1 && first ? trash.forgotten(first.name) : trash.emptied
    this.dispatchEvent(new ToastEvent(text, { word: common.undo, run, until: Date.now() + undoTime }))
  }

  async #bringBack(workspace: Workspace, entry: TrashEntry): Promise<void> {
    if (await workspace.bringBack(entry)) this.dispatchEvent(new ToastEvent(say().trash.isBack(entry.name)))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-trash': TrashPage
  }
}

customElements.define('studio-trash', TrashPage)
