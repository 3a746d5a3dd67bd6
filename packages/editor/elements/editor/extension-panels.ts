import { html, type TemplateResult } from 'lit'
import { allExtensions, onExtensionsChange } from '../../extensions/extension-registry.ts'
import type { Extension, Panel, PanelContext } from '../../extensions/extension.ts'

/** The extensions of an editor and the state of their panels. */
export interface ExtensionPanels {
  /** All panels, for the toolbar. */
  readonly items: readonly { panel: Panel; isOpen: boolean; toggle: () => void }[]
  /** The extensions of the page and the editor; `undefined` if they have not changed since the last call. */
  takeChanged(own: readonly Extension[], hasOwnChanged: boolean): readonly Extension[] | undefined
  /** The open panel, if there is one. */
  render(context: () => PanelContext, closeLabel: string): TemplateResult | undefined
  /** Follows the extensions that are registered in the page. */
  connect(): void
  disconnect(): void
}

export function createExtensionPanels(onChange: () => void): ExtensionPanels {
  let extensions: readonly Extension[] = []
  let isOutdated = true
  let open: string | undefined
  let stop: (() => void) | undefined

  const panels = (): readonly Panel[] => extensions.flatMap((extension) => extension.panels ?? [])
  const setOpen = (id: string | undefined): void => {
    open = id
    onChange()
  }

  return {
    get items() {
      return panels().map((panel) => ({
        panel,
        isOpen: panel.id === open,
        toggle: () => setOpen(panel.id === open ? undefined : panel.id),
      }))
    },
    takeChanged(own, hasOwnChanged) {
      if (!hasOwnChanged && !isOutdated) return undefined
      isOutdated = false
      return (extensions = allExtensions(own))
    },
    render(context, closeLabel) {
      const panel = panels().find(({ id }) => id === open)
      if (!panel) return undefined
      return html`<aw-extension-panel
        exportparts="content: panel-content"
        part="panel"
        role="region"
        aria-label=${panel.title}
        .panel=${panel}
        .context=${context()}
        .closeLabel=${closeLabel}
        @aw-panel-close=${() => setOpen(undefined)}
      ></aw-extension-panel>`
    },
    connect() {
      stop = onExtensionsChange(() => {
        isOutdated = true
        onChange()
      })
    },
    disconnect() {
      stop?.()
      stop = undefined
    },
  }
}
