import { html, nothing, type TemplateResult } from 'lit'
import { placePopover } from '../../elements/editor/place-popover.ts'
import type { MenuChoiceEvent, MenuItem } from './aw-canvas-menu.ts'
import type { CommandInfo } from '../canvas-keyboard.ts'
import type { CommandHost, CommandId, MenuTarget } from '../commands/command.ts'
import type { Hit, Point } from '@aw-flow/canvas'

/** The canvas to which the menu belongs. */
export interface MenuHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly size: { width: number; height: number }
  readonly updateComplete: Promise<boolean>
  readonly commands: readonly CommandInfo[]
  run(id: CommandId): boolean
  /** Converts surface coordinates (CSS pixels) to graph coordinates. */
  toGraphPoint(point: Point): Point
  /** Converts graph coordinates to viewport coordinates. */
  toPage(point: Point): Point
  requestUpdate(): void
  focusSurface(): void
}

const layoutCommands: readonly CommandId[] = ['lay-out', 'route-edges', 'straighten-edges']
const clipboardCommands: readonly CommandId[] = ['cut', 'copy', 'paste', 'paste-joined', 'duplicate']

/** The icons of the commands that align or distribute nodes. They are displayed as a row of icons. */
export const arrangeCommandIcons: Partial<Record<CommandId, string>> = {
  'align-left': 'align-start-vertical',
  'align-centre': 'align-center-vertical',
  'align-right': 'align-end-vertical',
  'align-top': 'align-start-horizontal',
  'align-middle': 'align-center-horizontal',
  'align-bottom': 'align-end-horizontal',
  'distribute-x': 'align-horizontal-distribute-center',
  'distribute-y': 'align-vertical-distribute-center',
}

/** The groups of commands in each menu. Only commands that can run are displayed. */
const menuCommands: Record<MenuTarget, readonly (readonly CommandId[])[]> = {
  node: [
    ['open', 'rename', 'enter'],
    ['connect', 'add-next'],
    clipboardCommands,
    ['collapse', 'disable', 'bypass', 'group', 'ungroup', 'add-frame', 'fold', 'unfold'],
    Object.keys(arrangeCommandIcons) as CommandId[],
    ['select-upstream', 'select-downstream', 'select-connected', ...layoutCommands],
    ['remove', 'remove-only'],
  ],
  edge: [['quick-add', 'bend', 'route-edges', 'straighten-edges'], ['remove']],
  mark: [['rename', 'recolour-note', 'ungroup'], clipboardCommands, ['remove']],
  empty: [
    ['quick-add', 'add-note', 'add-frame', 'paste'],
    ['select-all', ...layoutCommands],
    ['explain', 'fit', 'zoom-reset', 'leave', 'keys'],
    ['export-svg', 'export-png', 'export-json', 'export-html'],
    [
      'export-litegraph',
      'export-markdown',
      'export-n8n',
      'export-node-red',
      'export-mermaid',
      'export-serverless-workflow',
    ],
  ],
}

/** The context menu of a canvas. */
export class ContextMenu {
  readonly #host: MenuHost
  #groups: readonly (readonly MenuItem[])[] | undefined

  constructor(host: MenuHost) {
    this.#host = host
  }

  get isOpen(): boolean {
    return this.#groups !== undefined
  }

  /** Selects the element at a point on the surface and opens the menu there. */
  open(point: Point, hit: Hit): void {
    const host = this.#host
    const kind = selectHit(host, hit)
    const commandsById = new Map(
      host.commands.map((command) => [command.id, { ...command, icon: arrangeCommandIcons[command.id] }]),
    )
    const extensionCommands = host.commands.filter(({ menu }) => menu.includes(kind)).map(({ id }) => id)
    this.#groups = [...menuCommands[kind], extensionCommands]
      .map((ids) => ids.flatMap((id) => commandsById.get(id) ?? []).filter(({ enabled }) => enabled))
      .filter(({ length }) => length > 0)
    host.requestUpdate()
    void this.#place(point)
  }

  close(): void {
    if (!this.#groups) return
    this.#groups = undefined
    this.#host.requestUpdate()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#groups) return nothing
    return html`<aw-canvas-menu
      .groups=${this.#groups}
      .keyNames=${this.#host.strings.keyNames}
      label=${this.#host.strings.menu}
      @aw-menu-choice=${this.#onChoice}
    ></aw-canvas-menu>`
  }

  async #place(point: Point): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const menu = host.renderRoot.querySelector('aw-canvas-menu')
    if (!menu) return
    await menu.updateComplete
    const { x, y } = host.toPage(host.toGraphPoint(point))
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
