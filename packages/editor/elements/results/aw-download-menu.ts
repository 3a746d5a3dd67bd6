import type { TableFormat } from '@aw-flow/schema/internal'
import { css, html } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { placePopover } from '../editor/place-popover.ts'
import { downloadStrings, type DownloadStrings } from './download-strings.ts'
import { element } from '../../element.ts'
import { getKey } from '../../get-key.ts'

/** Fired when the user downloads the table in a file format. @public */
export class DownloadEvent extends defineEvent<{
  /** The selected file format. */
  readonly format: TableFormat
}>('aw-download', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-download': DownloadEvent
  }
  interface HTMLElementTagNameMap {
    'aw-download-menu': AwDownloadMenu
  }
}

/**
 * A button that downloads a table as a CSV file, and a menu of other formats. The host creates the file when it handles
 * `aw-download`.
 *
 * @event {DownloadEvent} aw-download - Fired when the user selects a format.
 * @csspart button - The button that downloads CSV.
 * @csspart more - The button that opens the menu of formats.
 *
 * @public
 */
export class AwDownloadMenu extends element(
  {
    disabled: false,
    /** True while the host is creating a file. Disables the buttons. */
    busy: false,
    strings: downloadStrings as DownloadStrings,
  },
  { disabled: { type: Boolean }, busy: { type: Boolean } },
) {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: inline-flex;
      }

      [part='button'] {
        border-start-end-radius: 0;
        border-end-end-radius: 0;
      }

      [part='more'] {
        min-width: 24px;
        padding-inline: var(--_space-4);
        border-start-start-radius: 0;
        border-end-start-radius: 0;
      }

      [popover] {
        position: fixed;
        inset: auto;
        min-width: 160px;
        margin: 0;
        padding: var(--_space-4);
        border: 1px solid var(--_border);
        border-radius: 8px;
        background: var(--_raised);
        color: var(--_text);
        box-shadow: var(--_shadow-high);
      }

      [role='menuitem'] {
        display: block;
        width: 100%;
        text-align: start;
      }

      @container (max-width: max(720px, 45rem)) {
        .word {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ]

  override render(): unknown {
    const { strings } = this
    const isDisabled = this.disabled || this.busy
    return html`<button
        type="button"
        part="button"
        class="quiet"
        title=${this.busy ? strings.downloading : strings.download}
        ?disabled=${isDisabled}
        @click=${() => this.#download('csv')}
      >
        ${icon('download')}<span class="word">${this.busy ? strings.downloading : strings.download}</span>
      </button>
      <button
        type="button"
        part="more"
        class="quiet icon"
        aria-label=${strings.moreFormats}
        title=${strings.moreFormats}
        aria-haspopup="menu"
        ?disabled=${isDisabled}
        @click=${this.#open}
      >
        ${icon('chevron-down')}
      </button>
      <div popover="auto" role="menu" aria-label=${strings.moreFormats} @keydown=${this.#onKey}>
        ${(Object.entries(strings.formats) as [TableFormat, string][]).map(
          ([format, label]) =>
            html`<button
              type="button"
              role="menuitem"
              class="quiet"
              tabindex="-1"
              @click=${() => this.#download(format)}
            >
              ${label}
            </button>`,
        )}
      </div>`
  }

  #findMenu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')
  }

  #open = (event: MouseEvent): void => {
    const menu = this.#findMenu()
    if (!menu) return
    placePopover(menu, (event.currentTarget as HTMLElement).getBoundingClientRect())
    menu.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }

  #download(format: TableFormat): void {
    const menu = this.#findMenu()
    if (menu?.matches(':popover-open')) menu.hidePopover()
    this.dispatchEvent(new DownloadEvent({ format }))
  }

  #onKey = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const index = items.indexOf(this.shadowRoot?.activeElement as HTMLElement)
    const nextIndex = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[getKey(event)]
    if (nextIndex === undefined) return
    event.preventDefault()
    items.at(nextIndex % items.length)?.focus()
  }
}
