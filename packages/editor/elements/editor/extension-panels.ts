import { html, type TemplateResult } from 'lit'
import { collectExtensions, onExtensionsChange } from '../../extensions/extension-registry.ts'
import type { Extension, Panel, PanelContext } from '../../extensions/extension.ts'

/** Manages an editor's extensions and which of their panels is open. */
export interface ExtensionPanels {
  /** All extension panels, for the toolbar. */
  readonly items: readonly { panel: Panel; isOpen: boolean; toggle: () => void }[]
  /** Returns all extensions of the page and the editor, or `undefined` if they have not changed since the last call. */
  getChangedExtensions(
    editorExtensions: readonly Extension[],
    hasChangedEditorExtensions: boolean,
  ): readonly Extension[] | undefined
  /** Renders the open panel, if any. */
  render(getContext: () => PanelContext, closeLabel: string): TemplateResult | undefined
  /** Starts observing the page's registered extensions. */
  connect(): void
  disconnect(): void
}

export function createExtensionPanels(onChange: () => void): ExtensionPanels {
  let extensions: readonly Extension[] = []
  let isOutdated = true
  let openId: string | undefined
  let unsubscribe: (() => void) | undefined

  const listPanels = (): readonly Panel[] => extensions.flatMap((extension) => extension.panels ?? [])
  const setOpen = (id: string | undefined): void => {
    openId = id
    onChange()
  }

  return {
    get items() {
      return listPanels().map((panel) => ({
        panel,
        isOpen: panel.id === openId,
        toggle: () => setOpen(panel.id === openId ? undefined : panel.id),
      }))
    },
    getChangedExtensions(editorExtensions, hasChangedEditorExtensions) {
      if (!hasChangedEditorExtensions && !isOutdated) return undefined
      isOutdated = false
      return (extensions = collectExtensions(editorExtensions))
    },
    render(getContext, closeLabel) {
      const panel = listPanels().find(({ id }) => id === openId)
      if (!panel) return undefined
      return html`<aw-extension-panel
        exportparts="content: panel-content"
        part="panel"
        role="region"
        aria-label=${panel.title}
        .panel=${panel}
        .context=${getContext()}
        .closeLabel=${closeLabel}
        @aw-panel-close=${() => setOpen(undefined)}
      ></aw-extension-panel>`
    },
    connect() {
      unsubscribe = onExtensionsChange(() => {
        isOutdated = true
        onChange()
      })
    },
    disconnect() {
      unsubscribe?.()
      unsubscribe = undefined
    },
  }
}
