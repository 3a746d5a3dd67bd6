import { waitUntilReady } from '../../wait-until-ready.ts'
import type { VersionsEvent } from '../../canvas/canvas-events.ts'
import type { VersionsState } from './versions-state.ts'

/** The functions of the editor that are needed to open and close the versions. */
export interface VersionsPanelPort {
  /** Returns the element that shows the versions, while they are open. */
  findPanel(): HTMLElementTagNameMap['aw-versions'] | null
  /** Returns whether versions of the workflow are stored. */
  hasVersions(): boolean
  /** Resolves when the last changes are rendered. */
  whenRendered(): Promise<unknown>
  focusCanvas(): void
}

/** Opens and closes the versions and moves focus accordingly. */
export interface VersionsPanel {
  toggle(this: void): void
  close(this: void): void
  /** Handles `aw-versions`: performs the action that a command has requested. */
  onVersions(event: VersionsEvent): Promise<void>
}

export function createVersionsPanel(state: VersionsState, port: VersionsPanelPort): VersionsPanel {
  const open = async (focus: 'name' | 'list'): Promise<void> => {
    state.open()
    await port.whenRendered()
    const panel = await waitUntilReady(port.findPanel())
    panel?.focusOn(focus)
  }
  const close = (): void => {
    state.close()
    void port.whenRendered().then(() => port.focusCanvas())
  }
  return {
    toggle() {
      if (state.isOpen) close()
      else void open('list')
    },
    close,
    async onVersions({ action }) {
      if (action === 'next' || action === 'previous') {
        const panel = await waitUntilReady(port.findPanel())
        panel?.step(action === 'next' ? 1 : -1)
      } else if (port.hasVersions()) await open(action === 'keep' ? 'name' : 'list')
    },
  }
}
