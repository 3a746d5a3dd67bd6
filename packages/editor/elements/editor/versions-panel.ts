import { waitUntilReady } from '../../wait-until-ready.ts'
import type { VersionsEvent } from '../../canvas/canvas-events.ts'
import type { VersionsState } from './versions-state.ts'

/** Editor operations that the versions panel depends on. */
export interface VersionsPanelHost {
  /** Returns the versions element, or `null` while it is closed. */
  findPanel(): HTMLElementTagNameMap['aw-versions'] | null
  /** Returns whether the session stores versions of the workflow. */
  hasVersions(): boolean
  /** Resolves when pending changes are rendered. */
  whenRendered(): Promise<unknown>
  focusCanvas(): void
}

/** Opens and closes the versions panel and moves focus accordingly. */
export interface VersionsPanel {
  toggle(this: void): void
  close(this: void): void
  /** Handles `aw-versions`: performs the action requested by a command. */
  onVersions(event: VersionsEvent): Promise<void>
}

export function createVersionsPanel(state: VersionsState, host: VersionsPanelHost): VersionsPanel {
  const open = async (focus: 'name' | 'list'): Promise<void> => {
    state.open()
    await host.whenRendered()
    const panel = await waitUntilReady(host.findPanel())
    panel?.focusOn(focus)
  }
  const close = (): void => {
    state.close()
    void host.whenRendered().then(() => host.focusCanvas())
  }
  return {
    toggle() {
      if (state.isOpen) close()
      else void open('list')
    },
    close,
    async onVersions({ action }) {
      if (action === 'next' || action === 'previous') {
        const panel = await waitUntilReady(host.findPanel())
        panel?.step(action === 'next' ? 1 : -1)
      } else if (host.hasVersions()) await open(action === 'keep' ? 'name' : 'list')
    },
  }
}
