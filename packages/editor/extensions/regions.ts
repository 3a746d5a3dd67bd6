import type { SessionAspect } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { EditorContext } from '../elements/editor/editor-context.ts'
import { extendPart } from '../extend-part.ts'
import { getPanelTitle } from './aw-extension-panel.ts'
import { collectExtensions, onExtensionsChange } from './extension-registry.ts'
import type { Dialog, Extension, EditorNotification, Panel, PanelContext, ToolbarItem } from './extension.ts'
import { mountContent } from './mount-part.ts'

/** The regions of an editor that extensions fill, and which panel and dialog are open. */
export interface Regions {
  readonly openPanelId: string | undefined
  /** The buttons in the toolbar. Each panel has a button that opens and closes it. */
  readonly toolbarItems: readonly ToolbarItem[]
  readonly notifications: readonly EditorNotification[]
  openPanel(id: string, argument?: unknown): void
  closePanel(): void
  openDialog(id: string, argument?: unknown): void
  closeDialog(): void
  /** Renders the open panel; `undefined` if none is open. */
  renderPanel(): TemplateResult | undefined
  renderDialog(): TemplateResult | typeof nothing
  onSessionChange(aspect: SessionAspect | 'session'): void
  /** Returns the extensions of the page and the editor if they have changed since the last call. */
  getChangedExtensions(
    editorExtensions: readonly Extension[],
    hasChangedEditorExtensions: boolean,
  ): readonly Extension[] | undefined
  /** Starts observing the page's registered extensions. */
  connect(): void
  disconnect(): void
}

interface OpenRegion {
  readonly id: string
  readonly argument: unknown
}

/** The editor in which regions are placed. */
export interface RegionHost {
  readonly context: EditorContext
  /** Whether the editor shows a session. Without one, the context has no values. */
  hasSession(): boolean
  addEventListener(type: string, listener: (event: Event) => void): void
}

export function createRegions({ context, hasSession, addEventListener }: RegionHost): Regions {
  let extensions: readonly Extension[] = []
  let isOutdated = true
  let openPanel: OpenRegion | undefined
  let openDialog: OpenRegion | undefined
  let unsubscribe: (() => void) | undefined
  const handledEvents = new Set<string>()

  const handleEvent = (event: Event): void => {
    if (!hasSession()) return
    for (const { on = {} } of extensions) {
      const handler = (on as Record<string, ((event: Event, editor: EditorContext) => void) | undefined>)[event.type]
      handler?.(event, context)
    }
  }
  const isAvailable = (panel: Panel): boolean => panel.isAvailable?.(context) !== false
  const listPanels = (): readonly Panel[] => extensions.flatMap(({ panels = [] }) => panels).filter(isAvailable)
  const findOpen = <Region extends Panel | Dialog>(
    regions: readonly Region[],
    open: OpenRegion | undefined,
    close: () => void,
  ): { region: Region; context: PanelContext } | undefined => {
    const region = regions.find(({ id }) => id === open?.id)
    // A new object for each rendering, so that elements that receive it are updated.
    return region && { region, context: extendPart(context as PanelContext, { argument: open?.argument, close }) }
  }

  const regions: Regions = {
    get openPanelId() {
      return listPanels().find(({ id }) => id === openPanel?.id)?.id
    },
    get toolbarItems() {
      return extensions.flatMap(({ panels = [], listToolbarItems }) => [
        ...(listToolbarItems?.(context) ?? []),
        ...panels.filter(isAvailable).map((panel) => ({
          id: panel.id,
          title: getPanelTitle(panel, context.strings),
          icon: panel.icon ?? 'panel-right',
          hasLabel: 'wide' as const,
          pressed: panel.id === openPanel?.id,
          run: () => (panel.id === openPanel?.id ? regions.closePanel() : regions.openPanel(panel.id)),
        })),
      ])
    },
    get notifications() {
      return extensions.flatMap(({ listNotifications }) => listNotifications?.(context) ?? [])
    },
    openPanel(id, argument) {
      openPanel = { id, argument }
      void context.requestUpdate()
    },
    closePanel() {
      openPanel = undefined
      context.showDocument(undefined)
      void context.requestUpdate().then(() => context.canvas?.focus())
    },
    openDialog(id, argument) {
      openDialog = { id, argument }
      void context.requestUpdate()
    },
    closeDialog() {
      openDialog = undefined
      void context.requestUpdate()
    },
    renderPanel() {
      const open = findOpen(listPanels(), openPanel, regions.closePanel)
      if (!open) return undefined
      const title = getPanelTitle(open.region, context.strings)
      return open.region.hasHeading
        ? html`<div
            class="panel"
            role="region"
            aria-label=${title}
            ${mountContent(open.region.mount, open.context)}
          ></div>`
        : html`<aw-extension-panel
            class="panel"
            exportparts="content: panel-content"
            part="panel"
            role="region"
            aria-label=${title}
            .panel=${open.region}
            .context=${open.context}
            .closeLabel=${context.strings.close}
            @aw-panel-close=${regions.closePanel}
          ></aw-extension-panel>`
    },
    renderDialog() {
      const dialogs = extensions.flatMap((extension) => extension.dialogs ?? [])
      const open = findOpen(dialogs, openDialog, regions.closeDialog)
      return open ? html`<div class="dialog" ${mountContent(open.region.mount, open.context)}></div>` : nothing
    },
    onSessionChange(aspect) {
      for (const extension of extensions) extension.onSessionChange?.(aspect, context)
    },
    getChangedExtensions(editorExtensions, hasChangedEditorExtensions) {
      if (!hasChangedEditorExtensions && !isOutdated) return undefined
      isOutdated = false
      extensions = collectExtensions(editorExtensions)
      for (const name of extensions.flatMap(({ on = {} }) => Object.keys(on))) {
        if (!handledEvents.has(name)) addEventListener(name, handleEvent)
        handledEvents.add(name)
      }
      return extensions
    },
    connect() {
      unsubscribe = onExtensionsChange(() => {
        isOutdated = true
        void context.requestUpdate()
      })
      isOutdated = true
    },
    disconnect() {
      unsubscribe?.()
      unsubscribe = undefined
      openDialog = undefined
    },
  }
  return regions
}
