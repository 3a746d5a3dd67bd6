import { icon } from '@aw-flow/editor'
import type { TrashEntry } from '@aw-flow/client'
import { css, html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { renderEmpty } from '../shell/draw-empty.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { ToastEvent, toastTimeoutMs } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { page } from '../shell/element.ts'

const kindIcons = {
  dataset: 'database',
  workflow: 'workflow',
  run: 'play',
} as const

/** Lists items deleted in the last thirty days. */
export class TrashPage extends page({
  /** IDs of entries that will be deleted permanently unless the user undoes the deletion in time. */
  pendingIds: new Set() as ReadonlySet<string>,
}) {
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

      @media (max-width: 860px) {
        li {
          padding: 8px 8px 8px 16px;
        }

        .name {
          flex-basis: calc(100% - 32px);
        }

        /* Aligns the kind with the name above it, which follows an icon. */
        .kind {
          margin-inline-start: 28px;
        }

        .when {
          flex: 1;
          white-space: nowrap;
        }
      }

      /* Keeps the buttons together when they wrap. */
      .actions {
        margin-inline-start: auto;
      }
    `,
  ]

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const strings = getStrings().trash
    const trash = workspace.trash.filter(({ id }) => !this.pendingIds.has(id))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          ${
            trash.length === 0
              ? nothing
              : html`<button class="danger edit-control" @click=${() => this.#deletePermanently(workspace, trash)}>
                  ${icon('trash')} ${strings.empty}
                </button>`
          }
        </header>
        <p class="muted">${strings.description}</p>
        ${
          trash.length === 0
            ? renderEmpty('trash', strings.noItems)
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
    const { trash: strings, formats } = getStrings()
    return html`
      <li data-testid="trash-item">
        ${icon(kindIcons[kind])}
        <span class="name ellipsis">${name}</span>
        <span class="muted small kind">${strings.kinds[kind]}${size > 0 ? `, ${formats.bytes(size)}` : ''}</span>
        <span class="muted small when">${strings.deletedAt(formatTimeAgo(deletedAt, Date.now()))}</span>
        <span class="bar actions edit-control">
          <button @click=${() => void this.#restore(workspace, entry)}>${icon('undo-2')} ${strings.restore}</button>
          <button
            class="quiet icon danger"
            title=${strings.deletePermanently}
            @click=${() => this.#deletePermanently(workspace, [entry])}
          >
            ${icon('trash')}<span class="visually-hidden">${strings.deleteItem(name)}</span>
          </button>
        </span>
      </li>
    `
  }

  /**
   * Hides entries immediately, and deletes them permanently when the undo period ends. If the page is closed before
   * then, the entries stay in the trash.
   */
  #deletePermanently(workspace: Workspace, entries: readonly TrashEntry[]): void {
    const ids = entries.map(({ id }) => id)
    this.pendingIds = new Set([...this.pendingIds, ...ids])
    const timer = setTimeout(
      () => void Promise.all(entries.map((entry) => workspace.deletePermanently(entry))),
      toastTimeoutMs + 500,
    )
    const undo = (): void => {
      clearTimeout(timer)
      this.pendingIds = new Set([...this.pendingIds].filter((id) => !ids.includes(id)))
    }
    const [first] = entries
    const { trash, common } = getStrings()
    const text = entries.length === 1 && first ? trash.deletedPermanently(first.name) : trash.emptied
    this.dispatchEvent(new ToastEvent(text, { label: common.undo, run: undo, expiresAt: Date.now() + toastTimeoutMs }))
  }

  async #restore(workspace: Workspace, entry: TrashEntry): Promise<void> {
    if (await workspace.restore(entry)) this.dispatchEvent(new ToastEvent(getStrings().trash.restored(entry.name)))
  }
}

customElements.define('studio-trash', TrashPage)
