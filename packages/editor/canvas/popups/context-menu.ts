import { html, nothing, type TemplateResult } from 'lit'
import { placePopover } from '../../elements/editor/place-popover.ts'
import type { MenuChoiceEvent, MenuItem } from './aw-canvas-menu.ts'
import type { OfferedCommand } from '../canvas-keyboard.ts'
import type { CommandHost, CommandId, MenuTarget } from '../commands/command.ts'
import type { Hit, Point } from '@aw-flow/canvas'

/** The canvas below the menu. */
export interface MenuHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly size: { width: number; height: number }
  readonly updateComplete: Promise<boolean>
  readonly commands: readonly OfferedCommand[]
  run(id: CommandId): boolean
  /** A point of the surface in graph coordinates. */
  graphPoint(at: Point): Point
  /** A point of the graph in the page's viewport. */
  pagePoint(at: Point): Point
  requestUpdate(): void
  focusSurface(): void
}

const order: readonly CommandId[] = ['lay-out', 'route-edges', 'straighten-edges']
const clip: readonly CommandId[] = ['cut', 'copy', 'paste', 'paste-joined', 'duplicate']

/** Commands that are shown as a row of icons: eight ways to align several nodes. */
const signs: Partial<Record<CommandId, string>> = {
  'align-left': 'align-start-vertical',
  'align-centre': 'align-center-vertical',
  'align-right': 'align-end-vertical',
  'align-top': 'align-start-horizontal',
  'align-middle': 'align-center-horizontal',
  'align-bottom': 'align-end-horizontal',
  'distribute-x': 'align-horizontal-distribute-center',
  'distribute-y': 'align-vertical-distribute-center',
}

/** The commands of each menu in groups; only those that can run are shown. */
const offered: Record<MenuTarget, readonly (readonly CommandId[])[]> = {
  node: [
    ['open', 'rename', 'enter'],
    ['connect', 'add-next'],
    clip,
    ['collapse', 'disable', 'bypass', 'group', 'ungroup', 'add-frame', 'fold', 'unfold'],
    Object.keys(signs) as CommandId[],
    ['select-upstream', 'select-downstream', 'select-connected', ...order],
    ['remove', 'remove-only'],
  ],
  edge: [['quick-add', 'bend', 'route-edges', 'straighten-edges'], ['remove']],
  mark: [['rename', 'recolour-note', 'ungroup'], clip, ['remove']],
  empty: [
    ['quick-add', 'add-note', 'add-frame', 'paste'],
    ['select-all', ...order],
    ['fit', 'zoom-reset', 'leave', 'keys'],
    ['export-svg', 'export-png', 'export-json', 'export-litegraph', 'export-markdown'],
  ],
}

/** The context menu of a canvas. */
export class ContextMenu {
  readonly #host: MenuHost
  #open: readonly (readonly MenuItem[])[] | undefined

  constructor(host: MenuHost) {
    this.#host = host
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** Opens the menu at a point of the surface and selects the element there. */
  open(at: Point, hit: Hit): void {
    const host = this.#host
    const kind = selectHit(host, hit)
    const known = new Map(host.commands.map((command) => [command.id, { ...command, sign: signs[command.id] }]))
    const added = host.commands.filter(({ menu }) => menu.includes(kind)).map(({ id }) => id)
    this.#open = [...offered[kind], added]
      .map((ids) => ids.flatMap((id) => known.get(id) ?? []).filter(({ enabled }) => enabled))
      .filter(({ length }) => length > 0)
    host.requestUpdate()
    void this.#place(at)
  }

  close(): void {
    if (!this.#open) return
    this.#open = undefined
    this.#host.requestUpdate()
  }

  view(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    return html`<aw-canvas-menu
      .groups=${this.#open}
      label=${this.#host.strings.menu}
      @aw-menu-choice=${this.#onChoice}
    ></aw-canvas-menu>`
  }

  async #place(at: Point): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const menu = host.renderRoot.querySelector('aw-canvas-menu')
    if (!menu) return
    await menu.updateComplete
    const { x, y } = host.pagePoint(host.graphPoint(at))
    placePopover(menu, { top: y, bottom: y, left: x, right: x })
    menu.focusFirst()
  }

  #onChoice = ({ command }: MenuChoiceEvent): void => {
    this.close()
    this.#host.focusSurface()
    if (command !== undefined) this.#host.run(command)
  }
}

function selectHit(host: CommandHost, hit: Hit): MenuTarget {
  switch (hit.kind) {
    case 'port':
    case 'side':
    case 'node':
      if (!host.selection.has(hit.node.id)) host.select([hit.node.id])
      return 'node'
    case 'edge':
    case 'bend':
      if (!host.selectedEdges.has(hit.edge.id)) host.select([], [hit.edge.id])
      return 'edge'
    case 'note':
    case 'corner':
      if (!host.selectedMarks.has(hit.note.id)) host.select([], [], [hit.note.id])
      return 'mark'
    case 'group':
      if (!host.selectedMarks.has(hit.group.id)) host.select([], [], [hit.group.id])
      return 'mark'
    case 'empty':
      return 'empty'
  }
}
